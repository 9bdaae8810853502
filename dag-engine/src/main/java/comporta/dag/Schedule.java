package comporta.dag;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a DAG runs by itself.
 *
 * @param trigger what makes a tick
 * @param zone null: the server's
 * @param start no tick before it, as written (local to the zone unless it has an offset); null: none
 * @param end no tick from it on; null: none
 * @param catchupWindow catch up only ticks younger than this; null: all
 */
public record Schedule(
        Trigger trigger,
        @Nullable ZoneId zone,
        @Nullable LocalInstant start,
        @Nullable LocalInstant end,
        Gap gap,
        Fold fold,
        @Nullable CalendarUse calendar,
        @Nullable Partition partition,
        Catchup catchup,
        @Nullable Duration catchupWindow,
        Duration lateLimit,
        Overlap overlap,
        Duration jitter,
        boolean skipIfSuccess) {

    /** Runs only when somebody asks. */
    public static final Schedule MANUAL = new Schedule(
            new Trigger.Manual(), null, null, null, Gap.FIRST_VALID, Fold.FIRST, null, null, Catchup.NONE, null,
            Duration.ofHours(1), Overlap.QUEUE, Duration.ZERO, false);

    /** What makes a tick. */
    public sealed interface Trigger {
        record Manual() implements Trigger {}

        /** Once, as soon as the DAG is known. */
        record Once() implements Trigger {}

        /** @param lines five-field lines or presets */
        record ByCron(List<Cron> lines, boolean daysMustBothMatch) implements Trigger {
            public ByCron {
                lines = List.copyOf(lines);
            }
        }

        /** @param anchor null: {@code start}, or midnight */
        record Every(Duration period, @Nullable LocalInstant anchor) implements Trigger {}

        record OnDates(List<LocalInstant> dates) implements Trigger {
            public OnDates {
                dates = List.copyOf(dates);
            }
        }

        /** @param within all must come that soon after the first; null: any time */
        record After(boolean all, List<Dependency.OnDag> of, @Nullable Duration within) implements Trigger {
            public After {
                of = List.copyOf(of);
            }
        }
    }

    /** What becomes of a wall time that a spring night lacks. */
    public enum Gap {
        FIRST_VALID,
        SHIFT,
        SKIP
    }

    /** Which of two equal wall times of an autumn night counts. */
    public enum Fold {
        FIRST,
        SECOND
    }

    /** What becomes of ticks that passed unserved. */
    public enum Catchup {
        NONE,
        LATEST,
        ALL
    }

    /** What a tick does while as many runs as allowed are active. */
    public enum Overlap {
        QUEUE,
        QUEUE_AFTER_SUCCESS,
        QUEUE_LATEST,
        SKIP,
        REPLACE
    }

    /** @param nth the n-th such day of a month, negative from its end; null: every one */
    public record CalendarUse(String name, boolean open, @Nullable Integer nth, Shift shift) {}

    /** Where a tick on a wrong day goes. */
    public enum Shift {
        SKIP,
        PREVIOUS,
        NEXT
    }

    /** @param format a {@link java.time.format.DateTimeFormatter} pattern; null: the unit's own */
    public record Partition(Unit unit, int offset, @Nullable String format) {
        /** Piece of data that one run works on. */
        public enum Unit {
            HOUR,
            DAY,
            OPEN_DAY,
            WEEK,
            MONTH
        }
    }
}
