package comporta.run;

import comporta.dag.RetryPolicy;
import comporta.dag.Timeouts;
import java.time.Duration;
import java.util.List;

/**
 * What the DAG file and the configuration say of one task, as far as its machine asks.
 *
 * @param platform retries after platform losses
 * @param skipOn ends that mean skipped
 * @param unreachableTimeout how long sight may be lost
 * @param relaunchUnreachable whether a try given up as unreachable may be retried
 * @param seed of the jitter: the same for the same task of the same run
 */
public record Terms(
        RetryPolicy retry,
        PlatformRetries platform,
        Timeouts timeouts,
        List<String> skipOn,
        Duration unreachableTimeout,
        boolean relaunchUnreachable,
        long seed) {

    /** Retries after platform losses: doubling waits between {@code minDelay} and {@code maxDelay}. */
    public record PlatformRetries(int max, Duration minDelay, Duration maxDelay) {
        /** What holds when nothing is configured. */
        public static final PlatformRetries DEFAULT = new PlatformRetries(10, Duration.ofSeconds(1), Duration.ofMinutes(1));
    }
}
