package nightly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The EC2 instance catalogue: a JSON array that holds one flat object per line. */
final class Catalogue {
    /** The line form is part of the data's description, so a parser for all of JSON is not needed here. */
    private static final Pattern FIELD = Pattern.compile("\"(\\w+)\":(?:\"([^\"]*)\"|([^,}\\s]+))");

    private Catalogue() {}

    static List<InstanceType> read(Path file) throws IOException {
        try (var lines = Files.lines(file)) {
            var types = lines.filter(line -> line.startsWith("{")).map(Catalogue::parse).toList();
            if (types.isEmpty()) {
                throw new IOException(file + " holds no instance types: one JSON object per line is expected");
            }
            return types;
        }
    }

    static SortedMap<String, List<InstanceType>> byFamily(List<InstanceType> types) {
        return types.stream().collect(Collectors.groupingBy(InstanceType::family, TreeMap::new, Collectors.toList()));
    }

    private static InstanceType parse(String line) {
        Map<String, String> fields = FIELD.matcher(line).results().collect(
                Collectors.toMap(field -> field.group(1), field -> field.group(2) != null ? field.group(2) : field.group(3)));
        return new InstanceType(
                wanted(fields, "type", line), wanted(fields, "family", line),
                Integer.parseInt(wanted(fields, "vCPU", line)), Long.parseLong(wanted(fields, "memoryMiB", line)),
                wanted(fields, "arch", line), Double.parseDouble(wanted(fields, "baseGHz", line)),
                Boolean.parseBoolean(wanted(fields, "bareMetal", line)),
                Boolean.parseBoolean(wanted(fields, "currentGeneration", line)),
                Long.parseLong(wanted(fields, "localDiskGB", line)));
    }

    private static String wanted(Map<String, String> fields, String name, String line) {
        var value = fields.get(name);
        if (value == null || value.equals("null")) {
            throw new IllegalArgumentException("the catalogue has no " + name + " in " + line);
        }
        return value;
    }
}
