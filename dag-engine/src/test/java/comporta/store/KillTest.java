package comporta.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The store survives {@code kill -9} of its process at any moment: nothing that was acknowledged is lost, nothing is half there. */
@Order(-200)
class KillTest {
    private static final int KILLS = Integer.getInteger("comporta.kills", 15);
    private static final long SEED = Long.getLong("comporta.seed", 20_300_101L);

    /** About the size of a file with all tables, before it is closed. */
    private static final int ALL_TABLES = 600_000;

    @TempDir
    Path folder;

    private int acknowledged;
    private int atLeast;

    @ParameterizedTest
    @EnumSource
    @Timeout(value = 4, unit = TimeUnit.HOURS)
    void nothingAcknowledgedIsLostAndNothingIsTorn(Databases databases) throws Exception {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        try (var database = databases.empty(folder)) {
            for (var kill = 1; kill <= KILLS; kill++) {
                killAtARandomMoment(random, database.settings());
                assertThat(stepFound(database)).as("kill %s of seed %s", kill, SEED).isBetween(atLeast, atLeast + 1);   // and closed cleanly
            }
        }
        assertThat(acknowledged).isGreaterThan(KILLS);
    }

    /** H2 commits each step of a migration by itself. */
    @Test
    @Timeout(value = 4, unit = TimeUnit.HOURS)
    void theMakingOfTheTablesThatWasKilledIsDoneAgain() throws Exception {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        for (var kill = 1; kill <= KILLS / 3; kill++) {
            var child = start(StoreSettings.h2(folder.resolve("new-" + kill), "killed"), Integer.MAX_VALUE);
            try (var said = child.inputReader()) {
                listen(said, "up", Integer.MAX_VALUE);
                var enough = random.nextInt(ALL_TABLES);
                while (child.isAlive() && folder.resolve("new-" + kill + ".mv.db").toFile().length() < enough) {
                    LockSupport.parkNanos(100_000);   // the core is for the child
                }
            } finally {
                child.destroyForcibly().waitFor();
            }
            Store.open(StoreSettings.h2(folder.resolve("new-" + kill), "parent")).close();
        }
    }

    @Test
    void theOneThatComesSecondIsToldWhoWasFirst() throws Exception {
        var child = start(StoreSettings.h2(folder.resolve("comporta"), "first"), Integer.MAX_VALUE);
        try {
            var said = child.inputReader();
            while (!"1".equals(said.readLine())) {
                assertThat(child.isAlive()).isTrue();
            }
            assertThatThrownBy(() -> Store.open(StoreSettings.h2(folder.resolve("comporta"), "second")))
                    .hasMessageContaining("is in use by process " + child.pid() + ":");
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    /** Most are killed while committing, some while opening, some while closing. */
    private void killAtARandomMoment(RandomGenerator random, StoreSettings settings) throws IOException, InterruptedException {
        var when = random.nextInt(10);
        var child = start(settings, when == 0 ? 1 + random.nextInt(60) : Integer.MAX_VALUE);
        try (var said = child.inputReader()) {
            var commits = when < 2 ? Integer.MAX_VALUE : 1 + random.nextInt(150);
            listen(said, when == 0 ? "closing" : when == 1 ? "up" : "closed", commits);
            pause(random.nextInt(when == 1 ? 400_000_000 : when == 0 ? 60_000_000 : 3_000_000));
            child.toHandle().destroyForcibly();   // leaves its pipe to us
            child.waitFor();
            listen(said, "closed", Integer.MAX_VALUE);
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    /** Hears acknowledgements up to a word, or so many of them, or the end. */
    private void listen(BufferedReader said, String word, int commits) throws IOException {
        var heard = 0;
        for (var line = said.readLine(); line != null && !line.equals(word); line = heard < commits ? said.readLine() : null) {
            assertThat(line).doesNotStartWith("torn");
            if (Character.isDigit(line.charAt(0))) {
                atLeast = Math.max(atLeast, Integer.parseInt(line));   // the last may be cut short
                acknowledged++;
                heard++;
            } else if (line.startsWith("open ")) {
                assertThat(Integer.parseInt(line.substring(5))).isGreaterThanOrEqualTo(atLeast);
            }
        }
    }

    private static void pause(int nanos) {
        var until = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private Process start(StoreSettings settings, int stopAfter) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                        "-cp", System.getProperty("java.class.path"), KilledWriter.class.getName(), settings.toString(),
                        String.valueOf(stopAfter))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static int stepFound(FreshDatabase database) {
        try (var store = database.open()) {
            return store.live().isEmpty() ? 0 : KilledWriter.step(store.load(store.live().getFirst().id()));
        }
    }
}
