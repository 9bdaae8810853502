package comporta.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import comporta.store.FreshMemory;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each tick of each DAG becomes exactly one of run, missed and skipped, whatever befalls the scheduler. */
@Order(-130)
final class EachTickOnceTest {
    private static final int WORLDS = Math.max(1, Integer.getInteger("comporta.worlds", 300) / 10);
    private static final int OF_A_DATABASE = 50;
    private static final int FAULTY_WORLDS = 100;

    @Test
    @Timeout(900)
    void whateverHappens() {
        int crashes = lived(WORLDS, TickWorld.Fault.NONE);
        assertThat(crashes).as("crashes").isGreaterThan(WORLDS);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            STANDING_WITHOUT_ITS_TICKS | ticks of
            RUN_WITHOUT_ITS_TICK       | ticks of
            TICK_WITHOUT_ITS_RUN       | of dag
            SUCCESS_NOT_HEARD_OF       | ticks of
            INTERVAL_WITHOUT_ITS_RUN   | runs of backfills
            """)
    void aFaultIsFound(TickWorld.Fault fault, String words) {
        var found = catchThrowableOfType(AssertionError.class, () -> lived(FAULTY_WORLDS, fault));
        assertThat(found).as("%s in %s worlds", fault, FAULTY_WORLDS).isNotNull();
        assertThat(String.valueOf(found.getCause())).contains(words);
    }

    /** Some worlds share a database, whose tables take longer than a world. Gives the number of crashes. */
    private static int lived(int worlds, TickWorld.Fault fault) {
        int crashes = 0;
        for (long seed = 1; seed <= worlds; ) {
            try (var memory = new FreshMemory()) {
                for (int n = 0; n < OF_A_DATABASE && seed <= worlds; n++, seed++) {
                    crashes += live(seed, memory, fault);
                }
            }
        }
        return crashes;
    }

    private static int live(long seed, FreshMemory memory, TickWorld.Fault fault) {
        try {
            var world = new TickWorld(seed, memory, fault);
            world.live();
            return world.crashes();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("seed " + seed, e);
        }
    }
}
