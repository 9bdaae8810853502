package comporta.dagfile;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a type of EC2 instances has, from the catalogue that comes along.
 *
 * @param memory in bytes
 */
record MachineType(String name, int cpus, long memory) {
    private static final class Catalogue {
        /** Read when the first DAG with a node pool is. */
        static final Map<String, MachineType> ALL = read();
    }

    /** All types by name. A type that came later than this version is not among them. */
    static Map<String, MachineType> catalogue() {
        return Catalogue.ALL;
    }

    /** {@code m5} of {@code m5.2xlarge}. */
    String family() {
        return name.substring(0, name.indexOf('.'));
    }

    private static Map<String, MachineType> read() {
        var all = new HashMap<String, MachineType>();
        try (var in = Objects.requireNonNull(MachineType.class.getResourceAsStream("machine-types.txt"));
                var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    var words = line.split(" ", -1);
                    all.put(words[0], new MachineType(words[0], Integer.parseInt(words[1]), Long.parseLong(words[2]) << 20));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the catalogue of machine types", e);
        }
        return Map.copyOf(all);
    }
}
