package comporta.simulate;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A clock that stands still until somebody steps to the next thing due: its "now" is the instant of that. What is due at the same instant
 * happens in the order in which it was put down. For one thread.
 */
public final class VirtualTime implements InstantSource {
    private final PriorityQueue<Happening> coming = new PriorityQueue<>();
    private Instant now;
    /** How far the clock that is read is ahead of the time that passes. */
    private Duration ahead = Duration.ZERO;
    private long happenings;

    private record Happening(Instant at, long order, Runnable deed) implements Comparable<Happening> {
        @Override
        public int compareTo(Happening other) {
            return at.equals(other.at) ? Long.compare(order, other.order) : at.compareTo(other.at);
        }
    }

    /** Time that begins at {@code start}. */
    public VirtualTime(Instant start) {
        this.now = start;
    }

    @Override
    public Instant instant() {
        return now.plus(ahead);
    }

    /** Sets the clock that is read forward or back; what is to happen comes neither earlier nor later for that. */
    void jump(Duration by) {
        ahead = ahead.plus(by);
    }

    /** Puts down what is to happen when {@code wait} has passed. */
    public void later(Duration wait, Runnable deed) {
        coming.add(new Happening(now.plus(wait), happenings++, deed));
    }

    /** When the next thing is due; null: nothing is. */
    public @Nullable Instant next() {
        var next = coming.peek();
        return next == null ? null : next.at().plus(ahead);
    }

    /** Lets the next thing happen; false: there is none. */
    public boolean step() {
        var next = coming.poll();
        if (next == null) {
            return false;
        }
        pass(next.at());
        next.deed().run();
        return true;
    }

    /** Lets time pass up to {@code later}, during which nothing happens; an instant that is past changes nothing. */
    public void reach(Instant later) {
        pass(later.minus(ahead));
    }

    private void pass(Instant later) {
        now = later.isAfter(now) ? later : now;
    }
}
