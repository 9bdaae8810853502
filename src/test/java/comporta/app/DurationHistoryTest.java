package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.Dag;
import comporta.dag.TaskId;
import comporta.dagfile.Checking;
import comporta.dagfile.DagFiles;
import comporta.decide.Took;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long tasks took, as a server that goes on reads it. */
class DurationHistoryTest {
    private static final Dag DAG = Objects.requireNonNull(DagFiles.read(
            "prices.yaml", "dag: prices\ntasks: {load: {run: load}, report: {run: report}}\n".getBytes(StandardCharsets.UTF_8), Checking.LENIENT).dag());

    @TempDir
    private Path folder;

    private void written(String text) throws IOException {
        Files.writeString(folder.resolve("prices"), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Test
    void whatOthersAddIsReadOnFromWhereItStood() throws IOException {
        var history = new DurationHistory(folder);
        assertThat(history.usual(DAG)).isEmpty();
        written("load 1\nload 9\nnobody 4\nbroken\nload 3\n");
        assertThat(history.usual(DAG)).isEqualTo(Map.of(new TaskId("load"), Duration.ofSeconds(3)));
        written("report 2.5\nload 8\nload 7\nlo");
        assertThat(history.usual(DAG)).isEqualTo(Map.of(new TaskId("load"), Duration.ofSeconds(7), new TaskId("report"), Duration.ofMillis(2500)));
        written("ad 9\nload 9\n");
        assertThat(history.usual(DAG)).containsEntry(new TaskId("load"), Duration.ofSeconds(8));
    }

    @Test
    void whatIsSeldomExceededIsKnownAfterFiveTries() throws IOException {
        var history = new DurationHistory(folder);
        written("load 10\nload 11\nload 12\nload 30\n");
        assertThat(history.took(DAG)).isEqualTo(Map.of(new TaskId("load"), new Took(Duration.ofSeconds(12), Duration.ofSeconds(12))));
        written("load 12\n");
        assertThat(history.took(DAG)).isEqualTo(Map.of(new TaskId("load"), new Took(Duration.ofSeconds(12), Duration.ofSeconds(30))));
    }

    @Test
    void aFileThatWasCutShortIsReadAnew() throws IOException {
        var history = new DurationHistory(folder);
        written("load 1\nload 1\nload 1\n");
        history.usual(DAG);
        Files.writeString(folder.resolve("prices"), "load 5\n");
        assertThat(history.usual(DAG)).isEqualTo(Map.of(new TaskId("load"), Duration.ofSeconds(5)));
        Files.delete(folder.resolve("prices"));
        assertThat(history.usual(DAG)).isEmpty();
    }
}
