package comporta.forecast;

import java.util.Arrays;

/**
 * The form of what is left of a log duration when the usual, the night and the task's own spread are taken out: the sorted
 * residuals of past tasks themselves. Beyond the largest, the last half observation of mass falls off exponentially with
 * scale 1, in units of the spread.
 */
final class Shape {
    private static final int NORMAL_POINTS = 400;
    private static final Shape NORMAL = new Shape(normalPoints(), 0.4);

    private final double[] sorted;
    /** Scale of the tail, in the unit of the residuals. */
    private final double tail;

    private Shape(double[] sorted, double tail) {
        this.sorted = sorted;
        this.tail = tail;
    }

    /** Of residuals in any order; at least two. */
    static Shape of(double[] residuals) {
        return of(residuals, 1);
    }

    /** The same with another tail than 1. */
    static Shape of(double[] residuals, double tail) {
        var sorted = residuals.clone();
        Arrays.sort(sorted);
        return new Shape(sorted, tail);
    }

    /** The standard normal. */
    static Shape normal() {
        return NORMAL;
    }

    private static double[] normalPoints() {
        var points = new double[NORMAL_POINTS];
        for (int i = 0; i < points.length; i++) {
            points[i] = Normal.quantile((i + 0.5) / points.length);
        }
        return points;
    }

    /** The value below which a share {@code u} lies, 0 &lt; u &lt; 1. */
    double at(double u) {
        int n = sorted.length;
        double place = u * n - 0.5;
        if (place <= 0) {
            return sorted[0];
        }
        if (place >= n - 1) {
            // the last half observation: mass 1/(2n) beyond the largest
            return sorted[n - 1] + tail * Math.log(0.5 / (n * (1 - u)));
        }
        int below = (int) place;
        return sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
    }

    /** The share below {@code z}, less than 1. */
    double below(double z) {
        int n = sorted.length;
        if (z >= sorted[n - 1]) {
            return 1 - 0.5 / n * Math.exp((sorted[n - 1] - z) / tail);
        }
        if (z <= sorted[0]) {
            return 0;
        }
        int low = 0;
        int high = n - 1;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] > z) {
                high = middle;
            } else {
                low = middle;
            }
        }
        double step = sorted[high] - sorted[low];
        return (low + 0.5 + (step > 0 ? (z - sorted[low]) / step : 0)) / n;
    }

    /** The share above {@code z}: exact in the tail, and never 0 but far beyond it. */
    double above(double z) {
        int n = sorted.length;
        return z >= sorted[n - 1] ? Math.max(Double.MIN_NORMAL, 0.5 / n * Math.exp((sorted[n - 1] - z) / tail)) : 1 - below(z);
    }

    /** How far out something is drawn that is known to lie beyond {@code z}: exact in the tail, where 1 − share loses all digits. */
    double beyond(double z, double u) {
        int n = sorted.length;
        if (z >= sorted[n - 1]) {
            return z - tail * Math.log(1 - u);
        }
        double from = below(z);
        return at(from + (1 - from) * u);
    }
}
