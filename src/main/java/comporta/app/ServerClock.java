package comporta.app;

import comporta.dag.Durations;
import comporta.loop.AlarmClock;
import comporta.loop.QuartzAlarmClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The clock of a server: this machine's, moved by {@code -Dcomporta.clock.ahead=30s} (or {@code -30s}) for tests of schedulers whose
 * machines disagree about the time. That property is for tests alone.
 *
 * @param ahead how much it is ahead of this machine's
 */
record ServerClock(Duration ahead) implements InstantSource {
    private static final String AHEAD = "comporta.clock.ahead";

    /** The one of this process. */
    static ServerClock get() {
        var text = System.getProperty(AHEAD, "0s");
        var isBehind = text.startsWith("-");
        var distance = Durations.parse(isBehind ? text.substring(1) : text);
        return new ServerClock(isBehind ? distance.negated() : distance);
    }

    @Override
    public Instant instant() {
        return InstantSource.system().instant().plus(ahead);
    }

    /** A new one that rings by this clock. */
    AlarmClock alarm() {
        return new QuartzAlarmClock(ahead);
    }
}
