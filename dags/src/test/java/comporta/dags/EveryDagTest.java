package comporta.dags;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every DAG of this folder is valid to the last warning, and runs as a user would run it: as a process, on local processes. */
class EveryDagTest {
    private static final Path DAGS = Path.of("").toAbsolutePath();

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
    void anIterativeJobKeepsItsDeadlineBecauseItIsGivenMoreCpu(@TempDir Path folder) throws Exception {
        double deadline = 9.5;
        var helped = run("elastic.yaml");
        assertThat(helped.exitCode()).as(helped.all()).isZero();
        assertThat(helped.elapsed()).as(helped.all()).isLessThan(deadline);

        var bin = Files.createDirectory(folder.resolve("bin"));
        Files.copy(DAGS.resolve("bin/elastic-work"), bin.resolve("elastic-work"), StandardCopyOption.COPY_ATTRIBUTES);
        var constant = Files.writeString(
                folder.resolve("constant.yaml"), Files.readString(DAGS.resolve("elastic.yaml")).replaceAll("(?m)^ *elasticity:.*$", "").replace("dag: elastic", "dag: constant"));
        var left = run(constant.toString());
        assertThat(left.exitCode()).as(left.all()).isZero();
        assertThat(left.elapsed()).as(left.all()).isGreaterThan(deadline);
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
        var words = new ArrayList<>(List.of("run", DAGS.resolve(file).toString(), "--output", "json"));
        words.addAll(List.of(options));
        return comporta(words.toArray(String[]::new));
    }

    private Told comporta(String... words) throws Exception {
        var java = Path.of(System.getProperty("java.home", ""), "bin", "java").toString();
        var command = new ArrayList<>(List.of(
                java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path", ""), "comporta.app.Main"));
        command.addAll(List.of(words));
        var out = Files.createTempFile(home, "told", ".out");
        var err = Files.createTempFile(home, "told", ".err");
        var builder = new ProcessBuilder(command).directory(DAGS.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("COMPORTA_HOME", home.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home", ""));
        return new Told(builder.start().waitFor(), Files.readAllLines(out), Files.readString(err));
    }

    /** What a process said. */
    private record Told(int exitCode, List<String> out, String err) {
        String all() {
            return String.join("\n", out) + "\n" + err;
        }

        /** Seconds that the run took. */
        double elapsed() {
            return JsonMapper.shared().readTree(out.getLast()).path("elapsed_s").asDouble();
        }

        /** The last state of each task that was told. */
        TreeMap<String, String> ends() {
            var ends = new TreeMap<String, String>();
            for (var line : out) {
                JsonNode event = JsonMapper.shared().readTree(line);
                if (event.path("event").asString("").equals("task_state")) {
                    ends.put(event.path("task_id").asString(), event.path("state").asString());
                }
            }
            return ends;
        }
    }
}
