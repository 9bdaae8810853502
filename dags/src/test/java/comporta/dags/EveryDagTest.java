package comporta.dags;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every DAG of this folder is valid to the last warning, and runs as a user would run it: as a process, on local processes. Each test has
 * a home of its own.
 */
@Execution(ExecutionMode.CONCURRENT)
@Order(-100)
class EveryDagTest {
    private static final Path DAGS = Caller.DAGS;

    @TempDir
    private Path home;

    /** Those that have a test of their own here, which runs them with more to look at. */
    private static final Set<String> RUN_BELOW = Set.of("nightly.yaml", "hello.yaml", "etl.yaml", "retries.yaml", "elastic.yaml");

    /** Operators that need nothing but this machine; with any other a DAG is simulated. */
    private static final Set<String> ON_THIS_MACHINE = Set.of(
            "command", "noop", "branch", "short-circuit", "model", "spark-driver", "scale-ec2", "downscale-ec2", "scale");

    static List<String> files() throws IOException {
        try (var files = Files.list(DAGS); var upkeep = Files.list(DAGS.resolve("ops"))) {
            return Stream.concat(files, upkeep).map(file -> DAGS.relativize(file).toString())
                    .filter(name -> name.endsWith(".yaml") || name.endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }

    static List<String> filesWithoutTest() throws IOException {
        return files().stream().filter(file -> !RUN_BELOW.contains(file)).toList();
    }

    @ParameterizedTest
    @MethodSource("files")
    void isValidToTheLastWarning(String file) throws Exception {
        var told = comporta("dags", "validate", "--strict", DAGS.resolve(file).toString());
        assertThat(told.exitCode()).as(told.all()).isZero();
    }

    @ParameterizedTest
    @MethodSource("files")
    void isSimulatedToASuccess(String file) throws Exception {
        var told = run(file, "--fast");
        assertThat(told.exitCode()).as(told.all()).isZero();
    }

    @ParameterizedTest
    @MethodSource("filesWithoutTest")
    void runsToASuccess(String file) throws Exception {
        if (ON_THIS_MACHINE.containsAll(operators(file))) {
            var told = run(file);
            assertThat(told.exitCode()).as(told.all()).isZero();
            assertNothingIsLeft();
        } else {
            System.out.println(file + " is only simulated: it needs more than this machine");
        }
    }

    private Set<String> operators(String file) throws Exception {
        var told = comporta("dags", "show", DAGS.resolve(file).toString(), "--output", "json");
        assertThat(told.exitCode()).as(told.all()).isZero();
        var operators = new TreeSet<String>();
        for (var task : JsonMapper.shared().readTree(String.join("", told.out())).path("tasks")) {
            operators.add(task.path("operator").asString());
        }
        return operators;
    }

    @Test
    void theNightlyRunsToItsEndWithTheRightFigures(@TempDir Path out) throws Exception {
        var told = run("nightly.yaml", "--date", "2026-11-21", "-p", "out=" + out);
        assertThat(told.exitCode()).as(told.all()).isZero();
        assertThat(told.ends()).hasSize(11).values().containsOnly("success");
        new NightlyResults(DAGS.resolve("data/ec2-instance-types.json"), out).check("2026-11-21");
        assertNothingIsLeft();
    }

    @Test
    void aPartOfTheNightlyLeavesOutWhatWasNotAskedFor(@TempDir Path out) throws Exception {
        var told = run("nightly.yaml", "--date", "2026-11-21", "-p", "out=" + out, "-p", "filter=families");
        assertThat(told.exitCode()).as(told.all()).isZero();
        assertThat(told.ends()).containsEntry("itaipu-outliers", "skipped").containsEntry("report", "success");
    }

    @Test
    void helloAndEtlSucceed() throws Exception {
        for (var file : List.of("hello.yaml", "etl.yaml")) {
            var told = run(file);
            assertThat(told.exitCode()).as(told.all()).isZero();
            assertThat(told.ends()).values().containsOnly("success");
        }
    }

    @Test
    void aDagInJavaHasATaskForEachLineOfItsTextFile() throws Exception {
        var told = run("Families.java");
        assertThat(told.exitCode()).as(told.all()).isZero();
        var families = Files.readAllLines(DAGS.resolve("families.txt"));
        assertThat(told.ends().keySet()).containsAll(families.stream().map(family -> "count-" + family).toList());
        assertThat(told.ends()).hasSize(families.size() + 1).values().containsOnly("success");
    }

    @Test
    void theWholeFolderIsValidAndHoldsNoTestClass() throws Exception {
        var told = comporta("dags", "validate", "--strict", DAGS.toString());
        assertThat(told.exitCode()).as(told.all()).isZero();
        assertThat(told.err()).contains(files().size() + " files: 0 errors");
    }

    @Test
    void retriesEndWellWithOneTaskFailedOnPurpose() throws Exception {
        var told = run("retries.yaml");
        assertThat(told.exitCode()).as(told.all()).isZero();
        assertThat(told.ends())
                .containsEntry("flaky", "success").containsEntry("slow", "success").containsEntry("bad-input", "failed")
                .containsEntry("use-old-input", "success").containsEntry("summary", "success");
    }

    @Test
    void aFailureStillTearsDown(@TempDir Path out) throws Exception {
        var folder = out.resolve("work");
        var told = run("teardown.yaml", "-p", "fail=true", "-p", "folder=" + folder);
        assertThat(told.exitCode()).as(told.all()).isOne();
        assertThat(told.ends())
                .containsEntry("work", "failed").containsEntry("remove-folder", "success").containsEntry("downscale-ec2-work", "success");
        assertThat(folder).doesNotExist();
        assertNothingIsLeft();
    }

    /** A run that is over keeps its logs, and no state: its machines lie in that. */
    private void assertNothingIsLeft() {
        assertThat(home.resolve("local/runs")).isEmptyDirectory();
        assertThat(home.resolve("logs")).isNotEmptyDirectory();
    }

    private Told run(String file, String... options) throws Exception {
        return new Caller(home).run(file, options);
    }

    private Told comporta(String... words) throws Exception {
        return new Caller(home).comporta(words);
    }
}
