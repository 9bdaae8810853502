package comporta.loop;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.store.FreshMemory;
import org.junit.jupiter.api.Test;

/** Each tick of each DAG becomes exactly one of run, missed and skipped, whatever befalls the scheduler. */
final class EachTickOnceTest {
    private static final int WORLDS = Math.max(1, Integer.getInteger("comporta.worlds", 300) / 10);
    private static final int OF_A_DATABASE = 50;

    @Test
    void whateverHappens() {
        int crashes = 0;
        for (long seed = 1; seed <= WORLDS; ) {
            try (var memory = new FreshMemory()) {
                for (int n = 0; n < OF_A_DATABASE && seed <= WORLDS; n++, seed++) {
                    crashes += live(seed, memory);
                }
            }
        }
        assertThat(crashes).as("crashes").isGreaterThan(WORLDS);
    }

    private static int live(long seed, FreshMemory memory) {
        try {
            var world = new TickWorld(seed, memory);
            world.live();
            return world.crashes();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("seed " + seed, e);
        }
    }
}
