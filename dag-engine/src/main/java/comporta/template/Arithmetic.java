package comporta.template;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers: integers stay exact integers (a quotient is cut off, as in Pebble), everything else has 34 digits. */
final class Arithmetic {
    private Arithmetic() {}

    static Number compute(String operator, Number left, Number right) {
        try {
            return left instanceof Long a && right instanceof Long b
                    ? integers(operator, a, b)
                    : decimals(operator, Values.decimal(left), Values.decimal(right));
        } catch (ArithmeticException e) {
            boolean zero = Values.decimal(right).signum() == 0;
            throw TemplateFailed.because(
                    zero ? "\"" + operator + "\" divides by 0" : "the result of \"" + operator + "\" has too many digits",
                    "Look at the numbers");
        }
    }

    private static Number integers(String operator, long a, long b) {
        return switch (operator) {
            case "+" -> Math.addExact(a, b);
            case "-" -> Math.subtractExact(a, b);
            case "*" -> Math.multiplyExact(a, b);
            case "/" -> Math.divideExact(a, b);
            case "%" -> a % b;
            default -> throw new IllegalArgumentException(operator);
        };
    }

    private static Number decimals(String operator, BigDecimal a, BigDecimal b) {
        return switch (operator) {
            case "+" -> a.add(b, MathContext.DECIMAL128);
            case "-" -> a.subtract(b, MathContext.DECIMAL128);
            case "*" -> a.multiply(b, MathContext.DECIMAL128);
            case "/" -> a.divide(b, MathContext.DECIMAL128);
            case "%" -> a.remainder(b, MathContext.DECIMAL128);
            default -> throw new IllegalArgumentException(operator);
        };
    }

    /** Reads a number from text, as a {@code key=value} line holds it. */
    static Number read(String text) {
        var digits = text.strip();
        try {
            var number = digits.length() > 60 ? null : new BigDecimal(digits);
            if (number != null && Math.abs((long) number.scale()) <= 100) {
                var plain = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
                return plain.scale() <= 0 && plain.precision() - plain.scale() <= 18 ? (Number) plain.longValueExact() : number;
            }
        } catch (NumberFormatException _) {
            // said below, together with numbers beyond all measure
        }
        throw TemplateFailed.because("text " + Values.shown(text) + " is no number", "Write only the number");
    }
}
