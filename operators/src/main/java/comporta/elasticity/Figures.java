package comporta.elasticity;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as people read them. */
final class Figures {
    private static final double MINUTE = 60;
    private static final double HOUR = 3600;

    private Figures() {}

    /** Seconds as {@code 45 s}, {@code 12 min} or {@code 3.2 h}. */
    static String span(double seconds) {
        double length = Math.abs(seconds);
        return length < 2 * MINUTE
                ? String.format(Locale.ROOT, "%.0f s", length)
                : length < 2 * HOUR
                ? String.format(Locale.ROOT, "%.0f min", length / MINUTE)
                : String.format(Locale.ROOT, "%.1f h", length / HOUR);
    }

    /** A share without needless zeros. */
    static String share(double cpus) {
        return BigDecimal.valueOf(cpus).setScale(2, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString();
    }

    /** A chance as a whole percentage. */
    static String percent(double chance) {
        return Math.round(100 * chance) + " %";
    }

    /** Exact in decimals: 1.0 − 0.2 − 0.2 − … ends at 0. */
    static double decimal(double share) {
        return BigDecimal.valueOf(share).setScale(9, RoundingMode.HALF_UP).doubleValue();
    }
}
