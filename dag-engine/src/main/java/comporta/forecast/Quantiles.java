package comporta.forecast;

import java.util.Arrays;

/** Quantiles of samples and of weighted values. */
public final class Quantiles {
    private Quantiles() {}

    /** Quantile {@code q} of sorted samples at position q(S+1), interpolated; {@code sorted} is never empty. */
    public static double of(double[] sorted, double q) {
        double place = q * (sorted.length + 1) - 1;
        if (place <= 0) {
            return sorted[0];
        }
        if (place >= sorted.length - 1) {
            return sorted[sorted.length - 1];
        }
        int below = (int) place;
        return sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
    }

    /** Chance of being later than {@code due}: (late samples + ½)/(S + 1), never 0 or 1. */
    public static double late(double[] sorted, double due) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] > due) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return (sorted.length - low + 0.5) / (sorted.length + 1);
    }

    /** Smallest value with at least half of the weight at or below it; the first {@code n} of both arrays count, n at least 1. */
    static double weightedMedian(double[] values, double[] weights, int n) {
        long[] order = new long[n];
        double total = 0;
        for (int i = 0; i < n; i++) {
            long bits = Double.doubleToLongBits(values[i]);
            order[i] = (sortable(bits) & ~0xFFFFL) | i;   // the low bits of a double are worth less than one second in a century
            total += weights[i];
        }
        Arrays.sort(order);
        double sum = 0;
        for (long each : order) {
            int i = (int) (each & 0xFFFF);
            sum += weights[i];
            if (sum >= total / 2) {
                return values[i];
            }
        }
        return values[(int) (order[n - 1] & 0xFFFF)];
    }

    private static long sortable(long bits) {
        return bits < 0 ? ~bits ^ Long.MIN_VALUE : bits;
    }
}
