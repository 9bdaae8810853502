package comporta.dag;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The four clocks of a task; null: no limit.
 *
 * @param execution one try, from running
 * @param queue ready but not running
 * @param total first ready to end, over all tries
 * @param progress a running try without log line, report or progress
 */
public record Timeouts(
        @Nullable Duration execution, @Nullable Duration queue, @Nullable Duration total, @Nullable Duration progress) {

    /** No limit of any kind. */
    public static final Timeouts NONE = new Timeouts(null, null, null, null);
}
