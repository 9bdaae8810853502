package comporta.app;

import comporta.dag.PlainData;
import comporta.decide.Surroundings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What a local run began with besides its DAG file, kept in its folder, so that a run that is gone on with stays one run. No secrets. */
final class PinnedSurroundings {
    private static final String ZONE = "timezone";
    private static final String VARIABLES = "variables";
    private static final String CONNECTIONS = "connections";

    private final Path file;

    /** @param folder of the run */
    PinnedSurroundings(Path folder) {
        file = folder.resolve("surroundings.json");
    }

    /** Writes down what a run that is about to begin will keep to. */
    void pin(Surroundings around) {
        var data = new LinkedHashMap<String, Object>();
        data.put(ZONE, around.zone().getId());
        data.put(VARIABLES, around.variables());
        data.put(CONNECTIONS, around.connections());
        try {
            Files.writeString(file, PlainData.toJson(data));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write down what a run begins with, " + file, e);
        }
    }

    /**
     * What the run began with.
     *
     * @throws UsageException when that cannot be told
     */
    Surroundings pinned() {
        try {
            var data = PlainData.mapFromJson(Files.readString(file));
            var connections = new LinkedHashMap<String, Map<String, Object>>();
            var written = PlainData.block(data, CONNECTIONS);
            written.keySet().forEach(name -> connections.put(name, PlainData.block(written, name)));
            return new Surroundings(ZoneId.of(String.valueOf(data.get(ZONE))), PlainData.block(data, VARIABLES), connections);
        } catch (IOException | RuntimeException e) {
            throw new UsageException("the variables that the run began with cannot be read: " + file + ": " + e.getMessage()
                    + ". --fresh begins anew.");
        }
    }

    /** Names of what is other now than when the run began, as templates write them. */
    static List<String> changed(Surroundings then, Surroundings now) {
        var names = new ArrayList<String>();
        if (!then.zone().equals(now.zone())) {
            names.add(ZONE);
        }
        changed("var.", then.variables(), now.variables(), names);
        changed("conn.", then.connections(), now.connections(), names);
        return names;
    }

    private static void changed(String prefix, Map<String, ?> then, Map<String, ?> now, List<String> names) {
        var all = new TreeSet<>(then.keySet());
        all.addAll(now.keySet());
        all.stream().filter(name -> !PlainData.toJson(then.get(name)).equals(PlainData.toJson(now.get(name))))
                .forEach(name -> names.add(prefix + name));
    }
}
