package comporta.dag;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When a run or a task must be ready. Exactly one of {@code by} and {@code within} is set.
 *
 * @param by first such wall time after the reference
 * @param within so long after the reference
 * @param atRisk tell when the chance of being late passes this, 0..1; 0: never
 * @param zone zone of {@code by}; null: the DAG's
 */
public record Deadline(
        @Nullable WallTime by, @Nullable Duration within, From from, OnMiss onMiss, double atRisk, @Nullable ZoneId zone) {

    /**
     * The instant at which it is due. A wall time that a spring night lacks is due at the first valid instant after it; of one that an
     * autumn night has twice, the first after the reference counts.
     *
     * @param dagZone for {@code by} where the deadline names no zone
     */
    public Instant dueAfter(Instant reference, ZoneId dagZone) {
        if (by == null) {
            return reference.plus(Objects.requireNonNull(within, "a deadline has one of by and within"));
        }
        var where = zone == null ? dagZone : zone;
        var day = reference.atZone(where).toLocalDate();
        while (isNotAfter(day, reference, where)) {
            day = day.plusDays(1);
        }
        var due = at(day.plusDays(by.days()).atTime(by.time()), where, false);
        return due.isAfter(reference) ? due : at(day.plusDays(by.days()).atTime(by.time()), where, true);
    }

    private boolean isNotAfter(LocalDate day, Instant reference, ZoneId where) {
        return !at(day.atTime(Objects.requireNonNull(by).time()), where, true).isAfter(reference);
    }

    private static Instant at(LocalDateTime wall, ZoneId zone, boolean second) {
        var transition = zone.getRules().getTransition(wall);
        if (transition != null && transition.isGap()) {
            return transition.getInstant();
        }
        var local = wall.atZone(zone);
        return (second ? local.withLaterOffsetAtOverlap() : local.withEarlierOffsetAtOverlap()).toInstant();
    }

    /** What {@code by} and {@code within} count from. */
    public enum From {
        TICK,
        INTERVAL_END,
        RUN_START,
        QUEUED,
        START
    }

    /** What a missed deadline does. */
    public enum OnMiss {
        ALERT,
        CANCEL,
        FAIL
    }
}
