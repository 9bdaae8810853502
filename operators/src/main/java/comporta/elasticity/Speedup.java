package comporta.elasticity;

import java.util.List;

/**
 * How much faster a job runs with more CPU: the time of an iteration is its work over {@code min(cpus, parallelism)} to the power of
 * {@code exponent}. A serial part shows as a smaller exponent over the range of shares that is used.
 *
 * @param exponent 0.4..1
 * @param parallelism the share above which it runs no faster
 */
record Speedup(double exponent, double parallelism) {
    /** Before anything is known: nearly as much faster as it gets more CPU. */
    static final double GUESS = 0.95;
    private static final double LEAST = 0.4;
    private static final double APART = Math.log(1.2);
    private static final int FEWEST = 3;
    /** Variance of the exponents that jobs have. */
    private static final double SPREAD = 0.06;
    private static final double LEAST_NOISE = 0.0025;
    /** A raise that shortened an iteration by less than this share of what it should have done nothing. */
    private static final double USELESS = 0.2;

    /** What the iterations so far tell. */
    static Speedup learnt(Sight sight) {
        return learnt(sight.done());
    }

    /** What earlier launches tell, the oldest first. */
    static Speedup learnt(List<Iteration> done) {
        return new Speedup(exponent(done), parallelism(done));
    }

    /**
     * The slope of log time over log share, drawn towards the guess as strongly as the noise of the times asks for (ridge regression, the
     * penalty being noise over {@link #SPREAD}).
     */
    private static double exponent(List<Iteration> done) {
        if (done.size() < FEWEST) {
            return GUESS;
        }
        double shares = 0;
        double times = 0;
        double least = Double.MAX_VALUE;
        double most = -Double.MAX_VALUE;
        for (var each : done) {
            double share = Math.log(each.cpus());
            shares += share;
            times += time(each);
            least = Math.min(least, share);
            most = Math.max(most, share);
        }
        if (most - least < APART) {
            return GUESS;
        }
        shares /= done.size();
        times /= done.size();
        double across = 0;
        double along = 0;
        double noise = 0;
        for (var each : done) {
            double share = Math.log(each.cpus()) - shares;
            double rest = time(each) - times;
            along += share * share;
            across += share * rest;
            noise += (rest + GUESS * share) * (rest + GUESS * share);
        }
        double penalty = Math.max(LEAST_NOISE, noise / (done.size() - 1)) / SPREAD;
        return Math.clamp((penalty * GUESS - across) / (along + penalty), LEAST, 1);
    }

    private static double time(Iteration each) {
        return Math.log(Math.max(1e-3, each.seconds()));
    }

    /** Two raises in a row of a fifth or more that gained nothing: it has as many threads as it had CPUs before them. */
    private static double parallelism(List<Iteration> done) {
        int useless = 0;
        double before = 0;
        for (int i = 1; i < done.size(); i++) {
            double raised = Math.log(done.get(i).cpus() / done.get(i - 1).cpus());
            if (raised < APART) {
                continue;
            }
            double gained = time(done.get(i - 1)) - time(done.get(i));
            if (gained < USELESS * raised) {
                before = useless == 0 ? done.get(i - 1).cpus() : before;
                useless++;
            } else {
                useless = 0;
            }
        }
        return useless >= 2 ? before : Double.MAX_VALUE;
    }

    /** How many times faster than with one CPU. */
    double factor(double cpus) {
        return Math.pow(Math.min(cpus, parallelism), exponent);
    }

    /** The share that is so many times faster than one CPU; infinite when there is none. */
    double share(double factor) {
        double share = Math.pow(factor, 1 / exponent);
        return share <= parallelism * (1 + 1e-9) ? share : Double.POSITIVE_INFINITY;
    }
}
