package comporta.forecast;

import java.util.function.DoubleUnaryOperator;

/**
 * What is known of the factor that all tasks of one night share: weights over a grid of its natural logarithm g (0 as usual, 0.3 is 35 %
 * slower). Each task that ends, or runs longer than usual, is one sum over the grid.
 */
final class NightFactor {
    static final double FROM = -0.8;
    static final double TO = 1.2;
    /** The likelihood is a little narrower than the prediction: a task's own scale holds what the night no longer has to explain. */
    static final double NARROWER = 0.85;
    private static final int POINTS = 81;

    private final double from;
    private final double step;
    private final double[] log;
    private final double[] cumulative;

    private NightFactor(double from, double step, double[] log) {
        this.from = from;
        this.step = step;
        this.log = log;
        this.cumulative = new double[log.length];
    }

    /**
     * The prior of a night.
     *
     * @param density of g, not normalised
     * @param from the grid reaches down to there at least
     * @param to and up to there
     */
    static NightFactor of(DoubleUnaryOperator density, double from, double to) {
        double low = Math.min(FROM, from);
        double high = Math.max(TO, to);
        double step = (TO - FROM) / (POINTS - 1);
        int points = (int) Math.ceil((high - low) / step - 1e-9) + 1;
        var log = new double[points];
        for (int i = 0; i < points; i++) {
            log[i] = Math.log(density.applyAsDouble(low + i * step) + 1e-300);
        }
        return new NightFactor(low, step, log);
    }

    NightFactor copy() {
        return new NightFactor(from, step, log.clone());
    }

    /** A task took exp(y): y − usual, its loading, and the scale of its likelihood. */
    void finished(double residual, double loading, double scale) {
        for (int i = 0; i < log.length; i++) {
            log[i] += StudentT.logDensity4((residual - loading * (from + i * step)) / scale);
        }
    }

    /** A task runs for exp(y) and has not ended. */
    void running(double residual, double loading, double scale) {
        for (int i = 0; i < log.length; i++) {
            log[i] += StudentT.logBeyond4((residual - loading * (from + i * step)) / scale);
        }
    }

    /** To be called after the last sum and before {@link #quantile}. */
    void settle() {
        double most = Double.NEGATIVE_INFINITY;
        for (double each : log) {
            most = Math.max(most, each);
        }
        double sum = 0;
        double last = Math.exp(log[0] - most);
        cumulative[0] = 0;
        for (int i = 1; i < log.length; i++) {
            double next = Math.exp(log[i] - most);
            sum += (last + next) / 2;
            cumulative[i] = sum;
            last = next;
        }
        for (int i = 0; i < log.length; i++) {
            cumulative[i] /= sum;
        }
    }

    double quantile(double u) {
        int low = 0;
        int high = log.length - 1;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (cumulative[middle] > u) {
                high = middle;
            } else {
                low = middle;
            }
        }
        double width = cumulative[high] - cumulative[low];
        return from + step * (low + (width > 0 ? (u - cumulative[low]) / width : 0.5));
    }

    double mean() {
        double sum = 0;
        for (int i = 1; i < log.length; i++) {
            sum += (cumulative[i] - cumulative[i - 1]) * (from + (i - 0.5) * step);
        }
        return sum;
    }
}
