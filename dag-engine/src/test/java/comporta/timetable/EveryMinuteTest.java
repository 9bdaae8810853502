package comporta.timetable;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.Cron;
import comporta.dag.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Around transitions of every kind, the timetable says what a look at the clock in each minute says. */
@Order(-50)
final class EveryMinuteTest {
    private static final List<Schedule.Gap> GAPS = List.of(Schedule.Gap.values());
    private static final List<Schedule.Fold> FOLDS = List.of(Schedule.Fold.values());
    private static final List<String> LINES = List.of(
            "0 0 * * *", "30 0 * * *", "0 1 * * *", "30 1 * * *", "59 1 * * *", "0 2 * * *", "30 2 * * *", "45 23 * * *", "1 0 * * *", "0 * * * *",
            "15 * * * *", "45 * * * *", "*/10 * * * *", "* * * * *", "*/30 1 * * *", "0 */2 * * *", "30 2,3 * * *", "0 12 * * *", "15 1-3 * * 0");

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            # zone               | from | until | what is odd about it
            America/New_York     | 2026 | 2027  | an hour at two
            Europe/Lisbon        | 2026 | 2027  | an hour at one
            America/Sao_Paulo    | 2017 | 2019  | an hour at midnight
            Australia/Lord_Howe  | 2026 | 2027  | half an hour
            Antarctica/Troll     | 2026 | 2027  | two hours
            America/St_Johns     | 2006 | 2007  | a minute past midnight, back into the day before
            Africa/Casablanca    | 2026 | 2027  | out of summer time for Ramadan
            America/Havana       | 2026 | 2027  | midnight, and back over it
            Asia/Beirut          | 2026 | 2027  | midnight
            Pacific/Apia         | 2011 | 2012  | a whole day
            Pacific/Kwajalein    | 1993 | 1994  | a whole day
            Asia/Pyongyang       | 2015 | 2019  | half an hour, for good
            America/Caracas      | 2007 | 2017  | half an hour, for good
            Asia/Gaza            | 2026 | 2027  | odd days
            """)
    void saysWhatTheClockSays(String name, int from, int until) {
        var zone = ZoneId.of(name);
        var random = new Random(7);
        int transitions = 0;
        for (var at = transition(zone, from); at != null && at.getDateTimeBefore().getYear() < until; at = zone.getRules().nextTransition(at.getInstant())) {
            var after = at.getInstant().minus(Duration.ofHours(30));
            var end = at.getInstant().plus(Duration.ofHours(40));
            for (var line : LINES) {
                agree(zone, line, GAPS.get(transitions % 3), FOLDS.get(transitions % 2), after, end);
            }
            for (int n = 0; n < 12; n++) {
                agree(zone, line(random), GAPS.get(random.nextInt(3)), FOLDS.get(random.nextInt(2)), after, end);
            }
            transitions++;
        }
        assertThat(transitions).as("transitions of %s", name).isPositive();
    }

    /** The clock is asked for a month without any transition, too. */
    @Test
    void agreesOverAQuietMonth() {
        var from = Instant.parse("2026-01-15T00:00:00Z");
        for (var line : List.of("0 3 L * *", "0 3 * * 5#2", "0 3 * * 5L", "0 0 13 * 5", "7 4 */3 * mon-fri")) {
            agree(ZoneId.of("Asia/Kathmandu"), line, Schedule.Gap.FIRST_VALID, Schedule.Fold.FIRST, from, from.plus(Duration.ofDays(31)));
        }
    }

    private static void agree(ZoneId zone, String line, Schedule.Gap gap, Schedule.Fold fold, Instant after, Instant until) {
        var fields = new Cron(line).fields();
        var expected = new MinuteWalk(zone, fields, gap, fold).due(after, until);
        var found = new TreeMap<Instant, String>();
        var timetable = Schedules.cron(line).in(zone).gap(gap).fold(fold).timetable();
        var ticks = timetable.between(after, until);
        ticks.forEach(tick -> found.put(tick.at(), tick.note().text().replaceFirst(":.*", "")));

        assertThat(found).as("%s of %s in (%s, %s], gap %s, fold %s", line, zone, after, until, gap, fold).isEqualTo(expected);
        assertThat(ticks).as("each instant once").hasSameSizeAs(found.keySet());
        var runs = ticks.stream().filter(tick -> !tick.isSkipped()).toList();
        for (int n = 1; n < runs.size(); n++) {
            assertThat(runs.get(n).intervalStart()).as("data between two ticks").isEqualTo(runs.get(n - 1).at());
        }
        if (!runs.isEmpty()) {
            var first = runs.getFirst();
            assertThat(timetable.next(after)).contains(first);
            assertThat(timetable.next(first.intervalStart()).orElseThrow().at()).as("what follows the tick before the first").isEqualTo(first.at());
        }
    }

    private static ZoneOffsetTransition transition(ZoneId zone, int year) {
        return zone.getRules().nextTransition(Instant.parse(year + "-01-01T00:00:00Z"));
    }

    private static String line(Random random) {
        var minute = random.nextBoolean() ? Integer.toString(random.nextInt(60)) : "*/" + (1 + random.nextInt(45));
        var hour = switch (random.nextInt(3)) {
            case 0 -> "*";
            case 1 -> Integer.toString(random.nextInt(24));
            default -> random.nextInt(3) + "-" + (3 + random.nextInt(4));
        };
        return minute + " " + hour + " * * *";
    }
}
