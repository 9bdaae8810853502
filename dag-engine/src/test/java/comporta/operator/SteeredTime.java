package comporta.operator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock that stands still until told, and rings alarms as it passes them. */
public final class SteeredTime implements InstantSource, Alarm {
    private record Ring(Instant at, Runnable listener) {}

    private final PriorityQueue<Ring> rings = new PriorityQueue<>(Comparator.comparing(Ring::at));
    private Instant now = Instant.parse("2026-11-21T04:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public void ring(Instant at, Runnable listener) {
        rings.add(new Ring(at, listener));
    }

    /** Lets what is due now happen. */
    public void settles() {
        passes(Duration.ZERO);
    }

    public void passes(Duration time) {
        var until = now.plus(time);
        while (!rings.isEmpty() && !rings.element().at().isAfter(until)) {
            var ring = rings.remove();
            now = ring.at().isAfter(now) ? ring.at() : now;
            ring.listener().run();
        }
        now = until;
    }
}
