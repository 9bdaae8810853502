package comporta.elasticity;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.elasticity.LaunchNights.Way;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Drivers and their machines, sized before each launch or once for all. */
class LaunchNightsTest {
    private static final int NIGHTS = Integer.getInteger("comporta.elasticity.launches", 20);

    @ParameterizedTest(name = "seed {0}: at least 95 % kept, a quarter fewer misses than with a careful author's, at no more core-seconds")
    @ValueSource(longs = {7, 20261120})
    void whatIsDecidedBeforeEachLaunchMissesFewerDeadlines(long seed) {
        var written = LaunchNights.run(Way.WRITTEN, 40, NIGHTS, seed);
        var decided = LaunchNights.run(Way.DECIDED, 40, NIGHTS, seed);
        assertThat(written.misses()).isPositive();
        assertThat(decided.misses()).isLessThanOrEqualTo((int) (0.75 * written.misses())).isLessThanOrEqualTo(decided.runs() / 20);
        assertThat(decided.cpu()).isLessThanOrEqualTo(written.cpu());
        assertThat(decided.cpu()).as("over that of all machines").isLessThan(0.85 * LaunchNights.run(Way.ALL, 40, NIGHTS, seed).cpu());
        assertThat(decided.isOutside()).isFalse();
        assertThat(LaunchNights.run(Way.DECIDED, 40, NIGHTS, seed)).isEqualTo(decided);
    }
}
