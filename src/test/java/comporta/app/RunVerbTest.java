package comporta.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.TaskId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RunVerbTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<RunOrder> orders = new ArrayList<>();

    @Test
    void readsEveryOption() throws IOException {
        assertThat(run(dag(), "--date", "2026-11-21", "-p", "filter=a,b", "-p", "out=x=y", "--only=a*", "--from", "a", "--until", "b",
                        "--parallel", "3", "--var", "v=1", "--backend", "as-written", "--fresh"))
                .isZero();

        var request = orders.getFirst().request();
        assertThat(request.date()).isEqualTo("2026-11-21");
        assertThat(request.params()).isEqualTo(Map.of("filter", "a,b", "out", "x=y"));
        assertThat(request.only()).isEqualTo("a*");
        assertThat(request.from()).isEqualTo("a");
        assertThat(request.until()).isEqualTo("b");
        assertThat(request.parallel()).isEqualTo(3);
        assertThat(request.variables()).isEqualTo(Map.of("v", "1"));
        assertThat(request.asWritten()).isTrue();
        assertThat(request.fresh()).isTrue();
        assertThat(orders.getFirst().dag().tasks()).hasSize(2);
    }

    @ParameterizedTest(name = "comporta run {0}")
    @CsvSource(delimiter = '|', textBlock = """
            ''                        | which file?
            DAG DAG                   | one file at a time, and these are 2
            DAG --date tomorrow       | --date: "tomorrow" is not a date or a date with a time. Write 2026-11-01
            DAG -p filter             | -p wants name=value, and got "filter"
            DAG --var =x              | --var wants name=value, and got "=x"
            DAG --parallel 0          | --parallel is "0", and must be a number from 1 to 10000
            DAG --backend lcoal       | --backend cannot be "lcoal". Did you mean "local"?
            DAG --paralel 2           | there is no option --paralel. Did you mean "--parallel"?
            DAG --config none.yaml    | there is no file none.yaml
            none.yaml                 | there is no file none.yaml
            FOLDER                    | is a folder
            """)
    void wrongUsageIsTold(String words, String message) throws IOException {
        var line = words.replace("DAG", dag()).replace("FOLDER", folder.toString());

        assertThat(run(line.isEmpty() ? new String[0] : line.split(" ", -1))).isEqualTo(ExitCode.WRONG);
        assertThat(err.toString(UTF_8)).contains("comporta run: ").contains(message);
        assertThat(orders).isEmpty();
    }

    @Test
    void aFileWithErrorsIsNotRun() throws IOException {
        assertThat(run(write("dag: d\ntasks: {a: {run: echo, retires: 2}}\n"))).isEqualTo(ExitCode.WRONG);
        assertThat(err.toString(UTF_8)).contains("d.yaml:2:24: task \"a\" has no key \"retires\". Did you mean \"retries\"?");
    }

    @Test
    void whatCouldDoHarmIsRefusedAndTheRestToldOnce() throws IOException {
        assertThat(run(write("dag: d\ntasks: {a: {run: echo}, b: {operator: sql, connection: w, query: select 1}}\n")))
                .isEqualTo(ExitCode.WRONG);
        assertThat(err.toString(UTF_8)).contains("does not have: operator sql of task b.");

        assertThat(run(write("""
                dag: d
                on_failure: [oncall]
                on_missed: [oncall]
                budget: {limit: 5}
                deadline: [{by: "06:00"}, {by: "08:00", on_miss: cancel}]
                tasks: {a: {run: echo}}
                """))).isZero();
        assertThat(err.toString(UTF_8)).contains("comporta: not in effect in local runs: budget.limit, deadline, on_missed\n");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            operator: branch, choose: "{{ [] }}", done_when: {time: "05:30"} | done_when of task a, which makes nothing
            """, quoteCharacter = '`')
    void aConditionThatCannotBeLookedAtIsRefused(String task, String refused) throws IOException {
        assertThat(run(write("dag: d\ntasks: {a: {" + task + "}}\n"))).isEqualTo(ExitCode.WRONG);
        assertThat(err.toString(UTF_8)).contains("does not have: " + refused + ".");
    }

    @Test
    void dryRunPrintsOrderCommandsAndMachines() throws IOException {
        assertThat(run(dag(), "--dry-run")).isZero();

        assertThat(out.toString(UTF_8)).isEqualTo("""
                1  up  scale-ec2
                   on itaipu: 4 × m5.2xlarge, spot
                2  work  command  after up
                   if all_done
                   $ echo one
                     echo two
                2 tasks; nothing was started.
                """);
    }

    @Test
    void dryRunRendersWhatIsKnownAndLeavesTheRestAsItIsWritten() throws IOException {
        var file = write("""
                dag: d
                params: {day: {type: string, default: a b}}
                tasks:
                  a: {run: "echo rows=1 >$COMPORTA_OUTPUT", outputs: {rows: integer}}
                  b: {run: "load {{ params.day }} {{ outputs.a.rows + 1 }} {{ var.nowhere }} {{ tasks.a.state }}", depends_on: a}
                """);
        var environment = Map.of("COMPORTA_HOME", folder.toString());
        var terminal = new Terminal(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), environment, false, false);

        assertThat(Main.run(List.of("run", file, "--dry-run"), terminal)).as(err.toString(UTF_8)).isZero();
        assertThat(out.toString(UTF_8)).contains("$ load 'a b' {{ outputs.a.rows + 1 }} {{ var.nowhere }} {{ tasks.a.state }}\n");
    }

    @Test
    void dryRunAsJsonIsOneArray() throws IOException {
        assertThat(run(dag(), "--dry-run", "--output", "json")).isZero();

        assertThat(out.toString(UTF_8)).startsWith("[{\"task_id\":\"up\",\"operator\":\"scale-ec2\",\"upstream\":[],").endsWith("]\n");
    }

    private int run(String... words) {
        var environment = Map.of("COMPORTA_HOME", folder.toString());
        var terminal = new Terminal(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), environment, false, false);
        var operators = Set.of("command", "sensor", "branch");
        return new Verb("run", "", RunVerb.HELP, () -> new RunVerb(_ -> new Fake(), new FastRun(), operators)).run(List.of(words), terminal);
    }

    private String dag() throws IOException {
        return write("dag: d\nowner: me\ntasks:\n  a: {run: echo}\n  b: {run: echo, depends_on: a}\n");
    }

    private String write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("d.yaml"), yaml).toString();
    }

    /** Notes what it is asked to run. */
    private final class Fake implements LocalRunner {
        @Override
        public int run(RunOrder order, RunScreen screen) {
            orders.add(order);
            return ExitCode.DONE;
        }

        @Override
        public List<PlannedTask> plan(RunOrder order) {
            return List.of(
                    new PlannedTask(new TaskId("up"), "scale-ec2", List.of(), "", List.of(), "itaipu: 4 × m5.2xlarge, spot"),
                    new PlannedTask(new TaskId("work"), "command", List.of("up"), "all_done", List.of("echo one\necho two\n"), ""));
        }
    }
}
