package comporta.dagfile;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Numbers as YAML 1.2 writes them. */
final class Numbers {
    private static final int LONGEST = 40;

    private Numbers() {}

    /** The integer; null: {@code text} is none, or has more than 64 bits. */
    static @Nullable Long integer(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return null;
        }
        try {
            if (text.startsWith("0x")) {
                return Long.parseLong(text, 2, text.length(), 16);
            }
            if (text.startsWith("0o")) {
                return Long.parseLong(text, 2, text.length(), 8);
            }
            char last = text.charAt(text.length() - 1);
            return last >= '0' && last <= '9' && isNumberText(text, false) ? Long.valueOf(Long.parseLong(text)) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** The number, as {@link Long} where it is an integer; null: {@code text} is none. */
    static @Nullable Number number(String text) {
        var integer = integer(text);
        if (integer != null) {
            return integer;
        }
        if (text.isEmpty() || text.length() > LONGEST || !isNumberText(text, true)) {
            return null;
        }
        try {
            var number = new BigDecimal(text);
            // An exponent of a million would cost a million digits as soon as somebody adds one.
            return Math.abs((long) number.scale()) > 400 ? null : number;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Keeps the exception, which is slow, for what looks like a number. */
    private static boolean isNumberText(String text, boolean fraction) {
        boolean digits = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean sign = c == '+' || c == '-';
            if (c >= '0' && c <= '9') {
                digits = true;
            } else if (fraction ? !sign && c != '.' && c != 'e' && c != 'E' : !sign || i > 0) {
                return false;
            }
        }
        return digits;
    }
}
