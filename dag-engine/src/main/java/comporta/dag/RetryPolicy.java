package comporta.dag;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a failed try is followed by another.
 *
 * @param retries further tries after ends that {@code on} names, 0..100
 * @param delays wait before try n+1: the n-th of the list, the last one repeats; never empty
 * @param backoff factor per further try when {@code delays} has one entry, at least 1
 * @param maxDelay cap of the wait before jitter
 * @param on {@code user}, {@code timeout}, exit codes, ranges {@code 64-78}, exclusions {@code !65}
 * @param platformRetries further tries after the cause platform, 0..100; null: the configuration's
 */
public record RetryPolicy(
        int retries, List<Duration> delays, double backoff, Duration maxDelay, List<String> on, @Nullable Integer platformRetries) {

    /** No retry, and what the format gives when nothing is written. */
    public static final RetryPolicy NONE =
            new RetryPolicy(0, List.of(Duration.ofMinutes(1)), 1, Duration.ofHours(1), List.of("user", "timeout"), null);

    public RetryPolicy {
        delays = List.copyOf(delays);
        on = List.copyOf(on);
    }
}
