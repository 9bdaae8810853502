package comporta.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.forecast.StragglerNights.Remedy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StragglingTest {
    private static final int NIGHTS = Integer.getInteger("comporta.straggler.nights", 100);

    /** A task of usually 100 s; one in twenty takes about three times as long. */
    @ParameterizedTest(name = "after {0} s with room for {1} s more: told {2}, started again {3}")
    @CsvSource(delimiter = '|', textBlock = """
            50  | 10   | false | false | it is as usual, and only the deadline is tight
            110 | 30   | false | false | one in four is so slow
            160 | 1000 | false | false | it straggles, and there is time
            160 | 120  | true  | true  | it straggles, and a second start would be in time
            160 | 40   | true  | false | too late for a second start
            160 | -5   | true  | false | it was too late before
            """)
    void theTimeThatIsLeftDecides(double elapsed, double room, boolean told, boolean again, String why) {
        var odds = Straggling.of(Math.log(100), 0.15, shape(), elapsed, room);
        assertThat(odds.isStraggling()).as(why).isEqualTo(told);
        assertThat(odds.isWorthACopy()).as(why).isEqualTo(again);
    }

    private static Shape shape() {
        var residuals = new double[1000];
        for (int i = 0; i < residuals.length; i++) {
            residuals[i] = i % 20 == 0 ? Math.log(2 + 2 * (i / 1000.0)) / 0.15 : Normal.quantile((i + 0.5) / residuals.length);
        }
        return Shape.of(residuals);
    }

    /** docs/deadlines.md has the table of more nights. */
    @Test
    void aSecondStartMissesFarFewerDeadlinesThanAFixedTimeout() {
        var outcomes = StragglerNights.run(
                List.of(new Remedy.None(), new Remedy.Timeout(2), new Remedy.Timeout(3), new Remedy.SecondStart()), NIGHTS, 7);
        var best = Math.min(outcomes.get(1).misses(), outcomes.get(2).misses());
        assertThat(best).isPositive();
        assertThat(outcomes.getLast().misses()).isLessThanOrEqualTo((int) (0.6 * best));
        assertThat(outcomes.getLast().seconds()).isLessThanOrEqualTo(1.02 * outcomes.getFirst().seconds());
    }
}
