package comporta.timetable;

import comporta.dag.Cron;
import comporta.dag.DagId;
import comporta.dag.Schedule;
import comporta.dag.Schedule.Trigger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/** Holds the timetable of a zone against a look at the clock in each minute around each of its transitions. */
public final class ZoneAudit {
    private static final int EXAMPLES = 5;

    /** Lines of which some times fall on one instant, which is due once. */
    private static final Map<String, int[][]> MIXED = Map.of(
            "0 */2 * * *", new int[][] {{0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22}, {0}},
            "0,20,40 0-3 * * *", new int[][] {{0, 1, 2, 3}, {0, 20, 40}},
            "*/30 23,0 * * *", new int[][] {{23, 0}, {0, 30}});

    private final ZoneId zone;
    private final Rival rival;
    private final Map<String, Timetable> timetables = new LinkedHashMap<>();
    private final Map<String, Function<WallWalk, List<Instant>>> lines = new LinkedHashMap<>();
    private Findings findings = Findings.NONE;

    private ZoneAudit(ZoneId zone, Rival rival) {
        this.zone = zone;
        this.rival = rival;
        for (int n = 0; n < WallWalk.DAY; n++) {
            int minute = n;
            lines.put(daily(minute), walk -> walk.daily(minute));
        }
        for (int n = 0; n < 60; n++) {
            int minute = n;
            lines.put(minute + " * * * *", walk -> walk.hourly(minute));
        }
        MIXED.forEach((line, times) -> lines.put(line, walk -> mixed(times, walk)));
        lines.keySet().forEach(line -> timetables.put(line, timetable(line)));
    }

    /**
     * What came of it.
     *
     * @param checked instants at which a line was due by the clock
     * @param lost of these, those that the timetable does not have
     * @param doubled those that it has besides, or twice
     * @param rivalLost the same of the rival, which may take either of two equal wall times
     * @param examples a few of what was lost or doubled by the timetable, in words
     */
    public record Findings(long checked, long lost, long doubled, long rivalLost, long rivalDoubled, List<String> examples) {
        public static final Findings NONE = new Findings(0, 0, 0, 0, 0, List.of());

        public Findings {
            examples = List.copyOf(examples);
        }

        /** Both together. */
        public Findings plus(Findings other) {
            var some = new ArrayList<>(examples);
            some.addAll(other.examples);
            return new Findings(
                    checked + other.checked, lost + other.lost, doubled + other.doubled, rivalLost + other.rivalLost,
                    rivalDoubled + other.rivalDoubled,
                    some.subList(0, Math.min(EXAMPLES, some.size())));
        }
    }

    /**
     * Checks a line for each minute of the day and each of the hour, and some more, on the days of each transition and those beside them.
     * The rival is asked for the hourly lines and for minutes that one of the days lacks or has twice: elsewhere there is nothing to lose.
     *
     * @param from year of the first transitions
     * @param to year of the last ones
     */
    public static Findings of(ZoneId zone, int from, int to, Rival rival) {
        var spans = spans(zone, from, to);
        if (spans.isEmpty()) {
            return Findings.NONE;
        }
        var audit = new ZoneAudit(zone, rival);
        spans.forEach(audit::check);
        return audit.findings;
    }

    private record Span(LocalDate from, LocalDate last) {}

    private static List<Span> spans(ZoneId zone, int from, int to) {
        var spans = new ArrayList<Span>();
        var at = LocalDate.of(from, 1, 1).atStartOfDay(ZoneOffset.UTC).toInstant().minusSeconds(1);
        var end = LocalDate.of(to + 1, 1, 1).atStartOfDay(ZoneOffset.UTC).toInstant();
        for (var next = zone.getRules().nextTransition(at); next != null && next.getInstant().isBefore(end);
                next = zone.getRules().nextTransition(next.getInstant())) {
            var span = around(next);
            if (!spans.isEmpty() && !spans.getLast().last().isBefore(span.from())) {
                span = new Span(spans.removeLast().from(), span.last());
            }
            spans.add(span);
        }
        return spans;
    }

    private static Span around(ZoneOffsetTransition transition) {
        var one = transition.getDateTimeBefore().toLocalDate();
        var other = transition.getDateTimeAfter().toLocalDate();
        return new Span((one.isBefore(other) ? one : other).minusDays(1), (one.isBefore(other) ? other : one).plusDays(1));
    }

    private void check(Span span) {
        var walk = WallWalk.of(zone.getRules(), span.from(), span.last());
        timetables.forEach((line, timetable) -> {
            var expected = lines.getOrDefault(line, _ -> List.of()).apply(walk);
            var found = timetable.between(walk.begin().minusNanos(1), walk.end()).stream().map(Tick::at).toList();
            compare(line, expected, found, isAskedOfRival(line, walk) ? rival.due(line, zone, walk.begin(), walk.end()) : expected);
        });
    }

    private static boolean isAskedOfRival(String line, WallWalk walk) {
        var fields = line.split(" ", 3);
        return !(fields[0] + fields[1]).matches("[0-9]+") || walk.isOdd(Integer.parseInt(fields[1]) * 60 + Integer.parseInt(fields[0]));
    }

    private void compare(String line, List<Instant> expected, List<Instant> found, List<Instant> byRival) {
        int surplus = byRival.size() - expected.size();
        if (expected.equals(found)) {
            findings = findings.plus(new Findings(expected.size(), 0, 0, Math.max(0, -surplus), Math.max(0, surplus), List.of()));
            return;
        }
        var lost = new ArrayList<>(expected);
        found.forEach(lost::remove);
        var doubled = new ArrayList<>(found);
        expected.forEach(doubled::remove);
        var examples = new ArrayList<String>();
        lost.forEach(at -> examples.add(line + " in " + zone + ": nothing at " + at));
        new HashSet<>(doubled).forEach(at -> examples.add(line + " in " + zone + ": one too many at " + at));
        findings = findings.plus(new Findings(
                expected.size(), lost.size(), doubled.size(), Math.max(0, -surplus), Math.max(0, surplus), examples));
    }

    private static List<Instant> mixed(int[][] times, WallWalk walk) {
        var due = new TreeSet<Instant>();
        for (int hour : times[0]) {
            for (int minute : times[1]) {
                due.addAll(walk.daily(hour * 60 + minute));
            }
        }
        return List.copyOf(due);
    }

    private static String daily(int minuteOfDay) {
        return minuteOfDay % 60 + " " + minuteOfDay / 60 + " * * *";
    }

    private Timetable timetable(String line) {
        var usual = Schedule.MANUAL;
        return Timetable.of(new DagId("audit"), new Schedule(
                new Trigger.ByCron(List.of(new Cron(line)), false), zone, null, null, usual.gap(), usual.fold(), null, null,
                usual.catchup(), null,
                usual.lateLimit(), usual.overlap(), usual.jitter(), usual.skipIfSuccess()), zone, null);
    }
}
