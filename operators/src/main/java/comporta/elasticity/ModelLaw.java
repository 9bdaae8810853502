package comporta.elasticity;

import comporta.elasticity.Advice.State;

/**
 * Learns the work of an iteration, what passes between two, and how the job speeds up, and asks for the least share that keeps the deadline
 * with a wanted chance (docs/elasticity.md has the formulas and what they were measured with).
 */
public final class ModelLaw implements Law {
    /** Chance to keep the deadline when nobody asks for another. */
    public static final double HIT = 0.95;

    private static final double STEP = 0.01;
    /** Being late is what costs: it raises soon, and lowers late. */
    private static final double RAISED_ABOVE = 0.04;
    private static final double LOWERED_BELOW = 0.15;
    /** The same where all iterations take the same: there is no noise that a change could follow. */
    private static final double LOWERED_BELOW_WHERE_CALM = 0.08;
    private static final double NOT_CALM = 0.1;
    private static final double LEAST_KEPT = 0.5;
    /** Kept of the window against what no sample shows; where works spread, the samples show it themselves. */
    private static final double RESERVE = 0.05;
    /** That much of an iteration at least: one that straggles weighs more where there are few. */
    private static final double LEAST_ITERATIONS = 0.8;
    /** Beyond that share of the largest, a delay can hardly be made up for later: so many iterations more are kept for each of it. */
    private static final double PRESSED = 0.6;
    private static final double ITERATIONS_WHERE_PRESSED = 25;
    private static final double SPREAD_THAT_TELLS = 0.5;
    /** The next iteration may take so much longer than usual, and the rest must still fit at the largest share. */
    private static final double STRAGGLER = 3.25;
    /** What others that straggle after it may take together, in usual iterations, weighed by the chance that one does. */
    private static final double LATER_STRAGGLERS = 7;
    private static final double RATE_OF_STRAGGLERS = 0.05;
    /** The rate as said above weighs as much as so many iterations that were seen. */
    private static final double RATE_WEIGHS = 10;
    /** Of jobs that straggle less often, less is feared, by that power. */
    private static final double SELDOM = 0.03;
    private static final double LESS_WHERE_SELDOM = 0.3;
    /** Where works spread so much, the samples show all of it themselves. */
    private static final double SPREAD_THAT_SHOWS = 0.7;
    /** A job that speeds up less than this pays more for insurance than it is worth: by the power of how much less. */
    private static final double SPEEDS_UP = 0.85;
    private static final double LESS_WHERE_SLOWER = 3;

    private final double quantile;

    /**
     * @param hit wanted chance to keep the deadline, above 0.5 and below 1
     */
    public ModelLaw(double hit) {
        if (!(hit > 0.5 && hit < 1)) {
            throw new IllegalArgumentException("hit is " + hit + ", and must be above 0.5 and below 1");
        }
        // what is asked for at each iteration can be put right at the next: it need not hold alone
        quantile = Math.max(0.5, 1 - 4 * (1 - hit));
    }

    @Override
    public String name() {
        return "model";
    }

    @Override
    public Advice advise(Sight sight) {
        if (sight.remaining() == 0) {
            return Advice.completed(sight);
        }
        var promise = sight.promise();
        var rest = Remainder.learnt(sight);
        double left = promise.deadline() - sight.now();
        double now = sight.cpus();
        double wanted = Math.max(enough(rest, promise, left), safe(rest, promise, left, sight));
        double most = Math.max(promise.min(), Math.min(promise.max(), rest.speedup().parallelism()));
        double share = settled(wanted, now, most, sight, rest.spread());
        double end = sight.now() + rest.seconds(share);
        boolean late = end > promise.deadline();
        return new Advice(
                state(now, share, late), share, late ? outOfReach(promise, rest, wanted, end) : why(rest, now, share, left, promise.deadline() - end), end,
                rest.late(share, left), rest.late(now, left));
    }

    /** The constant share that is enough for what the samples show, and the reserve. */
    private double enough(Remainder rest, Promise promise, double left) {
        double bare = share(rest, rest.quantile(0.5), left - rest.overhead());
        double pressed = Math.clamp(bare / promise.max() - PRESSED, 0, 1);
        double kept = Math.max(RESERVE, LEAST_ITERATIONS / promise.iterations())
                + ITERATIONS_WHERE_PRESSED * pressed / promise.iterations();
        // less where the samples show it, and where CPU buys less
        double reserve = kept * Math.max(0, 1 - rest.spread() / SPREAD_THAT_TELLS) * rest.speedup().exponent() * promise.window();
        return share(rest, rest.quantile(quantile), left - rest.overhead() - reserve);
    }

    /** The share that leaves a way out should the next iteration straggle, and maybe others after it: all of those at the largest share. */
    private static double safe(Remainder rest, Promise promise, double left, Sight sight) {
        int later = sight.remaining() - 1;
        double feared = Math.max(0, 1 - rest.spread() / SPREAD_THAT_SHOWS)
                * Math.pow(Math.min(1, rest.speedup().exponent() / SPEEDS_UP), LESS_WHERE_SLOWER);
        double rate = (RATE_WEIGHS * RATE_OF_STRAGGLERS + rest.straggled()) / (RATE_WEIGHS + sight.done().size());
        double longer = STRAGGLER * feared * Math.min(1, Math.pow(rate / SELDOM, LESS_WHERE_SELDOM));
        double others = rest.quantile(0.5) * later / sight.remaining()
                + LATER_STRAGGLERS * feared * (1 - Math.pow(1 - RATE_OF_STRAGGLERS, later)) * rest.usual();
        return share(rest, rest.usual() * (1 + longer), left - rest.overhead() - others / rest.speedup().factor(promise.max()));
    }

    private static double share(Remainder rest, double work, double seconds) {
        return seconds <= 0 ? Double.POSITIVE_INFINITY : rest.speedup().share(work / seconds);
    }

    /** Rounded up, within the range, and only when it is worth a change. */
    private static double settled(double wanted, double now, double most, Sight sight, double spread) {
        double low = LOWERED_BELOW_WHERE_CALM + (LOWERED_BELOW - LOWERED_BELOW_WHERE_CALM) * Math.min(1, spread / NOT_CALM);
        double least = sight.promise().min();
        double up = Math.max(least, Math.min(most, Figures.decimal(Math.ceil(Math.min(wanted, most) / STEP - 1e-6) * STEP)));
        if (now > most) {
            return most;   // more than it can use, or may have
        }
        if (wanted > now * (1 + RAISED_ABOVE)) {
            return Math.max(now, up);
        }
        if (wanted < now * (1 - low) && sight.remaining() > 1) {
            return Math.min(now, Math.max(up, Figures.decimal(now * LEAST_KEPT)));
        }
        return Math.clamp(now, least, most);
    }

    private static State state(double now, double share, boolean late) {
        return late ? State.OUT_OF_REACH : share > now ? State.UNDER_PERFORMANT : share < now ? State.OVER_PERFORMANT : State.ON_PLAN;
    }

    private static String outOfReach(Promise promise, Remainder rest, double wanted, double end) {
        double parallelism = rest.speedup().parallelism();
        return (parallelism < promise.max()
                ? "more than " + Figures.share(parallelism) + " CPUs make it no faster"
                : "it needs " + (Double.isInfinite(wanted) ? "more CPUs than there can be" : Figures.share(wanted) + " CPUs") + " and may have "
                        + Figures.share(promise.max()))
                + ": CPU cannot keep the deadline, it ends " + Figures.span(end - promise.deadline()) + " late";
    }

    private static String why(Remainder rest, double now, double share, double left, double early) {
        var ends = "it ends " + Figures.span(early) + " before the deadline";
        if (share > now) {
            double late = rest.late(now, left);
            return "with " + Figures.share(now) + " CPUs " + (late > 0 ? "it is late with a chance of " + Figures.percent(late)
                    : "a slow iteration could make it late") + "; with " + Figures.share(share) + " " + ends;
        }
        return share < now ? Figures.share(share) + " CPUs are enough: " + ends : ends;
    }
}
