package comporta.elasticity;

import java.util.List;

/**
 * A job at the end of an iteration.
 *
 * @param done the iterations so far, in order; never empty
 */
public record Sight(Promise promise, List<Iteration> done) {
    public Sight {
        done = List.copyOf(done);
        if (done.isEmpty()) {
            throw new IllegalArgumentException("a law is asked at the end of an iteration, and none has ended");
        }
    }

    /** A job before its first iteration, as if one had just ended that took what is said. */
    static Sight before(Promise promise) {
        var said = new Iteration(promise.start() - promise.declared(), promise.start(), promise.cpus());
        var asIfOne = new Promise(
                promise.start(), promise.deadline(), promise.iterations() + 1, promise.declared(), promise.cpus(), promise.min(),
                promise.max());
        return new Sight(asIfOne, List.of(said));
    }

    /** When the last one ended. */
    double now() {
        return done.getLast().ended();
    }

    /** The share that it ran with. */
    double cpus() {
        return done.getLast().cpus();
    }

    /** How many are still to come. */
    int remaining() {
        return Math.max(0, promise.iterations() - done.size());
    }

    /** Seconds between the end of the one before, or the start of the window, and the start of that one. */
    double overhead(int index) {
        return Math.max(0, done.get(index).started() - (index == 0 ? promise.start() : done.get(index - 1).ended()));
    }
}
