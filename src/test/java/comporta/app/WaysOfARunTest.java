package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A sensor that gives up softly, a branch by a number, a join behind it, and what is done already: as a user runs it, as a process. */
@Order(-140)
final class WaysOfARunTest {
    private static final String CONTRACTS = """
            dag: contracts
            params: {contracts: {type: integer, default: 5}}
            tasks:
              wait-for-file:
                operator: sensor
                file: {path: "data/{{ ds }}/_SUCCESS", min_size: 1k, stable_for: 200ms}
                poke_interval: 100ms
                execution_timeout: PATIENCE
                skip_on: [timeout]
              count:
                depends_on: wait-for-file
                run: echo '{"contracts":' {{ params.contracts }} '}' >$COMPORTA_OUTPUT
              size:
                operator: branch
                depends_on: count
                choose: "{{ outputs.count.contracts > 1000000 ? ['split', 'export-large'] : 'export-small' }}"
              split: {run: "echo split >>did", depends_on: size}
              export-large: {run: "echo large >>did", depends_on: [size, split]}
              export-small: {run: "echo small >>did", depends_on: size}
              is-weekday: {operator: short-circuit, depends_on: wait-for-file, condition: "{{ params.contracts > 0 }}"}
              publish:
                depends_on: [export-large, export-small, is-weekday]
                trigger_rule: none_failed_min_one_success
                done_when: {file: {path: "published"}}
                run: echo publish >>did; echo {{ ds }} >published
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void writesTheDag() throws IOException {
        write(CONTRACTS.replace("PATIENCE", "1h"));
    }

    private void write(String yaml) throws IOException {
        Files.writeString(folder.resolve("contracts.yaml"), yaml);
    }

    @ParameterizedTest(name = "{0} contracts: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            2000000 | split large publish | small
            12      | small publish       | large split
            """)
    void theNumberSaysWhichWayItGoes(int contracts, String did, String skipped) throws Exception {
        arrives();
        var life = start("-p", "contracts=" + contracts);
        life.end();
        assertThat(life.exitCode()).as(life.complaints()).isZero();
        assertThat(did()).isEqualTo(did);
        assertThat(ends(life)).allSatisfy((task, state) -> assertThat(state)
                .isEqualTo(skipped.contains(task.replace("export-", "")) ? "skipped" : "success"));
    }

    @Test
    void aWaitOutlivesTheProcess() throws Exception {
        var first = start("--fresh");
        first.awaitState("deferred", "wait-for-file");
        first.killAfter(0);
        assertThat(first.wasKilled()).isTrue();
        var second = start();
        second.awaitFirstWord();
        arrives();
        second.end();
        assertThat(second.exitCode()).as(second.complaints()).isZero();
        assertThat(ends(second)).containsEntry("wait-for-file", "success").containsEntry("publish", "success");
        assertThat(did()).isEqualTo("small publish");
    }

    @Test
    void whatDoesNotComeIsWaitedForInVainWithoutAnyFailure() throws Exception {
        write(CONTRACTS.replace("PATIENCE", "300ms"));
        var life = start();
        life.end();
        assertThat(life.exitCode()).as(life.complaints()).isZero();
        assertThat(ends(life)).containsEntry("wait-for-file", "skipped").containsEntry("count", "skipped").containsEntry("size", "skipped");
        assertThat(did()).isEmpty();
    }

    @Test
    void whatIsPublishedAlreadyIsNotPublishedAgain() throws Exception {
        arrives();
        Files.writeString(folder.resolve("published"), "before");
        var life = start();
        life.end();
        assertThat(ends(life)).containsEntry("publish", "success");
        assertThat(did()).isEqualTo("small");
    }

    @Test
    void aFalseConditionSkipsWhatIsBelow() throws Exception {
        arrives();
        var life = start("-p", "contracts=0");
        life.end();
        assertThat(life.exitCode()).as(life.complaints()).isZero();
        assertThat(ends(life)).containsEntry("is-weekday", "success").containsEntry("publish", "skipped").containsEntry("export-small", "success");
    }

    private void arrives() throws IOException {
        var data = Files.createDirectories(folder.resolve("data/2026-11-20"));
        Files.write(data.resolve("_SUCCESS"), new byte[1024]);
    }

    private String did() throws IOException {
        var did = folder.resolve("did");
        return Files.exists(did) ? String.join(" ", Files.readAllLines(did)) : "";
    }

    private static Map<String, String> ends(Life life) {
        var ends = new TreeMap<String, String>();
        for (var event : life.told()) {
            if ("task_state".equals(event.get("event"))) {
                ends.put(String.valueOf(event.get("task_id")), String.valueOf(event.get("state")));
            }
        }
        return ends;
    }

    private Life start(String... options) throws Exception {
        var words = new ArrayList<>(List.of("run", folder.resolve("contracts.yaml").toString(), "--date", "2026-11-20", "--output", "json"));
        words.addAll(List.of(options));
        return Program.get().start(folder.resolve("home"), true, words);
    }
}
