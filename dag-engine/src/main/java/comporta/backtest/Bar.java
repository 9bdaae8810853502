package comporta.backtest;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What is asked of a number.
 *
 * @param what in words
 * @param asked in words
 * @param is the number in words
 */
public record Bar(String what, String asked, String is, boolean met) {
    static Bar within(String what, double value, double from, double to) {
        return new Bar(what, percent(from) + " to " + percent(to), percent(value), value >= from && value <= to);
    }

    static Bar atMost(String what, double value, double most, String unit) {
        return new Bar(what, "at most " + number(most) + unit, number(value) + unit, value <= most);
    }

    static Bar atLeast(String what, double value, double least, String unit) {
        return new Bar(what, "at least " + number(least) + unit, number(value) + unit, value >= least);
    }

    static String percent(double share) {
        return number(Math.round(share * 1000) / 10.0) + " %";
    }

    private static String number(double value) {
        return Double.isNaN(value)
                ? "none"
                : BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString();
    }
}
