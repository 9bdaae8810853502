package comporta.forecast;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How much faster a job runs with more CPU: the time of an iteration is its work over {@code min(cpus, parallelism)} to the power of
 * {@code exponent}. A serial part shows as a smaller exponent over the range of shares that is used.
 *
 * @param exponent 0.4..1
 * @param parallelism the share above which it runs no faster
 */
public record Speedup(double exponent, double parallelism) {
    /** What takes so many times longer than usual straggles, and tells nothing of the speed-up. */
    public static final double STRAGGLES = 1.6;

    /** Before anything is known: nearly as much faster as it gets more CPU. */
    private static final double GUESS = 0.95;
    private static final double LEAST = 0.4;
    private static final double APART = Math.log(1.2);
    private static final int FEWEST = 3;
    /** One of so many may straggle, and one at any rate: were it more, they would be the rule. */
    private static final int ONE_IN = 8;
    /** Variance of the exponents that jobs have. */
    private static final double SPREAD = 0.06;
    private static final double LEAST_NOISE = 0.0025;
    /** A raise that shortened an iteration by less than this share of what it should have done nothing. */
    private static final double USELESS = 0.2;

    /**
     * What earlier launches tell, the oldest first.
     *
     * @param seconds that each took
     * @param cpus that it had, above 0; as many
     */
    public static Speedup learnt(double[] seconds, double[] cpus) {
        var times = Arrays.stream(seconds).map(each -> Math.log(Math.max(1e-3, each))).toArray();
        var shares = Arrays.stream(cpus).map(Math::log).toArray();
        var kept = withoutStragglers(times, shares);
        return new Speedup(
                exponent(
                        Arrays.stream(kept).mapToDouble(i -> times[i]).toArray(), Arrays.stream(kept).mapToDouble(i -> shares[i]).toArray()),
                parallelism(times, shares, cpus));
    }

    /** Which do not stand out as far slower than the middle one, should the guess be right; the few slowest alone can be left out. */
    private static int[] withoutStragglers(double[] times, double[] shares) {
        int n = times.length;
        if (n < FEWEST) {
            return IntStream.range(0, n).toArray();
        }
        var works = new double[n];
        for (int i = 0; i < n; i++) {
            works[i] = times[i] + GUESS * shares[i];
        }
        var sorted = works.clone();
        Arrays.sort(sorted);
        double most = Math.max(sorted[(n - 1) / 2] + Math.log(STRAGGLES), sorted[n - 1 - Math.max(1, n / ONE_IN)]);
        return IntStream.range(0, n).filter(i -> works[i] <= most).toArray();
    }

    /**
     * The slope of log time over log share, drawn towards the guess as strongly as the noise of the times asks for (ridge regression, the
     * penalty being noise over {@link #SPREAD}).
     */
    private static double exponent(double[] times, double[] shares) {
        int n = times.length;
        if (n < FEWEST || Arrays.stream(shares).max().orElse(0) - Arrays.stream(shares).min().orElse(0) < APART) {
            return GUESS;
        }
        double share = Arrays.stream(shares).sum() / n;
        double time = Arrays.stream(times).sum() / n;
        double across = 0;
        double along = 0;
        double noise = 0;
        for (int i = 0; i < n; i++) {
            double more = shares[i] - share;
            double rest = times[i] - time;
            along += more * more;
            across += more * rest;
            noise += (rest + GUESS * more) * (rest + GUESS * more);
        }
        double penalty = Math.max(LEAST_NOISE, noise / (n - 1)) / SPREAD;
        return Math.clamp((penalty * GUESS - across) / (along + penalty), LEAST, 1);
    }

    /** Two raises in a row of a fifth or more that gained nothing: it has as many threads as it had CPUs before them. */
    private static double parallelism(double[] times, double[] shares, double[] cpus) {
        int useless = 0;
        double before = 0;
        for (int i = 1; i < times.length; i++) {
            double raised = shares[i] - shares[i - 1];
            if (raised < APART) {
                continue;
            }
            if (times[i - 1] - times[i] < USELESS * raised) {
                before = useless == 0 ? cpus[i - 1] : before;
                useless++;
            } else {
                useless = 0;
            }
        }
        return useless >= 2 ? before : Double.MAX_VALUE;
    }

    /** How many times faster than with one CPU. */
    public double factor(double cpus) {
        return Math.pow(Math.min(cpus, parallelism), exponent);
    }

    /** The share that is so many times faster than one CPU; infinite when there is none. */
    public double share(double factor) {
        double share = Math.pow(factor, 1 / exponent);
        return share <= parallelism * (1 + 1e-9) ? share : Double.POSITIVE_INFINITY;
    }
}
