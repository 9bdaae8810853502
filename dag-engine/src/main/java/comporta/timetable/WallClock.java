package comporta.timetable;

import comporta.dag.Schedule.Fold;
import comporta.dag.Schedule.Gap;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;

/** From wall time to instants: what becomes of times that a night lacks, or has twice. */
final class WallClock {
    private final ZoneId zone;
    private final Gap gap;
    private final Fold fold;

    WallClock(ZoneId zone, Gap gap, Fold fold) {
        this.zone = zone;
        this.gap = gap;
        this.fold = fold;
    }

    /** None, one, or (of a line that counts every hour, in a fold) two. */
    List<Due> due(Beat beat) {
        if (beat.at() != null) {
            return List.of(new Due(beat.at(), new Note.None()));
        }
        var wall = beat.wall();
        var rules = zone.getRules();
        var transition = rules.getTransition(wall);
        if (transition == null) {
            return List.of(new Due(wall.toInstant(rules.getOffset(wall)), new Note.None()));
        }
        return transition.isGap() ? inGap(beat, transition) : inFold(beat, transition);
    }

    private List<Due> inGap(Beat beat, ZoneOffsetTransition transition) {
        var wall = beat.wall();
        if (isOfNoDay(wall.toLocalDate(), transition) || goesOnAfter(beat, transition.getDuration())) {
            return List.of();
        }
        return List.of(switch (gap) {
            case FIRST_VALID -> new Due(transition.getInstant(), new Note.Gap());
            case SHIFT -> new Due(wall.toInstant(transition.getOffsetBefore()), new Note.Gap());
            case SKIP -> new Due(transition.getInstant(),
                    new Note.Skipped(wall.toLocalTime() + " of " + wall.toLocalDate() + " does not exist in " + zone));
        });
    }

    /** A zone that changes sides of the date line skips a date whole: where there was no such day, nothing was asked for. */
    private static boolean isOfNoDay(LocalDate day, ZoneOffsetTransition transition) {
        return !transition.getDateTimeBefore().isAfter(day.atStartOfDay())
                && !transition.getDateTimeAfter().isBefore(day.plusDays(1).atStartOfDay());
    }

    /**
     * An hourly line has no tick in a gap of whole hours: the hour that is missing on the clock is not missing in time, and the tick that
     * would stand there is the next one. Where the gap is another one (half an hour on Lord Howe), the gap's rule keeps it.
     */
    private static boolean goesOnAfter(Beat beat, Duration gap) {
        if (beat.line() == null) {
            return false;
        }
        var after = beat.wall().plus(gap);
        return beat.line().isDueAtMinute(after.getMinute()) && (sameDay(after, beat.wall()) || beat.line().isDueOn(after.toLocalDate()));
    }

    private List<Due> inFold(Beat beat, ZoneOffsetTransition transition) {
        var first = new Due(beat.wall().toInstant(transition.getOffsetBefore()), new Note.Fold());
        var second = new Due(beat.wall().toInstant(transition.getOffsetAfter()), new Note.Fold());
        if (beat.line() != null) {
            return List.of(first, second);
        }
        return List.of(switch (fold) {
            case FIRST -> first;
            case SECOND -> second;
        });
    }

    private static boolean sameDay(LocalDateTime one, LocalDateTime other) {
        return one.toLocalDate().equals(other.toLocalDate());
    }
}
