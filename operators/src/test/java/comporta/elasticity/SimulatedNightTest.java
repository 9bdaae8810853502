package comporta.elasticity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import comporta.elasticity.SimulatedNight.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs that share a pool which is too small for all their largest shares. */
class SimulatedNightTest {
    private static final int NIGHTS = Integer.getInteger("comporta.elasticity.nights", 8);

    @ParameterizedTest(name = "{0} nights of seed {1}: at most half of the misses, at no more CPU-seconds")
    @CsvSource(textBlock = """
            ITERATIVE, 7,        1
            ITERATIVE, 20261120, 1
            MIXED,     7,        5
            MIXED,     20261120, 5
            """)
    void theAllocatorMissesAtMostHalfAsManyDeadlines(Kind kind, long seed, int times) {
        var classic = SimulatedNight.run(kind, new ClassicLaw(ClassicConstants.PROGRAMS), false, times * NIGHTS, seed, 0.6);
        var model = SimulatedNight.run(kind, new ModelLaw(ModelLaw.HIT), true, times * NIGHTS, seed, 0.6);
        assertThat(classic.misses()).isPositive();
        assertThat(model.misses()).isLessThanOrEqualTo(classic.misses() / 2);
        assertThat(model.cpu()).isLessThanOrEqualTo(classic.cpu());
        assertThat(model.isOutside()).isFalse();
    }

    @ParameterizedTest(name = "{5} that wants {0} of a pool of {1}, of which others hold {2} and more urgent ones lack {3}, asks for {4}")
    @CsvSource(textBlock = """
            1.0, 2.0,  0,    0,   1.0, an iteration
            1.0, 0.6,  0,    0,   0.6, an iteration
            1.0, 2.0,  1.4,  0,   0.6, an iteration
            1.0, 1.0,  0,    0.7, 0.3, an iteration
            1.0, 2.0,  1.0,  0.7, 0.3, an iteration
            1.0, 1.0,  0,    2.0, 0.2, an iteration
            1.0, 0.05, 0,    0,   0.2, an iteration
            1.0, 2.0,  1.4,  0,   0.6, a driver
            1.0, 1.0,  0.95, 0,   0.2, a driver
            """)
    void theMoreUrgentComeFirst(double wanted, double pool, double held, double lacked, double asked, String who) {
        var urgent = new Allocator.Demand(held, held + lacked, 0.1, 0.1, 5, false);
        var hasTime = new Allocator.Demand(0, 10, 0.1, 0.1, 500, false);
        assertThat(Allocator.grant(new Allocator.Demand(0, wanted, 0.2, 0.1, 50, who.equals("a driver")), List.of(urgent, hasTime), pool))
                .isCloseTo(asked, within(1e-9));
    }

    /** A driver that must start now asks for what those that have time will give back with their next iteration; another driver gives nothing back. */
    @Test
    void whatIsGivenBackSoonIsAsGoodAsFree() {
        var mine = new Allocator.Demand(0, 3, 0.5, 0.5, 50, true);
        assertThat(Allocator.grant(mine, List.of(new Allocator.Demand(2, 2, 0.1, 0.1, 500, false)), 4)).isEqualTo(3);
        assertThat(Allocator.grant(mine, List.of(new Allocator.Demand(2, 2, 0.1, 0.1, 500, true)), 4)).isEqualTo(2);
    }

    @Test
    void theSameSeedHasTheSameNight() {
        var law = new ModelLaw(ModelLaw.HIT);
        assertThat(SimulatedNight.run(Kind.MIXED, law, true, 1, 3, 0.6)).isEqualTo(SimulatedNight.run(Kind.MIXED, law, true, 1, 3, 0.6));
    }
}
