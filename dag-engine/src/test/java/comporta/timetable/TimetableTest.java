package comporta.timetable;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.Schedule.Fold;
import comporta.dag.Schedule.Gap;
import comporta.dag.Schedule.Partition.Unit;
import comporta.dag.Schedule.Shift;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TimetableTest {
    private static final Instant NOVEMBER = Instant.parse("2026-11-01T00:00:00Z");

    @ParameterizedTest(name = "{0}, both days: {1}")
    @CsvSource(delimiterString = "->", textBlock = """
            0 1 * * *             -> false -> 11-01T01:00 11-02T01:00 11-03T01:00
            @hourly               -> false -> 11-01T01:00 11-01T02:00 11-01T03:00
            @quarterly            -> false -> 2027-01-01T00:00 2027-04-01T00:00 2027-07-01T00:00
            0 3 L * *             -> false -> 11-30T03:00 12-31T03:00 2027-01-31T03:00
            0 3 * * 5#2           -> false -> 11-13T03:00 12-11T03:00 2027-01-08T03:00
            0 3 * * 5L            -> false -> 11-27T03:00 12-25T03:00 2027-01-29T03:00
            0 3 13 * fri          -> false -> 11-06T03:00 11-13T03:00 11-20T03:00
            0 3 13 * fri          -> true  -> 11-13T03:00 2027-08-13T03:00 2028-10-13T03:00
            0 1 * * 1|0 3 * * 1,2 -> false -> 11-02T01:00 11-02T03:00 11-03T03:00
            0 1 * * *|0 1 1 * *   -> false -> 11-01T01:00 11-02T01:00 11-03T01:00
            0 0 29 2 *            -> false -> 2028-02-29T00:00 2032-02-29T00:00 2036-02-29T00:00
            0 0 31 2 *            -> false -> ''
            """)
    void cronIsDue(String lines, boolean both, String ticks) {
        var schedule = both ? Schedules.cronWithBothDays(lines) : Schedules.cron(lines);
        assertThat(inWords(schedule.timetable(), NOVEMBER, 3)).isEqualTo(ticks);
    }

    @ParameterizedTest(name = "every {0} from {1}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # period | anchor                | start      | zone              | ticks
            6h       | 2026-11-01T02:00      | -          | UTC               | 11-01T02:00 11-01T08:00 11-01T14:00
            6h       | 2027-05-05T02:00      | -          | UTC               | 11-01T02:00 11-01T08:00 11-01T14:00
            90m      | -                     | -          | UTC               | 11-01T01:30 11-01T03:00 11-01T04:30
            1d       | -                     | 2026-11-05 | UTC               | 11-05T00:00 11-06T00:00 11-07T00:00
            12h      | 2026-10-31T00:00      | -          | America/New_York  | 11-01T00:00-04:00 11-01T11:00-05:00 11-01T23:00-05:00
            1m       | -                     | -          | UTC               | 11-01T00:01 11-01T00:02 11-01T00:03
            400d     | 2026-01-01            | -          | UTC               | 2027-02-05T00:00 2028-03-11T00:00 2029-04-15T00:00
            """)
    void everyCountsElapsedTime(String period, @Nullable String anchor, @Nullable String start, String zone, String ticks) {
        var schedule = Schedules.every(period, anchor).in(zone);
        var found = (start == null ? schedule : schedule.from(start)).timetable();
        assertThat(zone.equals("UTC") ? inWords(found, NOVEMBER, 3) : withOffset(found, NOVEMBER, 3)).isEqualTo(ticks);
    }

    @Test
    void datesAreTakenAsWritten() {
        var timetable = Schedules.dates("2027-01-02", "2026-12-31T22:00", "2026-12-31T22:00-03:00", "2026-10-01").timetable();
        assertThat(inWords(timetable, NOVEMBER, 9)).isEqualTo("12-31T22:00 2027-01-01T01:00 2027-01-02T00:00");
    }

    @Test
    void startIsWithinAndEndIsNot() {
        var timetable = Schedules.cron("0 1 * * *").from("2026-11-03T01:00").until("2026-11-05T01:00").timetable();
        assertThat(inWords(timetable, NOVEMBER, 9)).isEqualTo("11-03T01:00 11-04T01:00");
    }

    @Test
    void onceIsItsStart() {
        assertThat(inWords(Schedules.once().from("2026-11-03").timetable(), NOVEMBER, 9)).isEqualTo("11-03T00:00");
        assertThat(inWords(Schedules.once().timetable(), NOVEMBER, 9)).isEmpty();
    }

    @ParameterizedTest(name = "{0} in {1}, gap {3}, fold {4}")
    @CsvSource(delimiter = '|', textBlock = """
            # line         | zone              | after                | gap         | fold   | ticks
            30 2 * * *     | America/New_York  | 2026-03-07T12:00:00Z | FIRST_VALID | FIRST  | 03-08T03:00-04:00 gap, 03-09T02:30-04:00
            30 2 * * *     | America/New_York  | 2026-03-07T12:00:00Z | SHIFT       | FIRST  | 03-08T03:30-04:00 gap, 03-09T02:30-04:00
            30 2 * * *     | America/New_York  | 2026-03-07T12:00:00Z | SKIP        | FIRST  | 03-08T03:00-04:00 skipped: 02:30 of 2026-03-08 does not exist in America/New_York, 03-09T02:30-04:00
            0 0 * * *      | America/Sao_Paulo | 2018-11-03T12:00:00Z | FIRST_VALID | FIRST  | 11-04T01:00-02:00 gap, 11-05T00:00-02:00
            30 1 * * *     | America/New_York  | 2026-10-31T12:00:00Z | FIRST_VALID | FIRST  | 11-01T01:30-04:00 fold, 11-02T01:30-05:00
            30 1 * * *     | America/New_York  | 2026-10-31T12:00:00Z | FIRST_VALID | SECOND | 11-01T01:30-05:00 fold, 11-02T01:30-05:00
            0 * * * *      | America/New_York  | 2026-11-01T04:30:00Z | FIRST_VALID | FIRST  | 11-01T01:00-04:00 fold, 11-01T01:00-05:00 fold
            0 * * * *      | America/New_York  | 2026-03-08T06:30:00Z | FIRST_VALID | FIRST  | 03-08T03:00-04:00, 03-08T04:00-04:00
            30 * * * *     | America/New_York  | 2026-03-08T06:00:00Z | FIRST_VALID | FIRST  | 03-08T01:30-05:00, 03-08T03:30-04:00
            0 */2 * * *    | America/New_York  | 2026-03-08T06:30:00Z | FIRST_VALID | FIRST  | 03-08T03:00-04:00 gap, 03-08T04:00-04:00
            15 * * * *     | Australia/Lord_Howe | 2026-10-03T14:50:00Z | FIRST_VALID | FIRST | 10-04T02:30+11:00 gap, 10-04T03:15+11:00
            """)
    void transitionsOfAZone(String line, String zone, Instant after, Gap gap, Fold fold, String ticks) {
        assertThat(withNotes(Schedules.cron(line).in(zone).gap(gap).fold(fold).timetable(), after, 2)).isEqualTo(ticks);
    }

    @ParameterizedTest(name = "{0}, open: {1}, nth {2}, {3}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # line        | open  | nth | shift    | after      | ticks of Friday 2026-12-25, a holiday, and Saturday 26, which is open
            0 7 * * *     | true  | -   | SKIP     | 2026-12-24 | 12-24T07:00, 12-25T07:00 skipped: Fri 2026-12-25 is closed in calendar bank, 12-26T07:00
            0 7 * * *     | false | -   | SKIP     | 2026-12-24 | 12-24T07:00 skipped: Thu 2026-12-24 is open in calendar bank, 12-25T07:00, 12-26T07:00 skipped: Sat 2026-12-26 is open in calendar bank
            0 7 25 * *    | true  | -   | NEXT     | 2026-11-26 | 12-26T07:00 shifted, 2027-01-25T07:00, 2027-02-25T07:00
            0 7 25 * *    | true  | -   | PREVIOUS | 2026-11-26 | 12-24T07:00 shifted, 2027-01-25T07:00, 2027-02-25T07:00
            0 7 * * sun   | true  | -   | PREVIOUS | 2026-12-21 | 12-26T07:00 shifted, 2027-01-01T07:00 shifted, 2027-01-08T07:00 shifted
            0 7 * * *     | true  | 5   | SKIP     | 2026-11-01 | 11-06T07:00, 12-07T07:00, 2027-01-07T07:00
            0 7 * * *     | true  | -1  | SKIP     | 2026-11-01 | 11-30T07:00, 12-31T07:00, 2027-01-29T07:00
            0 7 1 * *     | true  | 5   | NEXT     | 2026-11-02 | 11-06T07:00 shifted, 12-07T07:00 shifted, 2027-01-07T07:00 shifted
            """)
    void calendars(String line, boolean open, @Nullable Integer nth, Shift shift, String after, String ticks) {
        var timetable = Schedules.cron(line).calendar(open, nth, shift).timetable();
        assertThat(withNotes(timetable, Instant.parse(after + "T00:00:00Z"), 3).replace("Z", "")).isEqualTo(ticks);
    }

    @Test
    void theRunAfterASkippedTickTakesItsData() {
        var ticks = Schedules.cron("0 7 * * *").calendar(true, null, Shift.SKIP).timetable().after(Instant.parse("2026-12-25T12:00:00Z")).limit(4).toList();
        assertThat(ticks).extracting(tick -> tick.intervalStart() + " " + tick.intervalEnd()).containsExactly(
                "2026-12-24T07:00:00Z 2026-12-26T07:00:00Z", "2026-12-26T07:00:00Z 2026-12-27T07:00:00Z", "2026-12-26T07:00:00Z 2026-12-28T07:00:00Z",
                "2026-12-28T07:00:00Z 2026-12-29T07:00:00Z");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # unit    | offset | format     | tick                 | key           | start                | end
            HOUR      | -1     | -          | 2026-11-20T04:00:00Z | 2026-11-20T00 | 2026-11-20T03:00:00Z | 2026-11-20T04:00:00Z
            DAY       | -1     | -          | 2026-11-20T04:00:00Z | 2026-11-19    | 2026-11-19T03:00:00Z | 2026-11-20T03:00:00Z
            DAY       | 0      | yyyyMMdd   | 2026-11-20T04:00:00Z | 20261120      | 2026-11-20T03:00:00Z | 2026-11-21T03:00:00Z
            WEEK      | -1     | -          | 2026-11-20T04:00:00Z | 2026-W46      | 2026-11-09T03:00:00Z | 2026-11-16T03:00:00Z
            MONTH     | -1     | -          | 2026-11-20T04:00:00Z | 2026-10       | 2026-10-01T03:00:00Z | 2026-11-01T03:00:00Z
            OPEN_DAY  | -1     | -          | 2026-12-28T04:00:00Z | 2026-12-26    | 2026-12-26T03:00:00Z | 2026-12-27T03:00:00Z
            OPEN_DAY  | -2     | -          | 2026-12-28T04:00:00Z | 2026-12-24    | 2026-12-24T03:00:00Z | 2026-12-25T03:00:00Z
            OPEN_DAY  | -1     | -          | 2026-12-27T04:00:00Z | 2026-12-26    | 2026-12-26T03:00:00Z | 2026-12-27T03:00:00Z
            OPEN_DAY  | 0      | -          | 2026-12-27T04:00:00Z | 2026-12-28    | 2026-12-28T03:00:00Z | 2026-12-29T03:00:00Z
            """)
    void partitions(Unit unit, int offset, @Nullable String format, Instant tick, String key, Instant start, Instant end) {
        var timetable = Schedules.cron("0 * * * *").in("America/Sao_Paulo").partition(unit, offset, format).timetable();
        var found = timetable.next(tick.minusSeconds(1)).orElseThrow();

        assertThat(found.piece()).isEqualTo(new Piece(key, start, end));
        assertThat(found.intervalStart()).isEqualTo(start);
        assertThat(found.intervalEnd()).isEqualTo(end);
    }

    @Test
    void everyHourOfAnAutumnNightIsAPieceOfItsOwn() {
        var night = Schedules.cron("0 * * * *").in("America/New_York").partition(Unit.HOUR, -1, null).timetable()
                .after(Instant.parse("2026-11-01T03:30:00Z")).limit(5).toList();
        for (int n = 1; n < night.size(); n++) {
            assertThat(night.get(n).intervalStart()).isEqualTo(night.get(n - 1).intervalEnd());
        }
    }

    @Test
    void jitterIsTheSameForTheSameTickAndSpreadOverMany() {
        var timetable = Schedules.cron("* * * * *").jitter(Duration.ofMinutes(5)).timetable();
        var delays = timetable.after(NOVEMBER).limit(1000).map(tick -> Duration.between(tick.at(), tick.startsAt())).toList();

        assertThat(delays).isEqualTo(timetable.after(NOVEMBER).limit(1000).map(tick -> Duration.between(tick.at(), tick.startsAt())).toList());
        assertThat(delays).allMatch(delay -> !delay.isNegative() && delay.compareTo(Duration.ofMinutes(5)) < 0);
        assertThat(IntStream.range(0, 5).mapToObj(part -> delays.stream().filter(delay -> delay.toMinutes() == part).count()).toList())
                .allMatch(count -> count > 140 && count < 260);
        var other = Schedules.cron("* * * * *").jitter(Duration.ofMinutes(5)).timetable("other").next(NOVEMBER).orElseThrow();
        assertThat(Duration.between(other.at(), other.startsAt())).isNotEqualTo(delays.getFirst());
    }

    private static String inWords(Timetable timetable, Instant after, int most) {
        return timetable.after(after).limit(most).map(tick -> shown(LocalDateTime.ofInstant(tick.at(), ZoneId.of("UTC")).toString()))
                .collect(Collectors.joining(" "));
    }

    private static String withOffset(Timetable timetable, Instant after, int most) {
        return timetable.after(after).limit(most).map(tick -> shown(tick.at().atZone(timetable.zone()).toOffsetDateTime().toString()))
                .collect(Collectors.joining(" "));
    }

    private static String withNotes(Timetable timetable, Instant after, int most) {
        return timetable.after(after).limit(most)
                .map(tick -> (shown(tick.at().atZone(timetable.zone()).toOffsetDateTime().toString()) + " " + tick.note().text()).strip())
                .collect(Collectors.joining(", "));
    }

    /** Without the year where it is that of the table. */
    private static String shown(String at) {
        return List.of("2018-", "2026-").stream().anyMatch(at::startsWith) ? at.substring(5) : at;
    }
}
