package comporta.dag;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadlineTest {
    @ParameterizedTest(name = "{1} {0} after {2}")
    @CsvSource(delimiter = '|', textBlock = """
            06:00    | America/Sao_Paulo | 2026-11-21T04:00:00Z | 2026-11-21T09:00:00Z
            06:00    | UTC               | 2026-11-21T04:00:00Z | 2026-11-21T06:00:00Z
            06:00    | UTC               | 2026-11-21T06:00:00Z | 2026-11-22T06:00:00Z
            06:00    | UTC               | 2026-11-21T07:00:00Z | 2026-11-22T06:00:00Z
            06:00+1d | UTC               | 2026-11-21T04:00:00Z | 2026-11-22T06:00:00Z
            06:00+1d | UTC               | 2026-11-21T07:00:00Z | 2026-11-23T06:00:00Z
            02:30    | America/New_York  | 2026-03-08T05:00:00Z | 2026-03-08T07:00:00Z
            02:30    | America/New_York  | 2026-03-08T07:00:00Z | 2026-03-09T06:30:00Z
            01:30    | America/New_York  | 2026-11-01T04:00:00Z | 2026-11-01T05:30:00Z
            01:30    | America/New_York  | 2026-11-01T05:30:00Z | 2026-11-01T06:30:00Z
            01:30    | America/New_York  | 2026-11-01T06:30:00Z | 2026-11-02T06:30:00Z
            06:00+1d | America/New_York  | 2026-10-31T05:00:00Z | 2026-11-01T11:00:00Z
            00:00    | America/Sao_Paulo | 2018-11-04T01:00:00Z | 2018-11-04T03:00:00Z
            """)
    void theFirstSuchWallTimeAfterTheReference(String by, String zone, Instant reference, Instant due) {
        assertThat(deadline(WallTime.parse(by), null, null).dueAfter(reference, ZoneId.of(zone))).isEqualTo(due);
    }

    @Test
    void itsOwnZoneCounts() {
        assertThat(deadline(WallTime.parse("06:00"), null, ZoneId.of("Asia/Tokyo")).dueAfter(Instant.parse("2026-11-21T04:00:00Z"), ZoneId.of("UTC")))
                .isEqualTo("2026-11-21T21:00:00Z");
    }

    @Test
    void withinIsElapsedTime() {
        assertThat(deadline(null, Duration.ofHours(4), null).dueAfter(Instant.parse("2026-03-08T05:00:00Z"), ZoneId.of("America/New_York")))
                .isEqualTo("2026-03-08T09:00:00Z");
    }

    private static Deadline deadline(@Nullable WallTime by, @Nullable Duration within, @Nullable ZoneId zone) {
        return new Deadline(by, within, Deadline.From.TICK, Deadline.OnMiss.ALERT, 0.4, zone);
    }
}
