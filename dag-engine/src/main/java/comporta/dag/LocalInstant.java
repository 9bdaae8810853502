package comporta.dag;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * An instant as written in a DAG file.
 *
 * @param offset null: local to the DAG's zone
 */
public record LocalInstant(LocalDateTime at, @Nullable ZoneOffset offset) {

    /**
     * Reads {@code 2026-11-01} (midnight), {@code 2026-11-01T06:00}, {@code 2026-11-01T06:00:30}, the latter two perhaps with {@code Z} or
     * an offset such as {@code -03:00}.
     *
     * @throws Misspelt when {@code text} is no such instant
     */
    public static LocalInstant parse(String text) {
        if (!fits(text, 0, "dddd-dd-dd") || (text.length() > 10 && text.charAt(10) != 'T')) {
            throw wrong(text, "Write 2026-11-01 or 2026-11-01T06:00");
        }
        int end = 10;
        int hour = 0;
        int minute = 0;
        int second = 0;
        if (text.length() > 10) {
            if (!fits(text, 11, "dd:dd")) {
                throw wrong(text, "Write e.g. " + text.substring(0, 10) + "T06:00");
            }
            hour = number(text, 11, 13);
            minute = number(text, 14, 16);
            end = 16;
            if (fits(text, 16, ":dd")) {
                second = number(text, 17, 19);
                end = 19;
            }
        }
        ZoneOffset offset = null;
        if (end < text.length()) {
            try {
                offset = ZoneOffset.of(text.substring(end));
            } catch (DateTimeException e) {
                throw wrong(text, "Write an offset as Z or -03:00");
            }
        }
        try {
            return new LocalInstant(
                    LocalDateTime.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10), hour, minute, second), offset);
        } catch (DateTimeException e) {
            throw new Misspelt(
                    "bad-time",
                    "\"" + text + "\" is no date" + (end > 10 ? " and time" : ""),
                    "Dates are year-month-day, times 00:00 to 23:59");
        }
    }

    /** The instant, with {@code zone} for a local one (in a gap: the first valid instant after it; in a fold: the earlier). */
    public Instant in(ZoneId zone) {
        if (offset != null) {
            return at.toInstant(offset);
        }
        var transition = zone.getRules().getTransition(at);
        return transition != null && transition.isGap() ? transition.getInstant() : at.atZone(zone).toInstant();
    }

    private static boolean fits(String text, int from, String shape) {
        if (text.length() < from + shape.length()) {
            return false;
        }
        for (int i = 0; i < shape.length(); i++) {
            char c = text.charAt(from + i);
            if (shape.charAt(i) == 'd' ? c < '0' || c > '9' : c != shape.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text.substring(from, to));
    }

    private static Misspelt wrong(String text, String fix) {
        return new Misspelt("bad-time", "\"" + text + "\" is not a date or a date with a time", fix);
    }
}
