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
    private static final double LOWERED_BELOW = 0.14;
    /** The same where all iterations take the same: there is no noise that a change could follow. */
    private static final double LOWERED_BELOW_WHERE_CALM = 0.08;
    private static final double NOT_CALM = 0.1;
    private static final double LEAST_KEPT = 0.5;
    /** Kept of the window against what no sample shows; where works spread, the samples show it themselves. */
    private static final double RESERVE = 0.05;
    /** That much of an iteration at least: one that straggles weighs more where there are few. */
    private static final double LEAST_ITERATIONS = 0.8;
    /** Beyond that share of the largest, a delay can hardly be made up for later. */
    private static final double PRESSED = 0.6;
    private static final double MORE_WHERE_PRESSED = 22;
    private static final double SPREAD_THAT_TELLS = 0.5;
    private static final double SPREAD_THAT_SHOWS = 0.5;
    /** The next iteration may take so much longer than usual, and the rest must still fit at the largest share. */
    private static final double STRAGGLER = 3.3;
    private static final double OTHERS = 0.85;
    private static final double MORE_WHERE_SEEN = 0.35;

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
        double wanted = Math.max(enough(rest, promise, left), safe(rest, promise, left, sight.remaining()));
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
        double pressed = Math.clamp(bare / promise.max() - PRESSED, 0, PRESSED);
        double kept = Math.max(RESERVE, LEAST_ITERATIONS / promise.iterations()) * Math.max(0, 1 - rest.spread() / SPREAD_THAT_TELLS);
        double reserve = kept * (1 + MORE_WHERE_PRESSED * pressed) * rest.speedup().exponent() * promise.window();   // less where CPU buys less
        return share(rest, rest.quantile(quantile), left - rest.overhead() - reserve);
    }

    /** The share that leaves a way out should the next iteration straggle: all after it at the largest share. */
    private static double safe(Remainder rest, Promise promise, double left, int remaining) {
        double others = rest.quantile(OTHERS) * (remaining - 1) / remaining;
        double unseen = STRAGGLER * Math.max(0, 1 - rest.spread() / SPREAD_THAT_SHOWS);
        double longer = (unseen + MORE_WHERE_SEEN * rest.worst()) * Math.pow(rest.speedup().exponent(), 3);
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
