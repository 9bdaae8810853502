package comporta.dag;

import java.time.LocalTime;

/** A time of day, perhaps on a later day: {@code 06:00}, {@code 06:00+1d}. */
public record WallTime(LocalTime time, int days) {

    /**
     * Reads {@code HH:MM}, perhaps followed by {@code +Nd} with at most 31 days.
     *
     * @throws Misspelt when {@code text} is no such time
     */
    public static WallTime parse(String text) {
        int plus = text.indexOf('+');
        var clock = plus < 0 ? text : text.substring(0, plus);
        int hour = clock.length() == 5 && clock.charAt(2) == ':' ? twoDigits(clock, 0) : -1;
        int minute = hour < 0 ? -1 : twoDigits(clock, 3);
        int days = plus < 0 ? 0 : days(text.substring(plus + 1));
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || days < 0) {
            throw new Misspelt(
                    "bad-time",
                    "\"" + text + "\" is not a time of day",
                    days < 0 ? "Write e.g. \"06:00+1d\" for the day after" : "Write \"" + meant(clock) + "\"");
        }
        return new WallTime(LocalTime.of(hour, minute), days);
    }

    private static int twoDigits(String text, int at) {
        int tens = Character.digit(text.charAt(at), 10);
        int ones = Character.digit(text.charAt(at + 1), 10);
        return tens < 0 || ones < 0 ? -1 : tens * 10 + ones;
    }

    private static int days(String text) {
        if (text.length() < 2 || text.length() > 3 || !text.endsWith("d")) {
            return -1;
        }
        int days = text.length() == 2 ? Character.digit(text.charAt(0), 10) : twoDigits(text, 0);
        return days > 31 ? -1 : days;
    }

    /** What {@code 6am}, {@code 6:00} and {@code 6} were meant to be. */
    private static String meant(String clock) {
        int end = 0;
        while (end < clock.length() && end < 2 && Character.digit(clock.charAt(end), 10) >= 0) {
            end++;
        }
        if (end == 0) {
            return "06:00";
        }
        int hour = Integer.parseInt(clock.substring(0, end));
        var rest = clock.substring(end);
        int noon = rest.equalsIgnoreCase("pm") && hour < 12 ? 12 : 0;
        if (hour > 23) {
            return "06:00";
        }
        boolean minutes = rest.length() == 3 && rest.charAt(0) == ':' && twoDigits(rest, 1) >= 0 && twoDigits(rest, 1) < 60;
        return (hour + noon < 10 ? "0" : "") + (hour + noon) + (minutes ? rest : ":00");
    }

    @Override
    public String toString() {
        return days == 0 ? time.toString() : time + "+" + days + "d";
    }
}
