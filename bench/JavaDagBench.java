import comporta.dagfile.Checking;
import comporta.dagfile.DagFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;

/** How long a changed Java DAG file takes to be reloaded, and how long ten thousand tasks take, beside the same DAG in YAML. */
final class JavaDagBench {
    private static final int CHANGES = 40;
    private static final int TASKS = 10_000;

    private JavaDagBench() {}

    public static void main(String[] arguments) throws IOException {
        var folder = Files.createTempDirectory("java-dags");
        try {
            var changes = new ArrayList<Double>();
            for (int n = 1; n <= CHANGES; n++) {
                changes.add(milliseconds(folder, "Nightly.java", manyLines(n)));
            }
            System.out.printf("a file of %d lines: first %.0f ms, then at change 2: %.0f ms, 10: %.0f ms, %d: %.0f ms; slowest of the last ten %.0f ms%n",
                    manyLines(1).lines().count(), changes.get(0), changes.get(1), changes.get(9), CHANGES, changes.getLast(),
                    Collections.max(changes.subList(CHANGES - 10, CHANGES)));
            System.out.printf("unchanged: %.1f ms%n", milliseconds(folder, "Nightly.java", manyLines(CHANGES)));
            System.out.printf("%,d tasks: Java %.0f ms, YAML %.0f ms%n", TASKS, milliseconds(folder, "Loop.java", LOOP), milliseconds(folder, "loop.yaml", yaml()));
        } finally {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static double milliseconds(Path folder, String name, String text) throws IOException {
        var file = Files.writeString(folder.resolve(name), text);
        long begin = System.nanoTime();
        var reading = DagFiles.read(file, name, folder, Checking.LENIENT);
        double took = (System.nanoTime() - begin) / 1e6;
        if (reading.dag() == null) {
            throw new IllegalStateException(reading.problems().toString());
        }
        return took;
    }

    private static String manyLines(int change) {
        var text = new StringBuilder("import static comporta.Dsl.*;\n\nclass Nightly {\n\n    Dag dag() {\n        var dag = newDag(\"nightly\").owner(\"bench\");\n");
        for (int n = 0; n < 30; n++) {
            text.append("""
                            dag.tasks(command("task-%d")
                                    .dependsOn(%s)
                                    .job(job("local").shell("true %d").cpus(1).mem("2g"))
                                    .executionTimeout("1h")
                                    .retries(2));
                    """.formatted(n, n == 0 ? "java.util.List.of()" : "\"task-" + (n - 1) + "\"", change));
        }
        return text.append("        return dag;\n    }\n}\n").toString();
    }

    private static final String LOOP = """
            import static comporta.Dsl.*;

            class Loop {
                Dag dag() {
                    var dag = newDag("loop").owner("bench").defaults(defaults().executionTimeout("1h"));
                    for (int n = 0; n < %d; n++) {
                        var task = command("task-" + n).run("true " + n).retries(2);
                        dag.tasks(n < 100 ? task : task.dependsOn("task-" + (n - 100)));
                    }
                    return dag;
                }
            }
            """.formatted(TASKS);

    private static String yaml() {
        var text = new StringBuilder("dag: loop\nowner: bench\ndefaults: {execution_timeout: 1h}\ntasks:\n");
        for (int n = 0; n < TASKS; n++) {
            text.append("  task-").append(n).append(": {run: true ").append(n).append(", retries: 2");
            text.append(n < 100 ? "}\n" : ", depends_on: task-" + (n - 100) + "}\n");
        }
        return text.toString();
    }
}
