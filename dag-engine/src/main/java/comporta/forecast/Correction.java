package comporta.forecast;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * How forecasts of past nights strayed, and what that says of tonight's. A forecast is scored at each sixteenth of the usual night by
 * (end − p50)/(p90 − p50) as it was before any correction.
 */
public final class Correction {
    /** Checkpoints of a usual night; later ones, of a long night, count too. */
    public static final int CHECKPOINTS = 16;
    private static final int WINDOW = 60;
    private static final int FEWEST = 5;
    private static final double SHRINK = 10;
    private static final double LEAST_STRETCH = 0.2;

    private final ArrayDeque<double[]> nights = new ArrayDeque<>();

    /** Where half and nine in ten of the scores lie; 0 and 1: nothing is to be corrected. */
    record By(double k50, double k90) {
        static final By NOTHING = new By(0, 1);

        /** Takes sorted ends to better ones, none before {@code now}. */
        double[] of(double[] sorted, double now) {
            if (equals(NOTHING)) {
                return sorted;
            }
            double p50 = Quantiles.of(sorted, 0.5);
            double width = Quantiles.of(sorted, 0.9) - p50;
            double centre = p50 + k50 * width;
            double stretch = Math.max(LEAST_STRETCH, k90 - k50);
            var corrected = new double[sorted.length];
            for (int i = 0; i < sorted.length; i++) {
                corrected[i] = Math.max(now, centre + (sorted[i] - p50) * stretch);
            }
            return corrected;
        }
    }

    /** Scores of one night, by checkpoint; NaN: it was over before, or nothing was forecast. */
    public void learn(double[] scores) {
        if (nights.size() == WINDOW) {
            nights.removeFirst();
        }
        nights.add(scores.clone());
    }

    /** The score of a forecast, given the end. */
    public static double score(double p50, double p90, double end) {
        return (end - p50) / Math.max(1, p90 - p50);
    }

    /** The number of the checkpoint nearest to that moment; a clock that goes behind that of who began the run may show one before it. */
    public static int checkpoint(double now, double usualLength) {
        return usualLength <= 0 || now <= 0 ? 0 : (int) Math.round(CHECKPOINTS * now / usualLength);
    }

    /** Sorted ends, corrected by the scores of other runs of their kind. */
    public static double[] corrected(double[] scores, double[] sorted, double now) {
        var known = scores.clone();
        Arrays.sort(known);
        return by(known, known.length).of(sorted, now);
    }

    By at(double now, double usualLength) {
        int place = checkpoint(now, usualLength);
        var scores = nights.stream()
                .flatMapToDouble(night ->
                        Arrays.stream(night, Math.clamp(place - 1, 0, night.length), Math.clamp(place + 2, 0, night.length)))
                .filter(score -> !Double.isNaN(score))
                .sorted()
                .toArray();
        int n = (int) nights.stream()
                .filter(night -> place < night.length && !Double.isNaN(night[place]))
                .count();
        return n < FEWEST ? By.NOTHING : by(scores, n);
    }

    /** @param sorted scores of neighbouring checkpoints together */
    static By by(double[] sorted, int nights) {
        double k50 = nights * ranked(sorted, 0.5) / (nights + SHRINK);
        double k90 = (nights * ranked(sorted, 0.9) + SHRINK) / (nights + SHRINK);
        return new By(k50, k90);
    }

    private static double ranked(double[] sorted, double p) {
        int rank = (int) Math.ceil(p * (sorted.length + 1) - 1e-9);
        return sorted[Math.clamp(rank, 1, sorted.length) - 1];
    }
}
