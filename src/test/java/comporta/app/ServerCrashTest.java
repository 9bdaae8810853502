package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.store.FreshPostgresql;
import comporta.store.StoreSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code comporta start} is killed with SIGKILL at random moments, while many DAGs come due and people ask for runs: who was promised a run
 * has it once, each tick becomes one thing, no launch starts twice, nothing is left behind, and everything comes to its end.
 *
 * <p>{@code -Dcomporta.kills=200 -Dcomporta.seed=7} for more of them, and others.
 */
@Order(-300)
final class ServerCrashTest {
    private static final int KILLS = Integer.getInteger("comporta.kills", 30);
    private static final long SEED = Long.getLong("comporta.seed", 20_261_121L);

    @RegisterExtension
    final FreshPostgresql postgresql = new FreshPostgresql();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void killedAtRandomMomentsAServerLosesNothingAndRepeatsNothing() throws Exception {
        var program = Program.get();
        var began = System.nanoTime();
        var toll = new Toll(KILLS);
        var told = new ArrayList<String>();
        var random = RandomGeneratorFactory.of("L64X128MixRandom");
        var file = folder.resolve("h2/home/db/comporta");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var lanes = List.of(
                    new ServerLane(new Station(program, folder.resolve("h2"), StoreSettings.h2(file, "test"), "jdbc:h2:" + file), random.create(SEED), toll),
                    new ServerLane(new Station(program, folder.resolve("postgresql"), postgresql.settings(), postgresql.url()), random.create(SEED + 1), toll));
            for (var lane : threads.invokeAll(lanes)) {
                told.add(lane.get());
            }
        } finally {
            System.out.println("crash test of the server: " + toll + ", seed " + SEED + ", "
                    + Duration.ofNanos(System.nanoTime() - began).toSeconds() + " s; " + String.join("; ", told));
        }
        assertThat(told).hasSize(2);
    }
}
