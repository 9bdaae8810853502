package nightly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Named figures in order: what a program hands on to the tasks after it. */
final class Figures {
    private final Map<String, Object> values = new LinkedHashMap<>();

    Figures with(String name, Object value) {
        values.put(name, value);
        return this;
    }

    String json() {
        return values.entrySet().stream()
                .map(entry -> "  " + json(entry.getKey()) + ": " + json(entry.getValue()))
                .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
    }

    /** To the file that the try was given; a job that was given none says them on its standard output. */
    void handOn() throws IOException {
        var file = System.getenv("COMPORTA_OUTPUT");
        if (file == null) {
            values.forEach((name, value) -> System.out.println("::output " + name + "=" + value));
        } else {
            Files.writeString(Path.of(file), json());
        }
    }

    private static String json(Object value) {
        if (value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Figures::json).collect(Collectors.joining(", ", "[", "]"));
        }
        return "\"" + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
