package comporta.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code run --fast} as a person sees it. */
final class FastRunTest {
    private static final String NIGHT = """
            dag: night
            owner: me
            schedule: {timezone: America/Sao_Paulo}
            params: {version: {type: string, pattern: '[0-9]+'}}
            tasks:
              up: {operator: scale-ec2, node_pool: {name: itaipu, nodes: 2, instance_types: m5.xlarge}, expected_duration: 4m}
              count:
                run: echo '{"rows":42}' > "$COMPORTA_OUTPUT"; echo {{ params.version }} {{ var.nobody-knows }}
                depends_on: up
                expected_duration: 1h
                outputs: {rows: integer}
              many: {run: exit 7, depends_on: count, when: "{{ outputs.count.rows > 40 }}", expected_duration: 2h}
              back: {operator: downscale-ec2, teardown_of: up, depends_on: many}
            """;

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void aNightIsTheEnginesOwnAndWhatWasMadeUpIsSaid() throws IOException {
        assertThat(run(write(NIGHT), "--fast")).isZero();

        assertThat(err.toString(UTF_8)).contains(
                "comporta: simulated from 2030-01-01T03:00:00.000000Z on, with seed 1\n",
                "comporta: made up: params.version is params.version\n",
                "comporta: made up: outputs.count.rows is 1, when of many is true\n",
                "comporta: rendered as their names: var.nobody-knows\n");
        assertThat(out.toString(UTF_8))
                .contains("pool itaipu open        2 of 2 machines", "pool itaipu closed", "✔ night succeeded after ", ": 4 success")
                .doesNotContain("logs");
        assertThat(folder.resolve("home/logs")).doesNotExist();
        assertThat(folder.resolve("home/local")).as("nothing is learned from it").doesNotExist();
    }

    @ParameterizedTest(name = "--output {0}")
    @CsvSource({"text", "json"})
    void theSameSeedPrintsTheSameBytes(String output) throws IOException {
        var file = write(NIGHT);
        var outputs = new ArrayList<String>();
        for (var seed : List.of("7", "7", "8")) {
            out.reset();
            assertThat(run(file, "--fast", "--seed", seed, "--output", output)).isZero();
            outputs.add(out.toString(UTF_8));
        }

        assertThat(outputs.get(0)).isEqualTo(outputs.get(1)).isNotEqualTo(outputs.get(2));
    }

    @Test
    void aTaskHandsOnWhatItsLastRealSuccessDid() throws IOException {
        var file = write(NIGHT.replace("exit 7", "exit 0").replaceAll("\\{\\{ var.nobody-knows }}", ""));
        assertThat(run(file, "-p", "version=1")).isZero();
        assertThat(run(write(NIGHT.replace("> 40", "> 42")), "--fast", "--with", "count.rows=99", "--output", "json")).isZero();

        assertThat(err.toString(UTF_8)).contains("--with count.rows is not used: in its last real success count handed on 42")
                .doesNotContain("outputs.count.rows is");
        assertThat(out.toString(UTF_8)).contains("\"task_id\":\"many\",\"map_index\":null,\"try_number\":null,\"state\":\"skipped\"");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            count.rows=41    | success
            count.rows=3     | skipped
            count.rows="41"  | failed
            """)
    void whatNeverSucceededHandsOnWhatIsSaid(String with, String many) throws IOException {
        run(write(NIGHT), "--fast", "--with", with, "--output", "json");

        assertThat(out.toString(UTF_8)).containsPattern("\"task_id\":\"many\",.*\"state\":\"" + many + "\"");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            --seed 3                    | --seed is for simulated runs. Add --fast.
            --with count.rows=1         | --with is for simulated runs. Add --fast.
            --fast --seed x             | --seed is "x", and must be a whole number.
            --fast --with cuont.rows=1  | --with wants TASK.key=JSON, and "cuont.rows" names no output of a task. Did you mean "count"?
            --fast --with count.rows=a  | --with count.rows is not JSON: a. Write text with its quotes
            """)
    void wrongUsageIsTold(String words, String message) throws IOException {
        var line = new ArrayList<>(List.of(words.split(" ", -1)));
        line.addFirst(write(NIGHT));

        assertThat(run(line.toArray(String[]::new))).isEqualTo(ExitCode.WRONG);
        assertThat(err.toString(UTF_8)).contains(message);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            nightly.yaml          | 7 success
            Nightly.java          | 7 success
            contracts-export.yaml | 1 skipped, 6 success
            settlements.yaml      | 3 success
            score-models.yaml     | 11 success
            mesos-upgrade.yaml    | 9 success
            """)
    void everyExampleRunsToItsEnd(String example, String tally) throws IOException {
        var file = folder.resolve(example);
        try (var bytes = Objects.requireNonNull(FastRunTest.class.getResourceAsStream("/dagfile/examples/" + example))) {
            Files.write(file, bytes.readAllBytes());
        }
        assertThat(run(file.toString(), "--fast")).as(() -> out.toString(UTF_8) + err.toString(UTF_8)).isZero();
        assertThat(out.toString(UTF_8)).contains(": " + tally);
    }

    @Test
    void theDateIsTheBegin() throws IOException {
        assertThat(run(write(NIGHT), "--fast", "--date", "2026-11-21T01:00", "--output", "json")).isZero();

        assertThat(out.toString(UTF_8)).startsWith("{\"at\":\"2026-11-21T04:00:00.000000Z\",\"event\":\"run_started\"");
    }

    private int run(String... words) {
        var line = new ArrayList<>(List.of("run"));
        line.addAll(List.of(words));
        var environment = Map.of("COMPORTA_HOME", folder.resolve("home").toString(), "PATH", System.getenv("PATH"));
        return Main.run(line, new Terminal(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), environment, false, false));
    }

    private String write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("night.yaml"), yaml).toString();
    }
}
