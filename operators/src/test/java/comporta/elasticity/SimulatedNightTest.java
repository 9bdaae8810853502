package comporta.elasticity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs that share a pool which is too small for all their largest shares. */
class SimulatedNightTest {
    private static final int NIGHTS = Integer.getInteger("comporta.elasticity.nights", 8);

    @ParameterizedTest(name = "seed {0}: at most half of the misses, at no more CPU-seconds")
    @ValueSource(longs = {7, 20261120})
    void theAllocatorMissesAtMostHalfAsManyDeadlines(long seed) {
        var classic = SimulatedNight.run(new ClassicLaw(ClassicConstants.PROGRAMS), false, NIGHTS, seed, 0.6);
        var model = SimulatedNight.run(new ModelLaw(ModelLaw.HIT), true, NIGHTS, seed, 0.6);
        assertThat(classic.misses()).isPositive();
        assertThat(model.misses()).isLessThanOrEqualTo(classic.misses() / 2);
        assertThat(model.cpu()).isLessThanOrEqualTo(classic.cpu());
        assertThat(model.isOutside()).isFalse();
    }

    @ParameterizedTest(name = "who wants {0} of a pool of {1}, of which others hold {2} and more urgent ones lack {3}, is granted {4}")
    @CsvSource(textBlock = """
            1.0, 2.0,  0,   0,   1.0
            1.0, 0.6,  0,   0,   0.6
            1.0, 2.0,  1.4, 0,   0.6
            1.0, 1.0,  0,   0.7, 0.3
            1.0, 2.0,  1.0, 0.7, 0.3
            1.0, 1.0,  0,   2.0, 0.1
            1.0, 0.05, 0,   0,   0
            1.0, 1.0,  0.95, 0,  0
            """)
    void theMoreUrgentComeFirst(double wanted, double pool, double held, double lacked, double granted) {
        var urgent = new Allocator.Demand(held, held + lacked, 0.1, 5);
        var hasTime = new Allocator.Demand(0, 10, 0.1, 500);
        assertThat(Allocator.grant(new Allocator.Demand(0, wanted, 0.1, 50), List.of(urgent, hasTime), pool)).isCloseTo(granted, within(1e-9));
    }

    @Test
    void theSameSeedHasTheSameNight() {
        var law = new ModelLaw(ModelLaw.HIT);
        assertThat(SimulatedNight.run(law, true, 1, 3, 0.6)).isEqualTo(SimulatedNight.run(law, true, 1, 3, 0.6));
    }
}
