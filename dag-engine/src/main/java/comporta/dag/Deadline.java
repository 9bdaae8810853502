package comporta.dag;

import java.time.Duration;
import java.time.ZoneId;
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
