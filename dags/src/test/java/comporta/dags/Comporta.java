package comporta.dags;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.app.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The program as a process of its own, with a home of its own. */
record Comporta(Path home) {

    /**
     * What a command left behind.
     *
     * @param lines of stdout, each one JSON object or array
     */
    record Ended(int exitCode, List<JsonNode> lines, String err) {

        /** The last line. */
        JsonNode last() {
            return lines.getLast();
        }

        /** The last state that was told of each task or lease. */
        Map<String, String> lastStates(String event) {
            var states = new LinkedHashMap<String, String>();
            for (var line : lines) {
                if (line.path("event").asString("").equals(event)) {
                    states.put(line.path("task_id").asString(), line.path("state").asString());
                }
            }
            return states;
        }

        /** The last try of a task. */
        int tries(String task) {
            return lines.stream()
                    .filter(line -> line.path("event").asString("").equals("task_state") && line.path("task_id").asString("").equals(task))
                    .mapToInt(line -> line.path("try_number").asInt(0))
                    .max()
                    .orElse(0);
        }
    }

    Ended run(Path folder, String... words) throws IOException, InterruptedException {
        Files.createDirectories(home);
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(words));
        command.addAll(List.of("--output", "json"));
        var out = home.resolve("out").toFile();
        var err = home.resolve("err").toFile();
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectOutput(out).redirectError(err);
        builder.environment().keySet().removeIf(name -> name.startsWith("COMPORTA"));
        builder.environment().put("COMPORTA_HOME", home.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        int exit = builder.start().waitFor();
        var mapper = JsonMapper.shared();
        return new Ended(exit, Files.readAllLines(out.toPath()).stream().map(mapper::readTree).toList(), Files.readString(err.toPath()));
    }

    /** No state of a run in progress is left, and with it none of its machines. */
    void holdsNothing() throws IOException {
        try (var runs = Files.list(home.resolve("local/runs"))) {
            assertThat(runs.filter(Files::isDirectory)).isEmpty();
        }
    }
}
