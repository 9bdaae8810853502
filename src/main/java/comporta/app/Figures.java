package comporta.app;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** Figures as people read them: no more digits than they would say. */
final class Figures {
    private Figures() {}

    /** A length of time: {@code 26ms}, {@code 0.8s}, {@code 43s}, {@code 3m05s}, {@code 1h02m}, {@code 2d03h}. */
    static String span(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        if (millis < 100) {
            return millis == 0 ? "0s" : millis + "ms";
        }
        if (millis < 9_950) {
            long tenths = (millis + 50) / 100;
            return tenths / 10 + "." + tenths % 10 + "s";
        }
        long seconds = (millis + 500) / 1000;
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return seconds / 60 + "m" + two(seconds % 60) + "s";
        }
        long minutes = seconds / 60;
        return minutes < 24 * 60 ? minutes / 60 + "h" + two(minutes % 60) + "m" : minutes / (24 * 60) + "d" + two(minutes / 60 % 24) + "h";
    }

    /** A number with its thousands apart: {@code 10,000}. */
    static String count(long number) {
        var digits = Long.toString(number);
        var text = new StringBuilder();
        for (int i = 0; i < digits.length(); i++) {
            if (i > 0 && (digits.length() - i) % 3 == 0) {
                text.append(',');
            }
            text.append(digits.charAt(i));
        }
        return text.toString();
    }

    /** {@code 1 task}, {@code 3 tasks}. */
    static String count(long number, String thing) {
        return count(number) + " " + thing + (number == 1 ? "" : "s");
    }

    /** The time of day, to the second. */
    static String clock(Instant at, ZoneId zone) {
        var time = at.atZone(zone).toLocalTime();
        return two(time.getHour()) + ":" + two(time.getMinute()) + ":" + two(time.getSecond());
    }

    private static String two(long number) {
        return number < 10 ? "0" + number : Long.toString(number);
    }
}
