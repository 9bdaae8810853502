package comporta.timetable;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The audit finds nothing, and would find something. */
class ZoneAuditTest {
    private static final Rival ASLEEP = (_, _, _, _) -> List.of();

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            # zone              | from | to   | what is odd about it
            America/New_York    | 2025 | 2027 | an hour at two
            America/Sao_Paulo   | 2017 | 2019 | an hour at midnight
            Australia/Lord_Howe | 2025 | 2027 | half an hour
            Antarctica/Troll    | 2026 | 2026 | two hours
            America/St_Johns    | 2006 | 2007 | a minute past midnight, back into the day before
            Pacific/Apia        | 2010 | 2012 | a date that never was
            Africa/Monrovia     | 1970 | 1975 | an offset with seconds
            Africa/El_Aaiun     | 2026 | 2027 | odd days
            """)
    void nothingIsLostAndNothingDoubled(String zone, int from, int to) {
        var findings = ZoneAudit.of(ZoneId.of(zone), from, to, ASLEEP);

        assertThat(findings.examples()).isEmpty();
        assertThat(findings.lost() + findings.doubled()).isZero();
        assertThat(findings.checked()).isGreaterThan(5_000);
    }

    @Test
    void whatTheRivalLosesIsCounted() {
        var zone = ZoneId.of("America/New_York");
        var asleep = ZoneAudit.of(zone, 2026, 2026, ASLEEP);
        // In two nights: sixty minutes that one of the three days lacks or has twice, and each minute of the hour on three days.
        assertThat(asleep.rivalLost()).isBetween(2L * 60 * 3 + 60 * (71 + 73), 2L * 60 * 3 + 60 * (71 + 73) + 300);
        assertThat(asleep.rivalDoubled()).isZero();

        Rival eager = (_, _, from, until) -> Stream.iterate(from, at -> !at.isAfter(until), at -> at.plusSeconds(600)).toList();
        assertThat(ZoneAudit.of(zone, 2026, 2026, eager).rivalDoubled()).isPositive();
    }

    @Test
    void aDateThatAZoneSkipsWholeHasNoTick() {
        var midnight = Schedules.cron("0 0 * * *").in("Pacific/Apia").timetable();

        assertThat(midnight.between(Instant.parse("2011-12-29T00:00:00Z"), Instant.parse("2012-01-01T00:00:00Z")))
                .extracting(Tick::at)
                .containsExactly(Instant.parse("2011-12-29T10:00:00Z"), Instant.parse("2011-12-30T10:00:00Z"), Instant.parse("2011-12-31T10:00:00Z"));
        assertThat(midnight.between(Instant.parse("2011-12-29T10:00:00Z"), Instant.parse("2011-12-30T10:00:00Z")))
                .extracting(tick -> tick.note().text())
                .as("the 31st follows the 29th, and is no substitute")
                .containsExactly("");
    }

    @Test
    void aZoneWithoutTransitionsHasNothingToCheck() {
        assertThat(ZoneAudit.of(ZoneId.of("UTC"), 1970, 2037, ASLEEP)).isEqualTo(ZoneAudit.Findings.NONE);
    }
}
