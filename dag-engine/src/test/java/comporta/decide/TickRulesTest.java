package comporta.decide;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.Calendar;
import comporta.dag.Schedule;
import comporta.dagfile.Checking;
import comporta.dagfile.DagFiles;
import comporta.timetable.Timetable;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TickRulesTest {
    private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("dd'T'HH:mm").withZone(ZoneOffset.UTC);

    /** A schedule with its ticks. */
    private record Planned(Schedule schedule, Timetable timetable) {
        static Planned of(String block) {
            var yaml = "dag: nightly\nschedule: {" + block + "}\ntasks:\n  a: {run: a}\n";
            var read = DagFiles.read("nightly.yaml", yaml.getBytes(StandardCharsets.UTF_8), Checking.LENIENT);
            var dag = Objects.requireNonNull(read.dag(), () -> read.problems().toString());
            var bank = new Calendar("bank", Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY), Set.of(), Set.of());
            return new Planned(dag.schedule(), Timetable.of(dag.id(), dag.schedule(), ZoneOffset.UTC, bank));
        }

        List<TickRules.Settled> settle(TickPosition position, Instant now, TickRules.Busy busy) {
            return TickRules.settle(schedule, timetable, position, now, false, busy, (_, _) -> false);
        }
    }

    private static Instant november(String at) {
        return LocalDateTime.parse("2026-11-" + at).toInstant(ZoneOffset.UTC);
    }

    private static TickPosition served(String until) {
        return new TickPosition(november(until), november(until), new TreeSet<>(), null);
    }

    private static String inWords(List<TickRules.Settled> settled) {
        return settled.stream().map(each -> SHORT.format(each.tick().at()) + " " + inWords(each.verdict())).collect(Collectors.joining(", "));
    }

    private static String inWords(TickRules.Verdict verdict) {
        return switch (verdict) {
            case TickRules.Verdict.Run(var replaces) -> replaces ? "replaces" : "run";
            case TickRules.Verdict.Missed(var reason) -> "missed: " + reason;
            case TickRules.Verdict.Skipped(var reason) -> "skipped: " + reason;
        };
    }

    @ParameterizedTest(name = "{0}, served until {1}, now {2}")
    @CsvSource(delimiter = '|', textBlock = """
            # a nightly at 01:00                       | served   | now      | becomes
            catchup: none                              | 10T01:00 | 11T00:59 | ''
            catchup: none                              | 10T01:00 | 11T01:00 | 11T01:00 run
            catchup: none                              | 10T01:00 | 11T01:59 | 11T01:00 run
            catchup: none                              | 10T01:00 | 11T02:00 | 11T01:00 missed: it was 1h late, and late_limit is 1h
            'catchup: none, late_limit: 4h'            | 10T01:00 | 11T04:59 | 11T01:00 run
            catchup: none                              | 10T01:00 | 13T01:30 | 11T01:00 missed: it was 2d30m late, and late_limit is 1h, 12T01:00 missed: it was 1d30m late, and late_limit is 1h, 13T01:00 run
            catchup: latest                            | 10T01:00 | 13T01:30 | 11T01:00 missed: it was 2d30m late, and a newer tick is caught up with (catchup: latest), 12T01:00 missed: it was 1d30m late, and a newer tick is caught up with (catchup: latest), 13T01:00 run
            catchup: latest                            | 10T01:00 | 12T20:00 | 11T01:00 missed: it was 1d19h late, and a newer tick is caught up with (catchup: latest), 12T01:00 run
            'catchup: latest, catchup_window: 5h'      | 10T01:00 | 11T20:00 | 11T01:00 missed: it was 19h late, and catchup_window is 5h
            'catchup: all, start: 2026-11-01'          | 10T01:00 | 13T20:00 | 11T01:00 run, 12T01:00 run, 13T01:00 run
            'catchup: all, catchup_window: 1d12h'      | 10T01:00 | 12T20:00 | 11T01:00 missed: it was 1d19h late, and catchup_window is 1d12h, 12T01:00 run
            'calendar: bank'                           | 13T01:00 | 14T01:00 | 14T01:00 skipped: Sat 2026-11-14 is closed in calendar bank
            'calendar: bank, catchup: latest'          | 12T01:00 | 15T20:00 | 13T01:00 run, 14T01:00 skipped: Sat 2026-11-14 is closed in calendar bank, 15T01:00 skipped: Sun 2026-11-15 is closed in calendar bank
            'start: 2026-11-12, catchup: all'          | 10T01:00 | 12T20:00 | 12T01:00 run
            'end: 2026-11-12, catchup: all'            | 10T01:00 | 14T01:00 | 11T01:00 run
            """)
    void ticksThatPassed(String more, String served, String now, String becomes) {
        var planned = Planned.of("cron: \"0 1 * * *\", " + more);
        assertThat(inWords(planned.settle(served(served), november(now), new TickRules.Busy(0, 0, 1)))).isEqualTo(becomes);
    }

    @ParameterizedTest(name = "{0}: {1} active, {2} wait, at most {3}")
    @CsvSource(delimiter = '|', textBlock = """
            # overlap           | active | wait | most | ticks of 11, 12 and 13 November, all at once
            queue               | 1      | 0    | 1    | 11T01:00 run, 12T01:00 run, 13T01:00 run
            queue_after_success | 1      | 0    | 1    | 11T01:00 run, 12T01:00 run, 13T01:00 run
            queue_latest        | 0      | 0    | 1    | 11T01:00 run, 12T01:00 skipped: a newer tick took its place (overlap: queue_latest), 13T01:00 replaces
            queue_latest        | 1      | 0    | 1    | 11T01:00 skipped: a newer tick took its place (overlap: queue_latest), 12T01:00 skipped: a newer tick took its place (overlap: queue_latest), 13T01:00 replaces
            skip                | 0      | 0    | 1    | 11T01:00 run, 12T01:00 skipped: max_active_runs is 1, and as many runs are active (overlap: skip), 13T01:00 skipped: max_active_runs is 1, and as many runs are active (overlap: skip)
            skip                | 1      | 0    | 3    | 11T01:00 run, 12T01:00 run, 13T01:00 skipped: max_active_runs is 3, and as many runs are active (overlap: skip)
            skip                | 0      | 1    | 1    | 11T01:00 skipped: max_active_runs is 1, and as many runs are active (overlap: skip), 12T01:00 skipped: max_active_runs is 1, and as many runs are active (overlap: skip), 13T01:00 skipped: max_active_runs is 1, and as many runs are active (overlap: skip)
            replace             | 0      | 0    | 1    | 11T01:00 skipped: a newer tick took its place (overlap: replace), 12T01:00 skipped: a newer tick took its place (overlap: replace), 13T01:00 run
            replace             | 1      | 0    | 1    | 11T01:00 skipped: a newer tick took its place (overlap: replace), 12T01:00 skipped: a newer tick took its place (overlap: replace), 13T01:00 replaces
            replace             | 1      | 0    | 2    | 11T01:00 skipped: a newer tick took its place (overlap: replace), 12T01:00 run, 13T01:00 replaces
            """)
    void whereRunsAreThere(String overlap, int active, int waiting, int most, String becomes) {
        var planned = Planned.of("cron: \"0 1 * * *\", catchup: all, start: 2026-11-01, overlap: " + overlap);
        assertThat(inWords(planned.settle(served("10T01:00"), november("13T20:00"), new TickRules.Busy(active, waiting, most)))).isEqualTo(becomes);
    }

    @ParameterizedTest(name = "success for {0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            # a success for | the tick of 11T01:00
            10T01:00        | run
            10T15:00        | skipped: the DAG has succeeded since the tick before it, of 2026-11-10T01:00:00Z (skip_if_success)
            11T01:00        | skipped: the DAG has succeeded since the tick before it, of 2026-11-10T01:00:00Z (skip_if_success)
            11T01:01        | run
            """)
    void skipIfSuccess(String success, String becomes) {
        var planned = Planned.of("cron: \"0 1 * * *\", skip_if_success: true");
        var settled = TickRules.settle(
                planned.schedule(), planned.timetable(), served("10T01:00"), november("11T01:05"), false, new TickRules.Busy(0, 0, 1),
                (after, upTo) -> november(success).isAfter(after) && !november(success).isAfter(upTo));
        assertThat(inWords(settled)).isEqualTo("11T01:00 " + becomes);
    }

    @ParameterizedTest(name = "{0}, first seen {1}: first tick {2}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            # a nightly at 01:00                                                       | seen     | ticks settled at once, a minute later
            catchup: all                                                               | 10T09:00 | ''
            catchup: all                                                               | 10T01:00 | 10T01:00 run
            'start: 2026-11-08, catchup: none'                                         | 10T09:00 | ''
            'start: 2026-11-08, catchup: latest'                                       | 10T09:00 | 10T01:00 run
            'start: 2026-11-08, catchup: all'                                          | 10T09:00 | 08T01:00 run, 09T01:00 run, 10T01:00 run
            'start: 2026-11-08, catchup: all, catchup_window: 1d12h'                   | 10T09:00 | 09T01:00 run, 10T01:00 run
            'start: 2026-11-08, catchup: latest, catchup_window: 1h'                   | 10T09:00 | ''
            'start: 2026-12-08, catchup: all'                                          | 10T09:00 | ''
            """)
    void aDagThatIsNew(String more, String seen, String becomes) {
        var planned = Planned.of("cron: \"0 1 * * *\", " + more);
        var position = TickPosition.first(planned.schedule(), planned.timetable(), november(seen));
        assertThat(inWords(planned.settle(position, november(seen).plusSeconds(60), new TickRules.Busy(0, 0, 9)))).isEqualTo(becomes);
    }

    @Test
    void onceIsOnce() {
        var planned = Planned.of("cron: \"@once\"");
        var position = TickPosition.first(planned.schedule(), planned.timetable(), november("10T09:00"));
        assertThat(TickRules.nextDue(planned.schedule(), planned.timetable(), position)).isEqualTo(november("10T09:00"));

        var settled = planned.settle(position, november("10T09:00"), new TickRules.Busy(0, 0, 1));
        assertThat(inWords(settled)).isEqualTo("10T09:00 run");
        var after = TickRules.advanced(planned.schedule(), planned.timetable(), position, settled);
        assertThat(planned.settle(after, november("20T09:00"), new TickRules.Busy(0, 0, 1))).isEmpty();
        assertThat(TickRules.nextDue(planned.schedule(), planned.timetable(), after)).isNull();
    }

    @Test
    void aPauseIsNamedAsTheReason() {
        var planned = Planned.of("cron: \"0 1 * * *\"");
        var position = served("10T01:00").resumed(november("12T09:00"));
        assertThat(inWords(planned.settle(position, november("13T09:00"), new TickRules.Busy(0, 0, 1)))).isEqualTo(
                "11T01:00 missed: it was 2d8h late, and late_limit is 1h; the DAG was paused until 2026-11-12T09:00:00Z, "
                        + "12T01:00 missed: it was 1d8h late, and late_limit is 1h; the DAG was paused until 2026-11-12T09:00:00Z, "
                        + "13T01:00 missed: it was 8h late, and late_limit is 1h");
    }

    @Test
    void anotherScheduleCountsFromWhenItWasSeen() {
        var tenOClock = Planned.of("cron: \"0 10 * * *\", catchup: all");
        var position = served("11T01:00").changed(november("11T15:00"), november("11T15:00"));
        assertThat(tenOClock.settle(position, november("11T15:00"), new TickRules.Busy(0, 0, 1))).isEmpty();
        assertThat(inWords(tenOClock.settle(position, november("12T10:00"), new TickRules.Busy(0, 0, 1)))).isEqualTo("12T10:00 run");
    }

    @Test
    void jitterLetsATickOvertakeAnotherAndEachIsSettledOnce() {
        var planned = Planned.of("cron: \"* * * * *\", jitter: 10m");
        var position = served("10T00:00");
        var times = new HashMap<Instant, Integer>();
        var overtook = false;
        for (var now = november("10T00:00"); now.isBefore(november("10T01:00")); now = now.plusSeconds(13)) {
            var settled = planned.settle(position, now, new TickRules.Busy(0, 0, 100));
            for (var each : settled) {
                times.merge(each.tick().at(), 1, Integer::sum);
                assertThat(each.tick().startsAt()).isBetween(now.minusSeconds(13), now);
            }
            position = TickRules.advanced(planned.schedule(), planned.timetable(), position, settled);
            overtook |= !position.ahead().isEmpty();
            var due = TickRules.nextDue(planned.schedule(), planned.timetable(), position);
            assertThat(due).isAfter(now);
        }
        assertThat(overtook).isTrue();
        assertThat(times.values()).containsOnly(1);
        assertThat(times).hasSizeBetween(50, 60);
    }

    @Test
    void aYearOfMinutesIsSettledInPieces() {
        var planned = Planned.of("cron: \"* * * * *\", catchup: latest");
        var position = served("10T00:00");
        var now = november("12T00:00");
        var runs = new ArrayList<String>();
        var ticks = new HashSet<Instant>();
        var pieces = 0;
        for (var settled = planned.settle(position, now, new TickRules.Busy(0, 0, 1)); !settled.isEmpty();
                settled = planned.settle(position, now, new TickRules.Busy(0, 0, 1))) {
            assertThat(settled.size()).isLessThanOrEqualTo(TickRules.AT_ONCE);
            settled.forEach(each -> assertThat(ticks.add(each.tick().at())).isTrue());
            settled.stream().filter(each -> each.verdict() instanceof TickRules.Verdict.Run).forEach(each -> runs.add(SHORT.format(each.tick().at())));
            position = TickRules.advanced(planned.schedule(), planned.timetable(), position, settled);
            pieces++;
        }
        assertThat(pieces).isEqualTo(6);
        assertThat(ticks).hasSize(2 * 24 * 60);
        assertThat(runs).as("those younger than late_limit").hasSize(60).last().isEqualTo("12T00:00");
    }
}
