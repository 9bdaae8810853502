package comporta.run;

import comporta.dag.RetryPolicy;
import comporta.operator.Cause;
import comporta.operator.Exit;
import java.time.Duration;
import java.util.List;

/** Whether a failed try is followed by another, and when. */
final class Retries {
    private Retries() {}

    /** Whether the author's retries apply to this end. Exclusions win; a list of exclusions alone means all but those. */
    static boolean covers(RetryPolicy policy, Exit exit) {
        var named = false;
        var onlyExclusions = true;
        for (var rule : policy.on()) {
            if (rule.startsWith("!")) {
                if (matches(rule.substring(1), exit)) {
                    return false;
                }
            } else {
                onlyExclusions = false;
                named |= matches(rule, exit);
            }
        }
        return named || (onlyExclusions && (exit.cause() == Cause.USER || exit.cause() == Cause.TIMEOUT));
    }

    /** Whether one of {@code rules} ({@code timeout}, {@code user}, exit codes, ranges) names this end. */
    static boolean names(List<String> rules, Exit exit) {
        return rules.stream().anyMatch(rule -> matches(rule, exit));
    }

    private static boolean matches(String rule, Exit exit) {
        var cause = exit.cause();
        if (rule.equals("user") || rule.equals("timeout")) {
            return cause != null && cause.word().equals(rule);
        }
        var code = exit.code();
        if (code == null || cause != Cause.USER) {
            return false;
        }
        var dash = rule.indexOf('-', 1);
        return dash < 0
                ? code == Integer.parseInt(rule)
                : code >= Integer.parseInt(rule.substring(0, dash)) && code <= Integer.parseInt(rule.substring(dash + 1));
    }

    /** Wait before the try that follows the {@code failures}-th failure (from 1), with up to a quarter more by hash. */
    static Duration delay(RetryPolicy policy, int failures, long seed) {
        var delays = policy.delays();
        var base = delays.size() > 1
                ? delays.get(Math.min(failures, delays.size()) - 1)
                : grown(delays.getFirst(), policy.backoff(), failures - 1);
        return jittered(shorter(base, policy.maxDelay()), seed + failures);
    }

    /** Wait after the {@code failures}-th platform loss (from 1): doubling, capped, with jitter. */
    static Duration platformDelay(Terms.PlatformRetries platform, int failures, long seed) {
        return jittered(shorter(grown(platform.minDelay(), 2, failures - 1), platform.maxDelay()), ~seed + failures);
    }

    private static Duration grown(Duration base, double factor, int times) {
        var millis = (double) base.toMillis() * Math.pow(factor, times);
        return Duration.ofMillis((long) Math.min(millis, (double) Duration.ofDays(365).toMillis()));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** SplitMix64 of the seed (Steele, Lea, Flood 2014) spreads the wait over [delay, 1.25 delay]. */
    private static Duration jittered(Duration delay, long seed) {
        var z = seed + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        var share = ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53;
        return delay.plusMillis((long) ((double) delay.toMillis() * share / 4));
    }
}
