package comporta.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which running instances of a forecast are flagged as straggling: the likely late ones, and nobody for whom only a second start is worth it. */
class RunForecastTest {
    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
    private static final RunForecast FORECAST = new RunForecast(
            NOON, NOON, NOON, 1, 9, 0, 400, List.of(), List.of(),
            List.of(
                    new RunForecast.Straggler(0, -1, 0.8, 0.7, true), new RunForecast.Straggler(1, -1, 0.29, 0.2, true),
                    new RunForecast.Straggler(2, 3, 0.3, 0, false)),
            List.of());

    @ParameterizedTest(name = "{3}")
    @CsvSource(delimiter = '|', textBlock = """
            0 | -1 | 0.8 | likely late
            1 | -1 |     | late with less than 30 %: a second start is worth its CPU, and nobody is alarmed
            2 |  3 | 0.3 | an instance of an expanded task, at the bound itself
            2 |  4 |     | another instance of it
            2 | -1 |     | the expanded task as a whole
            7 | -1 |     | a task that nothing was said of
            """)
    void aStragglerIsFlaggedFromThirtyPercentOn(int task, int mapIndex, @Nullable Double late, String why) {
        assertThat(FORECAST.straggler(task, mapIndex).map(RunForecast.Straggler::late)).as(why).isEqualTo(Optional.ofNullable(late));
    }
}
