package comporta.forecast;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Usual log duration μ, loading λ and scale s of each task, and the factor g of each past night, so that y = μ + λ g + s z fits the past
 * best; newer nights weigh more. A few rounds of robust means, each for one of the four with the others held.
 */
final class Estimates {
    static final int WINDOW = 60;
    private static final double HALF_LIFE = 15;
    private static final double HUBER = 1.5;
    private static final int FACTOR_STEPS = 4;
    private static final double CUT = 3;
    private static final double MOST_LOADING = 2.5;
    private static final double FIRST_SCALE = 0.2;
    private static final double UNKNOWN_SCALE = 0.5;
    private static final double FEWEST_NIGHTS = 10;
    private static final double LEAST_SCALE = 0.01;

    /** What one night was. */
    @SuppressWarnings("ArrayRecordComponent")   // read by index, never compared
    record Night(int day, double[] y, boolean[] later) {}

    final double[] mu;
    final double[] lambda;
    final double[] scale;
    /** Nights that count, per task. */
    final double[] nights;
    private final boolean[] apart;
    private final double[] weightsOf;
    private final double[] values;

    /** @param apart tasks that the night does not move, such as boots of machines */
    Estimates(boolean[] apart) {
        this.apart = apart;
        int n = apart.length;
        mu = new double[n];
        lambda = new double[n];
        scale = new double[n];
        nights = new double[n];
        weightsOf = new double[Math.max(n, WINDOW + 1)];
        values = new double[weightsOf.length];
        Arrays.fill(mu, Double.NaN);
        Arrays.fill(scale, FIRST_SCALE);
        for (int i = 0; i < n; i++) {
            lambda[i] = apart[i] ? 0 : 1;
        }
    }

    /**
     * Fits what is held to past nights, oldest first; returns their factors.
     *
     * @param rounds 4 from nothing; after a night more, 2 are as good
     */
    double[] fit(List<Night> past, int rounds) {
        var weights = weights(past.size());
        begin(past, weights);
        var factor = new double[past.size()];
        for (int round = 0; round < rounds; round++) {
            double mean = 0;
            double sum = 0;
            for (int h = 0; h < factor.length; h++) {
                factor[h] = factor(past.get(h).y(), null, false);
                mean += weights[h] * factor[h];
                sum += weights[h];
            }
            for (int h = 0; h < factor.length; h++) {
                factor[h] -= mean / sum;
            }
            double usualScale = usualScale(past.size());
            for (int task = 0; task < mu.length; task++) {
                if (nights[task] > 0) {
                    fit(task, past, weights, factor, usualScale);
                }
            }
        }
        return factor;
    }

    static double[] weights(int nights) {
        var weights = new double[nights];
        for (int h = 0; h < nights; h++) {
            weights[h] = Math.pow(2, -(nights - 1 - h) / HALF_LIFE);
        }
        return weights;
    }

    private void begin(List<Night> past, double[] weights) {
        for (int task = 0; task < mu.length; task++) {
            int n = 0;
            double sum = 0;
            double squares = 0;
            for (int h = 0; h < weights.length; h++) {
                double y = past.get(h).y()[task];
                if (!Double.isNaN(y)) {
                    values[n] = y;
                    weightsOf[n++] = weights[h];
                    sum += weights[h];
                    squares += weights[h] * weights[h];
                }
            }
            nights[task] = n == 0 ? 0 : sum * sum / squares;
            if (n > 0 && Double.isNaN(mu[task])) {
                mu[task] = Quantiles.weightedMedian(values, weightsOf, n);
            }
        }
    }

    /**
     * The factor of a night by the present parameters: from the weighted median, four steps of the Huber mean.
     *
     * @param half with {@code isLater}, only the tasks of one half of the night; null: all
     */
    double factor(double[] y, boolean @Nullable [] half, boolean isLater) {
        int n = 0;
        for (int task = 0; task < y.length; task++) {
            if (counts(task, y) && (half == null || half[task] == isLater)) {
                values[n] = (y[task] - mu[task]) / lambda[task];
                weightsOf[n++] = lambda[task] * lambda[task] / (scale[task] * scale[task]);
            }
        }
        if (n == 0) {
            return 0;
        }
        double g = Quantiles.weightedMedian(values, weightsOf, n);
        for (int step = 0; step < FACTOR_STEPS; step++) {
            double above = 0;
            double below = 0;
            for (int i = 0; i < n; i++) {
                // |r − λ g| / s is |r/λ − g| times the root of the weight
                double far = Math.abs(values[i] - g) * Math.sqrt(weightsOf[i]);
                double w = far <= HUBER ? weightsOf[i] : weightsOf[i] * HUBER / far;
                above += w * values[i];
                below += w;
            }
            g = above / below;
        }
        return g;
    }

    /** Variance of {@link #factor} by what the tasks of it are worth. */
    double variance(double[] y, boolean[] half, boolean isLater) {
        double sum = 0;
        for (int task = 0; task < y.length; task++) {
            if (counts(task, y) && half[task] == isLater) {
                sum += lambda[task] * lambda[task] / (scale[task] * scale[task]);
            }
        }
        return sum == 0 ? Double.POSITIVE_INFINITY : 1 / sum;
    }

    private boolean counts(int task, double[] y) {
        return !Double.isNaN(y[task]) && !Double.isNaN(mu[task]) && lambda[task] > 0.05;
    }

    /** Geometric mean of the scales; of a DAG with few nights mixed with what is said of one without any. */
    private double usualScale(int past) {
        double sum = 0;
        int n = 0;
        for (int task = 0; task < mu.length; task++) {
            if (nights[task] > 0) {
                sum += Math.log(scale[task]);
                n++;
            }
        }
        double mean = Math.exp(2 * sum / Math.max(1, n));
        return past > FEWEST_NIGHTS ? mean : (past * mean + UNKNOWN_SCALE * UNKNOWN_SCALE) / (past + 1);
    }

    private void fit(int task, List<Night> past, double[] weights, double[] factor, double usualScale) {
        double loading = lambda[task];
        double s = scale[task];
        double centre = mu[task];
        double above = 0;
        double below = 0;
        for (int h = 0; h < weights.length; h++) {
            double y = past.get(h).y()[task];
            if (!Double.isNaN(y)) {
                double r = y - loading * factor[h];
                double w = weights[h] * huber(r - centre, s);
                above += w * r;
                below += w;
            }
        }
        centre = above / below;
        if (!apart[task]) {
            double both = 0.05;
            double squares = 0.05;
            for (int h = 0; h < weights.length; h++) {
                double r = past.get(h).y()[task] - centre;
                if (!Double.isNaN(r)) {
                    double w = weights[h] * huber(r - loading * factor[h], s) * factor[h];
                    both += w * r;
                    squares += w * factor[h];
                }
            }
            loading = Math.clamp(both / squares, 0, MOST_LOADING);
        }
        double spread = 0;
        double sum = 0;
        for (int h = 0; h < weights.length; h++) {
            double r = past.get(h).y()[task] - centre - loading * factor[h];
            if (!Double.isNaN(r)) {
                double cut = Math.clamp(r, -CUT * s, CUT * s);
                spread += weights[h] * cut * cut;
                sum += weights[h];
            }
        }
        mu[task] = centre;
        lambda[task] = loading;
        scale[task] = Math.max(LEAST_SCALE, Math.sqrt((4 * usualScale + nights[task] * spread / sum) / (3 + nights[task])));
    }

    private static double huber(double residual, double s) {
        double far = Math.abs(residual) / s;
        return far <= HUBER ? 1 : HUBER / far;
    }

    /** The scale of a prediction: what the task itself varies, and what is not known of its usual. */
    double predictive(int task) {
        return nights[task] == 0 ? UNKNOWN_SCALE : scale[task] * Math.sqrt(1 + 1 / nights[task]);
    }
}
