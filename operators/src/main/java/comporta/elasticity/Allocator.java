package comporta.elasticity;

import java.util.Collection;

/**
 * Grants shares of a pool that is too small for all that is asked for: the more urgent first, and never less than the least share of who
 * starts. What a job has, it keeps until its iteration ends; what a more urgent one lacks is left for it. Pure.
 */
public final class Allocator {
    private static final double OTHERS = 0.85;

    private Allocator() {}

    /**
     * A job that is under way.
     *
     * @param held share of its present launch; 0: it waits for one
     * @param wanted the share that its law asks for
     * @param needed the least share of its next launch with which the largest one thereafter would still keep its deadline
     * @param lastChance seconds on the axis of all: from then on only its largest share keeps its deadline; the sooner, the more urgent
     * @param isLasting whether what it has is given back only at its end
     */
    record Demand(double held, double wanted, double needed, double min, double lastChance, boolean isLasting) {}

    /** When only the largest share would still keep the deadline, in seconds. */
    static double lastChance(Sight sight) {
        return sight.promise().deadline() - Remainder.learnt(sight).seconds(sight.promise().max());
    }

    /**
     * The least share of the next iteration with which the largest one thereafter would most likely keep the
     * deadline; never outside the range.
     */
    static double needed(Sight sight) {
        var rest = Remainder.learnt(sight);
        var promise = sight.promise();
        double others = rest.quantile(OTHERS) * (sight.remaining() - 1) / sight.remaining();
        double seconds = promise.deadline() - sight.now() - rest.overhead() - others / rest.speedup().factor(promise.max());
        return needed(promise, seconds <= 0 ? Double.POSITIVE_INFINITY : rest.speedup().share(rest.usual() / seconds));
    }

    /** Who cannot make it any more takes no more from others than its file says. */
    static double needed(Promise promise, double share) {
        return promise.clamp(share > promise.max() ? promise.cpus() : share);
    }

    /**
     * What a job asks for with its next launch: what it wants, as far as no more urgent job has or lacks it, and what it needs at any rate:
     * where that is not free yet, the launch waits for it.
     *
     * @param others all other jobs of the pool
     * @param pool all of it
     */
    static double grant(Demand mine, Collection<Demand> others, double pool) {
        double taken = others.stream().mapToDouble(other -> taken(mine, other)).sum();
        return Math.max(mine.needed(), Math.min(mine.wanted(), pool - taken));
    }

    private static double taken(Demand mine, Demand other) {
        if (other.lastChance() < mine.lastChance()) {
            return Math.max(other.held(), other.wanted());
        }
        // who has it for long does not mind that a short launch has it yet: all but the least share comes back with the next one
        return mine.isLasting() && !other.isLasting() ? Math.min(other.held(), other.min()) : other.held();
    }
}
