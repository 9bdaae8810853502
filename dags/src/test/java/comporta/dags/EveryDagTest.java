package comporta.dags;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
<<<<<<< HEAD
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every DAG of this folder is valid to the last warning, and runs as a user would run it: as a process, on local processes. */
class EveryDagTest {
    private static final Path DAGS = Path.of("").toAbsolutePath();
=======
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every DAG of this folder is checked strictly and run to its end, in a copy of the folder, as a person would. */
@Execution(ExecutionMode.CONCURRENT)
class EveryDagTest {
    private static final String DATE = "2026-11-21";

    /** What a DAG is to have done besides ending well. */
    private interface Judge {
        void check(Comporta.Ended ended) throws IOException;
    }

    private static final Map<String, Judge> JUDGES = Map.of(
            "nightly", EveryDagTest::nightly, "retries", EveryDagTest::retries, "etl", EveryDagTest::etl, "teardown", EveryDagTest::teardown);

    @TempDir
    private static Path copy;
>>>>>>> bc4352e (Every example DAG is checked strictly and run to its end; the nightly's figures follow from the catalogue)

    @TempDir
    private Path home;

<<<<<<< HEAD
    static List<String> files() throws IOException {
        try (var files = Files.list(DAGS)) {
            return files.map(file -> String.valueOf(file.getFileName())).filter(name -> name.endsWith(".yaml")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void isValidToTheLastWarning(String file) throws Exception {
        var told = comporta("dags", "validate", "--strict", DAGS.resolve(file).toString());
        assertThat(told.exitCode()).as(told.all()).isZero();
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
        var words = new ArrayList<>(List.of("run", DAGS.resolve(file).toString(), "--output", "json"));
        words.addAll(List.of(options));
        return comporta(words.toArray(String[]::new));
    }

    private Told comporta(String... words) throws Exception {
        var java = Path.of(System.getProperty("java.home", ""), "bin", "java").toString();
        var command = new ArrayList<>(List.of(
                java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp", System.getProperty("java.class.path", ""), "comporta.app.Main"));
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
=======
    @BeforeAll
    static void copyTheFolder() throws IOException {
        var dags = Path.of("").toAbsolutePath();
        for (var part : Stream.concat(all().map(name -> name + ".yaml"), Stream.of("bin", "data", "_programs")).toList()) {
            try (var files = Files.walk(dags.resolve(part))) {
                for (var file : files.toList()) {
                    var to = copy.resolve(dags.relativize(file).toString());
                    if (Files.isDirectory(file)) {
                        Files.createDirectories(to);
                    } else {
                        Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
                    }
                }
            }
        }
    }

    static Stream<String> all() throws IOException {
        var names = new TreeSet<String>();
        try (var files = Files.list(Path.of(""))) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .forEach(name -> names.add(name.replace(".yaml", "")));
        }
        assertThat(names).as("the examples that have a judge of their own").containsAll(JUDGES.keySet());
        return names.stream();
    }

    @Test
    void noneHasAProblem() throws Exception {
        var ended = new Comporta(home).run(copy, "dags", "validate", ".", "--strict");
        assertThat(ended.last()).as(ended.err()).isEmpty();
        assertThat(ended.exitCode()).isZero();
    }

    @ParameterizedTest(name = "{0}.yaml")
    @MethodSource("all")
    void runsToItsEnd(String name) throws Exception {
        var comporta = new Comporta(home);
        var ended = comporta.run(copy, "run", name + ".yaml", "--date", DATE);
        assertThat(ended.exitCode()).as("%s\n%s", ended.lines(), ended.err()).isZero();
        assertThat(ended.last().path("event").asString()).isEqualTo("run_ended");
        assertThat(ended.last().path("state").asString()).isEqualTo("success");
        assertThat(ended.lastStates("lease").values()).allMatch("closed"::equals);
        comporta.holdsNothing();
        JUDGES.getOrDefault(name, _ -> { }).check(ended);
    }

    private static Path results(String dag, Comporta.Ended ended) {
        return copy.resolve("target").resolve(dag).resolve(ended.last().path("run_id").asString());
    }

    private static void nightly(Comporta.Ended ended) throws IOException {
        new NightlyResults(copy.resolve("data/ec2-instance-types.json"), results("nightly", ended)).check(DATE);
        assertThat(ended.lastStates("task_state").values()).containsOnly("success");
        assertThat(ended.lastStates("lease")).containsOnlyKeys("scale-ec2-itaipu", "scale-ec2-churn");
    }

    private static void retries(Comporta.Ended ended) {
        assertThat(ended.lastStates("task_state")).isEqualTo(Map.of(
                "flaky", "success", "slow", "success", "bad-input", "failed", "use-old-input", "success", "summary", "success"));
        assertThat(ended.tries("flaky")).isEqualTo(3);
        assertThat(ended.tries("slow")).isEqualTo(2);
        assertThat(ended.tries("bad-input")).as("exit code 65 is never retried").isEqualTo(1);
    }

    private static void etl(Comporta.Ended ended) throws IOException {
        try (var files = Files.list(results("etl", ended))) {
            assertThat(files).isNotEmpty().allSatisfy(file -> assertThat(file).isNotEmptyFile());
        }
    }

    private static void teardown(Comporta.Ended ended) {
        assertThat(results("teardown", ended)).as("made and removed").doesNotExist();
        assertThat(ended.lastStates("lease")).isEqualTo(Map.of("scale-ec2-work", "closed"));
    }

    @Test
    void theTeardownRunsThoughTheWorkFails() throws Exception {
        var comporta = new Comporta(home);
        var ended = comporta.run(copy, "run", "teardown.yaml", "-p", "fail=true");
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(1);
        assertThat(ended.last().path("state").asString()).isEqualTo("failed");
        assertThat(ended.last().path("reason").asString()).startsWith("task work failed");
        assertThat(ended.lastStates("task_state")).isEqualTo(Map.of(
                "make-folder", "success", "scale-ec2-work", "success", "work", "failed", "downscale-ec2-work", "success",
                "remove-folder", "success"));
        teardown(ended);
        comporta.holdsNothing();
    }
>>>>>>> bc4352e (Every example DAG is checked strictly and run to its end; the nightly's figures follow from the catalogue)
}
