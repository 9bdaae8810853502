package comporta.dag;

import java.time.DateTimeException;
import java.time.Duration;

/** Lengths of time as people write them: {@code 500ms}, {@code 90s}, {@code 1h30m}, {@code 2d}, or ISO-8601 ({@code PT5M}). */
public final class Durations {
    private static final Duration LONGEST = Duration.ofDays(36_500);
    private static final String[] UNITS = {"d", "h", "m", "s", "ms"};
    private static final long[] MILLIS = {86_400_000, 3_600_000, 60_000, 1_000, 1};

    private Durations() {}

    /**
     * Reads a length of time, from zero to a hundred years.
     *
     * @throws Misspelt when {@code text} is none
     */
    public static Duration parse(String text) {
        var duration = text.startsWith("P") ? iso(text) : Duration.ofMillis(millis(text));
        if (duration.compareTo(LONGEST) > 0) {
            throw new Misspelt("bad-duration", "\"" + text + "\" is longer than a hundred years", "Write less, or leave the key out");
        }
        return duration;
    }

    /** The short form, exact to the millisecond: {@code 1h30m}, {@code 500ms}, {@code 0s}. */
    public static String format(Duration duration) {
        long left = duration.toMillis();
        if (left == 0) {
            return "0s";
        }
        var text = new StringBuilder(left < 0 ? "-" : "");
        left = Math.abs(left);
        for (int unit = 0; unit < UNITS.length; unit++) {
            long count = left / MILLIS[unit];
            left %= MILLIS[unit];
            if (count > 0) {
                text.append(count).append(UNITS[unit]);
            }
        }
        return text.toString();
    }

    private static Duration iso(String text) {
        try {
            var duration = Duration.parse(text);
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeException e) {
            throw wrong(text, "", "Write e.g. 1h30m or PT1H30M");
        }
        throw wrong(text, ": it is below zero", "Write e.g. 1h30m or PT1H30M");
    }

    private static long millis(String text) {
        long sum = 0;
        int nextUnit = 0;
        int at = 0;
        while (at < text.length() || at == 0) {
            int digits = at;
            while (at < text.length() && isDigit(text.charAt(at))) {
                at++;
            }
            int letters = at;
            while (at < text.length() && isLetter(text.charAt(at))) {
                at++;
            }
            if (digits == letters || letters - digits > 12) {
                throw wrong(text, "", "Write a number and a unit (ms s m h d), e.g. 90s or 1h30m");
            }
            var number = text.substring(digits, letters);
            if (letters == at) {
                var fix = at < text.length()
                        ? "Write whole numbers with a unit (ms s m h d), e.g. 1h30m"
                        : "Write " + text + "s, " + text + "m or " + text + "h";
                throw wrong(text, at < text.length() ? "" : ": the unit is missing", fix);
            }
            int unit = unit(text, number, text.substring(letters, at));
            if (unit < nextUnit) {
                throw wrong(text, ": larger units come first, each once", "Write e.g. 1h30m");
            }
            nextUnit = unit + 1;
            sum += Math.min(Long.parseLong(number), LONGEST.toMillis() / MILLIS[unit] + 1) * MILLIS[unit];
        }
        return sum;
    }

    private static int unit(String text, String number, String letters) {
        for (int unit = 0; unit < UNITS.length; unit++) {
            if (UNITS[unit].equals(letters)) {
                return unit;
            }
        }
        // "90min", "2 hours", "5M": the first letter mostly says what was meant
        var first = Character.toString(Character.toLowerCase(letters.charAt(0)));
        var meant = "dhms".contains(first) ? "Write " + number + first : "Units are ms s m h d, e.g. 90s";
        throw wrong(text, ": there is no unit " + letters, meant);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static Misspelt wrong(String text, String why, String fix) {
        return new Misspelt("bad-duration", "\"" + text + "\" is not a duration" + why, fix);
    }
}
