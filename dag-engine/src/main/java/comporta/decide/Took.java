package comporta.decide;

import comporta.dag.TaskId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How long a task took in earlier runs.
 *
 * @param usual the median
 * @param seldomMore not exceeded in nine of ten runs; {@code usual} where too few are known to say
 */
public record Took(Duration usual, Duration seldomMore) {

    /** Tasks of which nothing but the usual duration is known. */
    public static Map<TaskId, Took> exactly(Map<TaskId, Duration> usual) {
        var took = new HashMap<TaskId, Took>();
        usual.forEach((task, duration) -> took.put(task, new Took(duration, duration)));
        return took;
    }
}
