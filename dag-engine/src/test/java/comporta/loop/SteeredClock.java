package comporta.loop;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until the test lets time pass. */
public final class SteeredClock implements InstantSource {
    private volatile Instant now;

    public SteeredClock(String now) {
        this.now = Instant.parse(now);
    }

    @Override
    public Instant instant() {
        return now;
    }

    public void passes(Duration time) {
        now = now.plus(time);
    }
}
