package comporta.app;

import comporta.secret.Mask;
import comporta.store.Store;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Prepares fast starts: makes the database that local runs begin with, then runs the usual verbs one after another, from which the launcher
 * records which classes the AOT cache should hold.
 */
final class Training {
    private static final String DAG = """
            dag: training
            owner: nobody
            params: {name: {type: string, default: "{{ ds }}"}}
            tasks:
              first:
                run: echo {{ params.name }} && echo answer=42 > "$COMPORTA_OUTPUT"
                outputs: {answer: integer}
              machines: {operator: scale-ec2, node_pool: {name: training, nodes: 0, instance_types: m5.xlarge}}
              second:
                run: exit {{ outputs.first.answer }}
                depends_on: [first, machines]
              back: {operator: downscale-ec2, teardown_of: machines, depends_on: second}
              third: {operator: noop, depends_on: second, trigger_rule: all_done, when: "{{ tasks.second.state == 'failed' }}"}
            """;

    private Training() {}

    public static void main(String[] args) throws IOException {
        var template = System.getProperty(ServerDatabase.TEMPLATE_PROPERTY);
        if (template != null) {
            Store.makeTemplate(Path.of(template));
        }
        var folder = Files.createTempDirectory("comporta-training");
        var file = folder.resolve("training.yaml");
        Files.writeString(file, DAG);
        var quiet = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        var environment = Map.of(
                "COMPORTA_HOME", folder.resolve("home").toString(), "PATH", System.getenv().getOrDefault("PATH", ""), "TERM", "xterm");
        var piped = new Terminal(quiet, quiet, environment, false, false);
        var drawn = new Terminal(quiet, quiet, environment, true, true);
        var path = file.toString();
        for (var words : List.of(
                List.of("--help"), List.of("version"), List.of("run", "--help"), List.of("no-such-verb"), List.of("run", path, "--dry-run"),
                List.of("dags", "validate", path), List.of("dags", "show", path),
                List.of("run", path), List.of("run", path, "--output", "json"), List.of("run", path, "--fast"))) {
            Main.run(words, piped);
        }
        Main.run(List.of("run", path), drawn);
        serve(folder, environment);
    }

    /** A server as it begins, a run that is asked for, and its end in order. */
    private static void serve(Path folder, Map<String, String> environment) throws IOException {
        var dags = Files.createDirectory(folder.resolve("dags"));
        Files.writeString(dags.resolve("training.yaml"), DAG.replace("owner: nobody", "owner: nobody\nschedule: \"@daily\""));
        var configuration = Configuration.load(null, environment);
        var quiet = new Terminal(
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8), environment, false, false);
        ServerDatabase.use(configuration, environment, database -> {
            try (var server = new Server(new Server.Order(dags, 0, 2, true), configuration, database, environment, new Mask())) {
                server.start();
                server.tell(quiet, true);
                for (var words : List.of(
                        List.of("runs", "trigger", "training", "--wait"), List.of("runs", "list"),
                        List.of("tasks", "list", "training/latest"),
                        List.of("dags", "list"), List.of("tasks", "logs", "training/latest", "first"))) {
                    var line = new ArrayList<>(words);
                    line.addAll(List.of("--server", server.url()));
                    Main.run(line, quiet);
                }
            }
            return ExitCode.DONE;
        });
    }
}
