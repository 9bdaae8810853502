package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The nightly as its authors wrote it, from a laptop: nothing of the file is changed. By a server: {@link NightlyWholeTest}. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)   // it only catches a hang
@Order(-130)
class NightlyAsWrittenTest {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private NightClusters clusters;

    @BeforeEach
    void begin() throws IOException {
        clusters = new NightClusters(folder);
    }

    @AfterEach
    void end() {
        clusters.close();
    }

    private Map<String, String> environment() throws IOException {
        return Map.of("COMPORTA_HOME", clusters.home().toString());
    }

    @Test
    void onItsClustersFromALaptop() throws Exception {
        var run = Program.get().start(NightClusters.OFTEN, environment(), words("as-written"));
        run.end();
        expectSuccess(run);
        clusters.expectEachOnce();
    }

    @Test
    void onALaptopAlone() throws Exception {
        var environment = new HashMap<>(environment());
        environment.put("PATH", clusters.images + ":" + System.getenv("PATH"));
        var run = Program.get().start(List.of(), environment, words("local"));
        run.end();
        expectSuccess(run);
        assertThat(clusters.aurora.asked()).isEmpty();
        assertThat(clusters.chronos.asked()).isEmpty();
    }

    private List<String> words(String backend) {
        return List.of(
                "run", clusters.file.toString(), "--backend", backend, "--var", "itaipu_version=7", "--var", "models_version=8", "--output", "json");
    }

    private static void expectSuccess(Life run) throws IOException {
        assertThat(run.exitCode()).as(run.complaints()).isZero();
        var end = run.told().getLast();
        assertThat(end).containsEntry("state", "success");
        assertThat(Files.readString(Path.of(String.valueOf(end.get("log_dir"))).resolve("report/1/stdout"))).contains("--auc 0.84");
    }
}
