package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code comporta run} is killed with SIGKILL at random moments and started again with the same words until its run is over: every task
 * ends with one success, nothing is started twice, nothing that was told is taken back, and running jobs are taken up again.
 *
 * <p>{@code -Dcomporta.kills=200 -Dcomporta.seed=7} for more of them, and others.
 */
final class CrashTest {
    private static final int KILLS = Integer.getInteger("comporta.kills", 30);
    private static final long SEED = Long.getLong("comporta.seed", 20_261_121L);
    /** Commands side by side, of one home. */
    private static final int LANES = 2;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void killedAtRandomMomentsARunLosesNothingAndRepeatsNothing() throws Exception {
        var began = System.nanoTime();
        var program = Program.in(folder.resolve("program"));
        var dagFile = Gauntlet.write(folder);
        var toll = new Toll(KILLS);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var lanes = IntStream.rangeClosed(1, LANES)
                    .mapToObj(lane -> new Lane(
                            program, folder, dagFile, String.valueOf(lane),
                            RandomGeneratorFactory.of("L64X128MixRandom").create(SEED + lane), toll))
                    .toList();
            for (var lane : threads.invokeAll(lanes)) {
                lane.get();
            }
        } finally {
            System.out.println("crash test: " + toll + ", seed " + SEED + ", "
                    + Duration.ofNanos(System.nanoTime() - began).toSeconds() + " s");
        }
        assertThat(folder.resolve("home/local/runs")).as("state of runs, with their machines").isEmptyDirectory();
        assertThat(processes()).as("processes left behind").isEmpty();
    }

    /** All that was started here and lives: it has the home in its environment. */
    private List<String> processes() throws IOException {
        var found = new ArrayList<String>();
        try (var all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var process : all) {
                try {
                    if (Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1).contains("COMPORTA_HOME=" + folder)) {
                        found.add(process + " " + Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1));
                    }
                } catch (IOException e) {
                    // Gone meanwhile, or not ours to read.
                }
            }
        }
        return found;
    }
}
