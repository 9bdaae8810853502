package comporta.elasticity;

import java.util.Collection;

/**
 * Grants shares of a pool that is too small for all that is asked for: the more urgent first, and never less than the least share of who
 * starts. What a job has, it keeps until its iteration ends; what a more urgent one lacks is left for it. Pure.
 */
public final class Allocator {
    private Allocator() {}

    /**
     * A job that is under way.
     *
     * @param held share of its present iteration; 0: it waits for one
     * @param wanted the share that its law asks for
     * @param lastChance seconds on the axis of all: from then on only its largest share keeps its deadline; the sooner, the more urgent
     */
    record Demand(double held, double wanted, double min, double lastChance) {}

    /** When only the largest share would still keep the deadline, in seconds. */
    static double lastChance(Sight sight) {
        return sight.promise().deadline() - Remainder.learnt(sight).seconds(sight.promise().max());
    }

    /**
     * What a job is granted for its next iteration: what it wants, as far as that is free and no more urgent job lacks it.
     *
     * @param others all other jobs of the pool
     * @param pool all of it
     * @return 0: not even its least share is free
     */
    static double grant(Demand mine, Collection<Demand> others, double pool) {
        double free = pool - others.stream().mapToDouble(Demand::held).sum();
        if (free < mine.min()) {
            return 0;
        }
        double lacked = others.stream()
                .filter(other -> other.lastChance() < mine.lastChance())
                .mapToDouble(other -> Math.max(0, other.wanted() - other.held()))
                .sum();
        return Math.max(mine.min(), Math.min(mine.wanted(), free - lacked));
    }
}
