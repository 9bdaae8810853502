package comporta.basic;

import comporta.dag.Durations;
import java.time.Duration;
import java.util.Map;

/**
 * How often a sensor looks.
 *
 * @param interval before the second look
 * @param backoff at least 1; the wait grows by it from look to look
 * @param most the wait never exceeds it
 */
record Pokes(Duration interval, double backoff, Duration most) {
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final Duration MOST = Duration.ofMinutes(10);
    /** Whoever looks without a pause at all looks as good as always. */
    private static final Duration LEAST = Duration.ofMillis(100);

    /** Whoever looks more seldom than the usual most means it. */
    static Pokes of(Map<String, Object> settings) {
        var interval = duration(settings, "poke_interval", INTERVAL);
        return new Pokes(
                interval,
                settings.get("poke_backoff") instanceof Number factor ? factor.doubleValue() : 1,
                duration(settings, "poke_max_interval", interval.compareTo(MOST) > 0 ? interval : MOST));
    }

    private static Duration duration(Map<String, Object> settings, String key, Duration otherwise) {
        var written = settings.get(key);
        return written == null ? otherwise : Durations.parse(written.toString());
    }

    /** The wait after so many looks, from 1 on. */
    Duration after(int looks) {
        double grown = (double) interval.toMillis() * Math.pow(backoff, looks - 1);
        var wait = grown < (double) most.toMillis() ? Duration.ofMillis((long) grown) : most;
        return wait.compareTo(LEAST) < 0 ? LEAST : wait;
    }
}
