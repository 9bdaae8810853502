package comporta.dagfile;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.TaskId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** DAG files in Java: the same model as from YAML, and mistakes at the line of the call. */
class JavaDagTest {
    private static final Path EXAMPLES = Path.of("src/test/resources/dagfile/examples").toAbsolutePath();

    @TempDir
    private Path folder;

    @Test
    void theNightlyIsTheSameInJavaAndInYaml() throws IOException {
        var java = DagFiles.read(EXAMPLES.resolve("Nightly.java"), "Nightly.java", EXAMPLES, Checking.STRICT);
        var yaml = DagFiles.read(EXAMPLES.resolve("nightly.yaml"), "nightly.yaml", EXAMPLES, Checking.STRICT);
        assertThat(java.problems()).isEmpty();
        assertThat(java.dag()).isEqualTo(yaml.dag());
    }

    @Test
    void aRunIsPinnedToTextThatIsReadWithoutCompiling() throws IOException {
        var java = DagFiles.read(EXAMPLES.resolve("Nightly.java"), "Nightly.java", EXAMPLES, Checking.LENIENT);
        var again = DagFiles.read("Nightly.java", java.source().getBytes(StandardCharsets.UTF_8), Checking.LENIENT);
        assertThat(again.problems()).isEmpty();
        assertThat(again.dag()).isEqualTo(java.dag());
    }

    @Test
    void tasksComeFromATextFileAndAHelper() throws IOException {
        write("models.txt", "churn\ncredit\n");
        write("Machines.java", """
                import static comporta.Dsl.*;

                class Machines {
                    static NodePool small(String name) {
                        return nodePool(name).nodes(1).instanceTypes("m5.xlarge");
                    }
                }
                """);
        write("Models.java", """
                import static comporta.Dsl.*;

                class Models {

                    Dag dag() {
                        var dag = newDag("models").owner("science").schedule(afterAll("nightly"));
                        var report = noop("all-scored").triggerRule("all_done");
                        for (var name : readLines("models.txt")) {
                            dag.groups(group(name).nodePool(Machines.small(name)));
                            var score = model(name + "-model")
                                    .group(name)
                                    .job(job("mesos").image("batch-models-python:1").command("run-model", name));
                            dag.tasks(score);
                            report.dependsOn(score);
                        }
                        return dag.tasks(report);
                    }
                }
                """);
        assertThat(tasks("Models.java")).containsExactly("scale-ec2-churn", "churn-model", "downscale-ec2-churn",
                "scale-ec2-credit", "credit-model", "downscale-ec2-credit", "all-scored");

        write("models.txt", "churn\n");
        assertThat(tasks("Models.java")).as("a changed text file").contains("churn-model").doesNotContain("credit-model");
        write("Machines.java", Files.readString(folder.resolve("Machines.java")).replace("m5.xlarge", "m5.xhuge"));
        assertThat(problems("Models.java")).as("a changed helper").isNotEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            command("a").run("true").retires(2)                            | 6:35: cannot find symbol: method retires(int). Did you mean retries? [java-compile]
            comand("a").run("true")                                        | 6:10: cannot find symbol: method comand(String). Did you mean command? [java-compile]
            command("a").run(null)                                         | 6:23: NullPointerException: run is null. Look at this line. [java-threw]
            command("a").run("true").retryDelay("90")                      | 6:35: "90" is not a duration: the unit is missing. Write 90s, 90m or 90h. [bad-duration]
            command("a").run("true").dependsOn("b", "c")                   | 6:35: task "a" waits for "b", which this DAG does not have. Tasks are a. [unknown-task]
            command("a").job(job("local").command("x").cpus(0))            | 6:53: "cpus" is 0, and must be between 0.01 and 10000. Write a number from 0.01 to 10000. [out-of-range]
            command("a").run("" + System.nanoTime())                       | 6:39: System.nanoTime may not be used in a DAG file. Use a template, e.g. {{ ds }}: it is filled in when a task runs. [java-forbidden]
            command("a").run("" + new java.util.Random().nextInt())        | 6:46: java.util.Random may not be used in a DAG file. Write the value, or let the task draw it. [java-forbidden]
            command("a").run(new java.io.File("x").getName())              | 6:39: java.io.File may not be used in a DAG file. Use readLines. [java-forbidden]
            command("a").run(String.join("", readLines("none.txt")))       | 6:43: IllegalArgumentException: there is no file "none.txt" beside the DAG file. Look at this line. [java-threw]
            command("a").run("true " + count++)                            | 5:9: two calls of dag() differ in task "a". Do not depend on time, chance or state. [java-not-repeatable]
            command("a").run("".substring(count + 3))                      | 6:30: StringIndexOutOfBoundsException: Range [3, 0) out of bounds for length 0. Look at this line. [java-threw]
            """)
    void mistakesStandAtTheirCall(String task, String problem) throws IOException {
        write("Bad.java", """
                import static comporta.Dsl.*;
                class Bad {
                    static int count;
                    Task task() { return noop("x"); }
                    Dag dag() { return newDag("bad").owner("me").tasks(
                         %s); }
                }
                """.formatted(task));
        assertThat(errors("Bad.java").getFirst()).isEqualTo("Bad.java:" + problem);
    }

    private List<String> tasks(String file) throws IOException {
        var reading = read(file);
        assertThat(reading.problems()).extracting(DagProblem::severity).doesNotContain(DagProblem.Severity.ERROR);
        return Objects.requireNonNull(reading.dag(), () -> reading.problems().toString()).tasks().keySet().stream().map(TaskId::value).toList();
    }

    private List<String> errors(String file) throws IOException {
        return read(file).problems().stream().filter(problem -> problem.severity() == DagProblem.Severity.ERROR).map(DagProblem::toString).toList();
    }

    private List<String> problems(String file) throws IOException {
        return read(file).problems().stream().map(DagProblem::toString).toList();
    }

    private Reading read(String file) throws IOException {
        return DagFiles.read(folder.resolve(file), file, folder, Checking.LENIENT);
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }
}
