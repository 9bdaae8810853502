package comporta.elasticity;

import comporta.forecast.Speedup;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * What a job still has to do, as samples: each the work of all iterations to come, drawn from those that were measured (bootstrap).
 *
 * @param overhead seconds between iterations, of all that are to come
 * @param usual work of one iteration, the middle one
 * @param spread standard deviation of the logarithm of works, those left out that straggle
 * @param straggled how many took far longer than usual
 * @param works CPU-work of the iterations to come, ascending
 */
@SuppressWarnings("ArrayRecordComponent")   // nobody compares them
record Remainder(Speedup speedup, double overhead, double usual, double spread, int straggled, double[] works) {
    private static final int SAMPLES = 200;
    private static final long SEED = 20261120;
    /** How far the mean of one measured work may be from the truth, as a share. */
    private static final double UNSURE = 0.12;
    /** The median of distances, as a standard deviation of a normal distribution. */
    private static final double OF_NORMAL = 1.4826;
    private static final int ENOUGH = 4;

    static Remainder learnt(Sight sight) {
        var speedup = Iteration.speedup(sight.done());
        var done = sight.done();
        var measured = new double[done.size()];
        double overhead = 0;
        for (int i = 0; i < measured.length; i++) {
            measured[i] = Math.max(1e-3, done.get(i).seconds()) * speedup.factor(done.get(i).cpus());
            overhead += sight.overhead(i);
        }
        var works = drawn(measured, sight.remaining());
        Arrays.sort(measured);
        double usual = measured[measured.length / 2];
        return new Remainder(
                speedup, sight.remaining() * overhead / measured.length, usual, spread(measured, usual),
                (int) Arrays.stream(measured).filter(work -> work > Speedup.STRAGGLES * usual).count(), works);
    }

    private static double spread(double[] measured, double usual) {
        if (measured.length < ENOUGH) {
            return 0;
        }
        var distances = Arrays.stream(measured).map(work -> Math.abs(Math.log(work / usual))).sorted().toArray();
        return OF_NORMAL * distances[distances.length / 2];
    }

    private static double[] drawn(double[] measured, int remaining) {
        var random = new SplittableRandom(SEED);
        var works = new double[SAMPLES];
        // the fewer were measured, the less their mean is known: all of a sample are off together by a draw of it
        double unsure = UNSURE / measured.length;
        for (int sample = 0; sample < SAMPLES; sample++) {
            double sum = 0;
            for (int i = 0; i < remaining; i++) {
                sum += measured[random.nextInt(measured.length)];
            }
            works[sample] = sum * Math.exp(unsure * random.nextGaussian());
        }
        Arrays.sort(works);
        return works;
    }

    /** The work that is not exceeded with that chance. */
    double quantile(double chance) {
        return works[Math.clamp((int) Math.ceil(chance * works.length) - 1, 0, works.length - 1)];
    }

    /** Seconds until the end, when the middle sample comes true. */
    double seconds(double cpus) {
        return overhead + quantile(0.5) / speedup.factor(cpus);
    }

    /** Chance that it takes longer than so many seconds. */
    double late(double cpus, double seconds) {
        double factor = speedup.factor(cpus);
        return Arrays.stream(works).filter(work -> overhead + work / factor > seconds).count() / (double) works.length;
    }
}
