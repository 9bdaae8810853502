package comporta.elasticity;

import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** A kind of jobs that laws are judged by. The n-th job of a seed is the same for every law. */
public enum Scenario {
    CALM(0.05, 0, 1, 1, 0),
    NOISY(0.25, 0, 1, 1, 0),
    STRAGGLERS(0.05, 0.05, 1, 1, 0),
    WRONG_DECLARED(0.05, 0, 1 / 1.6, 1, 0),
    SUBLINEAR(0.05, 0, 1, 0.8, 0.2);

    private static final double OVERHEAD = 10;
    private static final int FEWEST = 8;
    private static final int MOST = 40;
    private static final double LEAST_SHARE = 0.3;
    private static final double LARGEST_SHARE = 1.6;

    private final double noise;
    private final double stragglers;
    private final double declared;
    private final double exponent;
    private final double serial;

    /**
     * @param noise standard deviation of the logarithm of the work of an iteration
     * @param stragglers share of iterations that take two to four times as long
     * @param declared duration over the true one
     * @param exponent of the speed-up
     * @param serial share of an iteration's work that more CPU does not shorten
     */
    Scenario(double noise, double stragglers, double declared, double exponent, double serial) {
        this.noise = noise;
        this.stragglers = stragglers;
        this.declared = declared;
        this.exponent = exponent;
        this.serial = serial;
    }

    /** As it is written on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The n-th job; only such as the largest share can finish in time. */
    SimulatedJob job(long seed, int number) {
        var random = new SplittableRandom(seed * 1_000_003 + number);
        while (true) {
            var job = drawn(random);
            if (job.run(job.promise().max()).end() <= job.promise().deadline()) {
                return job;
            }
        }
    }

    private SimulatedJob drawn(RandomGenerator random) {
        int iterations = random.nextInt(FEWEST, MOST + 1);
        double mean = random.nextDouble(60, 400);
        double needed = random.nextDouble(LEAST_SHARE, LARGEST_SHARE);
        var works = new double[iterations];
        var overheads = new double[iterations];
        for (int i = 0; i < iterations; i++) {
            double straggles = random.nextDouble() < stragglers ? random.nextDouble(2, 4) : 1;
            works[i] = mean * Math.exp(noise * random.nextGaussian() - noise * noise / 2) * straggles;
            overheads[i] = Math.max(0, OVERHEAD + 2 * random.nextGaussian());
        }
        // what the job needs at that share when no iteration straggles: who sets a deadline does not think of those
        double usual = OVERHEAD + mean * (serial + (1 - serial) / Math.pow(needed, exponent));
        var promise = new Promise(0, iterations * usual, iterations, mean * declared, 1, 0.1, 2);
        return new SimulatedJob(promise, works, overheads, exponent, serial);
    }
}
