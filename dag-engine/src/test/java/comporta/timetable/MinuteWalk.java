package comporta.timetable;

import comporta.dag.CronFields;
import comporta.dag.Schedule.Fold;
import comporta.dag.Schedule.Gap;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a cron line means, found the slow way: by looking at the clock on the wall in every minute, one after the other. */
final class MinuteWalk {
    private final ZoneId zone;
    private final CronFields line;
    private final Gap gap;
    private final Fold fold;
    private final TreeMap<Instant, String> due = new TreeMap<>();

    MinuteWalk(ZoneId zone, CronFields line, Gap gap, Fold fold) {
        this.zone = zone;
        this.line = line;
        this.gap = gap;
        this.fold = fold;
    }

    /** What is due in {@code (after, until]}, with the first word of the note. */
    SortedMap<Instant, String> due(Instant after, Instant until) {
        var from = after.minus(Duration.ofHours(26)).truncatedTo(ChronoUnit.MINUTES);
        var end = until.plus(Duration.ofHours(26));
        Map<LocalDateTime, Integer> times = new HashMap<>();
        for (var at = from; at.isBefore(end); at = at.plusSeconds(60)) {
            times.merge(wall(at), 1, Integer::sum);
        }
        Map<LocalDateTime, Integer> seen = new HashMap<>();
        for (var at = from; at.isBefore(end); at = at.plusSeconds(60)) {
            var wall = wall(at);
            missing(wall(at.minusSeconds(60)).plusMinutes(1), wall, at);
            int time = seen.merge(wall, 1, Integer::sum);
            boolean twice = times.getOrDefault(wall, 1) > 1;
            if (isDue(wall) && (!twice || line.everyHour() || (time == 1) == (fold == Fold.FIRST))) {
                put(at, twice ? "fold" : "");
            }
        }
        due.keySet().removeIf(at -> !at.isAfter(after) || at.isAfter(until));
        return due;
    }

    /** Walls from {@code first} up to {@code next} were never on the clock, which jumped at {@code at}. */
    private void missing(LocalDateTime first, LocalDateTime next, Instant at) {
        var length = Duration.between(first, next);
        for (var wall = first; wall.isBefore(next); wall = wall.plusMinutes(1)) {
            var day = wall.toLocalDate();
            boolean noSuchDay = !first.isAfter(day.atStartOfDay()) && !next.isBefore(day.plusDays(1).atStartOfDay());
            if (!noSuchDay && isDue(wall) && !(line.everyHour() && isDue(wall.plus(length)))) {
                switch (gap) {
                    case FIRST_VALID -> put(at, "gap");
                    case SHIFT -> put(at.plus(Duration.between(first, wall)), "gap");
                    case SKIP -> put(at, "skipped");
                }
            }
        }
    }

    private boolean isDue(LocalDateTime wall) {
        return line.dueOn(wall.toLocalDate(), false) && (line.hours() >> wall.getHour() & line.minutes() >> wall.getMinute() & 1) == 1;
    }

    private void put(Instant at, String note) {
        due.merge(at, note, (one, other) -> one.isEmpty() || other.isEmpty() ? "" : one.equals("skipped") ? other : one);
    }

    private LocalDateTime wall(Instant at) {
        return LocalDateTime.ofInstant(at, zone);
    }
}
