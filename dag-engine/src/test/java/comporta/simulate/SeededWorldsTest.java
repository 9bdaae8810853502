package comporta.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.store.Databases;
import comporta.store.FreshMemory;
import comporta.store.Store;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Worlds that seeds make up: whatever the DAG, the world outdoors and the people do, the engine keeps what {@link Watch} asks of it. A failure
 * tells its seed and its story, and is lived again by {@code -Dcomporta.seed=S}; there are as many worlds as {@code -Dcomporta.worlds=N} says.
 */
@Order(-600)
class SeededWorldsTest {
    private static final Long ONLY = Long.getLong("comporta.seed");
    private static final long WORLDS = Long.getLong("comporta.worlds", 10_000);

    private static final long ON_POSTGRESQL = Long.getLong("comporta.worlds.postgresql", 100);

    @Test
    @Timeout(1_000_000)
    void everyWorldKeepsTheInvariantsAndComesToAnEnd() throws Exception {
        var next = new AtomicLong(ONLY == null ? 1 : ONLY);
        long end = ONLY == null ? WORLDS : ONLY;
        try (var threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            List<Future<?>> parts = threads.invokeAll(Collections.nCopies(Runtime.getRuntime().availableProcessors(), () -> {
                MemoryGround.live(next, end, null);
                return null;
            })).stream().<Future<?>>map(part -> part).toList();
            for (var part : parts) {
                part.get();
            }
        }
    }

    @Test
    @Timeout(1_000_000)
    void someWorldsLieInPostgresql(@TempDir Path folder) {
        try (var database = Databases.POSTGRESQL.withTables(folder)) {
            var ground = new SeededWorld.Ground() {
                @Override
                public Store open() {
                    return database.open();
                }

                @Override
                public void meddle(String sql) {
                    database.meddle(sql);
                }
            };
            for (long seed = 1_000_001; seed <= 1_000_000 + ON_POSTGRESQL; seed++) {
                SeededWorld.live(seed, ground, null);
            }
        }
    }

    @Test
    void theSameSeedTellsTheSameStory() {
        for (long seed = 1; seed <= 6; seed++) {
            assertThat(story(seed)).as("seed %s", seed).isEqualTo(story(seed)).hasSizeGreaterThan(5);
        }
    }

    private static List<String> story(long seed) {
        try (var memory = new FreshMemory()) {
            return SeededWorld.lived(seed, new MemoryGround(memory), null);
        }
    }
}
