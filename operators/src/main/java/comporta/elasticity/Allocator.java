package comporta.elasticity;

import java.util.Collection;

/**
 * Grants shares of a pool that is too small for all that is asked for: the more urgent first, and never less than the least share of who
 * starts. Pure.
 */
public final class Allocator {
    private Allocator() {}

    /**
     * A job that wants to start an iteration.
     *
     * @param wanted the share that its law asks for
     * @param laxity seconds that it could still lose at its largest share; the less, the more urgent
     */
    record Demand(double wanted, double min, double laxity) {}

    /** Seconds that a job could still lose if it had its largest share from now on. */
    static double laxity(Sight sight) {
        var rest = Remainder.learnt(sight);
        return sight.promise().deadline() - sight.now() - rest.seconds(sight.promise().max());
    }

    /**
     * What a job is granted for its next iteration: what it wants, as far as that is free and no more urgent job that is about to start wants
     * it.
     *
     * @param others jobs that are about to start, too
     * @param free share of the pool that nobody uses
     * @return 0: it has to wait, since not even its least share is free
     */
    static double grant(Demand mine, Collection<Demand> others, double free) {
        if (free < mine.min()) {
            return 0;
        }
        double claimed = others.stream().filter(other -> other.laxity() < mine.laxity()).mapToDouble(Demand::wanted).sum();
        return Math.max(mine.min(), Math.min(mine.wanted(), free - claimed));
    }
}
