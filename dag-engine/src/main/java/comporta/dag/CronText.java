package comporta.dag;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads one cron line. */
final class CronText {
    static final Map<String, String> PRESETS = Map.of(
            "@hourly", "0 * * * *",
            "@daily", "0 0 * * *",
            "@weekly", "0 0 * * 0",
            "@monthly", "0 0 1 * *",
            "@quarterly", "0 0 1 1,4,7,10 *",
            "@yearly", "0 0 1 1 *");

    private static final List<String> PRESET_NAMES =
            List.of("@once", "@hourly", "@daily", "@weekly", "@monthly", "@quarterly", "@yearly");
    private static final String FIELDS = "Fields are minute hour day month weekday";
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> WEEKDAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

    /** One of the five fields, with its range. */
    private enum Field {
        MINUTE(0, 59),
        HOUR(0, 23),
        DAY(1, 31),
        MONTH(1, 12),
        WEEKDAY(0, 7);

        final String word = name().toLowerCase(Locale.ROOT);
        final int least;
        final int most;

        Field(int least, int most) {
            this.least = least;
            this.most = most;
        }

        /** Names of the numbers from {@code least} on. */
        List<String> names() {
            return switch (this) {
                case MINUTE, HOUR, DAY -> List.of();
                case MONTH -> MONTHS;
                case WEEKDAY -> WEEKDAYS;
            };
        }
    }

    private final String line;
    private boolean lastDay;
    private long nthWeekdays;
    private int lastWeekdays;

    private CronText(String line) {
        this.line = line;
    }

    static CronFields read(String line) {
        var text = line.strip();
        if (text.startsWith("@")) {
            var fields = PRESETS.get(text);
            if (fields == null) {
                throw unknownPreset(line, text);
            }
            return new CronText(line).fields(List.of(fields.split(" ")));
        }
        var fields = text.isEmpty() ? List.<String>of() : List.of(text.split("\\s+"));
        if (fields.size() != 5) {
            throw new BadCron("\"" + line + "\": " + count(fields.size()) + ", and a cron line has five", FIELDS);
        }
        return new CronText(line).fields(fields);
    }

    private CronFields fields(List<String> fields) {
        long minutes = numbers(Field.MINUTE, fields.get(0));
        long hours = numbers(Field.HOUR, fields.get(1));
        long days = numbers(Field.DAY, fields.get(2));
        long months = numbers(Field.MONTH, fields.get(3));
        long weekdays = numbers(Field.WEEKDAY, fields.get(4));
        long sundayAsZero = (weekdays & 0x7f) | (weekdays >> 7 & 1);
        return new CronFields(
                minutes,
                (int) hours,
                fields.get(1).equals("*"),
                (int) days,
                lastDay,
                fields.get(2).startsWith("*"),
                (int) months,
                (int) sundayAsZero,
                nthWeekdays,
                lastWeekdays,
                fields.get(4).startsWith("*"));
    }

    private long numbers(Field field, String text) {
        long set = 0;
        for (var part : text.split(",", -1)) {
            if (part.isEmpty()) {
                throw bad("an item is missing in the " + field.word + " list \"" + text + "\"", "Remove the spare comma");
            }
            if (!isSpecial(field, part)) {
                set |= span(field, part);
            }
        }
        return set;
    }

    /** Takes what is no set of numbers: {@code L}, {@code 5L}, {@code 5#2}. */
    private boolean isSpecial(Field field, String part) {
        if (part.equals("?")) {
            throw bad("\"?\" is not known in the " + field.word + " field", "Write *");
        }
        if (field == Field.DAY && part.equalsIgnoreCase("L")) {
            lastDay = true;
            return true;
        }
        if (field != Field.WEEKDAY) {
            return false;
        }
        if (part.equalsIgnoreCase("L")) {
            throw bad("\"L\" alone names no weekday", "Write 5L for the last Friday of the month");
        }
        int hash = part.indexOf('#');
        if (hash >= 0) {
            int weekday = number(field, part.substring(0, hash)) % 7;
            var nth = part.substring(hash + 1);
            if (!nth.matches("[1-5]")) {
                throw bad("\"" + part + "\" asks for weekday number " + nth + " of a month, not one of 1-5",
                        "Write 5#2 for the second Friday, 5L for the last");
            }
            nthWeekdays |= 1L << (8 * Integer.parseInt(nth) + weekday);
            return true;
        }
        if (part.endsWith("L") || part.matches("[0-9]l")) {
            lastWeekdays |= 1 << number(field, part.substring(0, part.length() - 1)) % 7;
            return true;
        }
        return false;
    }

    private long span(Field field, String part) {
        int slash = part.indexOf('/');
        var range = slash < 0 ? part : part.substring(0, slash);
        int step = slash < 0 ? 1 : step(field, part.substring(slash + 1));
        int dash = range.indexOf('-');
        int from;
        int to;
        if (range.equals("*")) {
            from = field.least;
            to = field == Field.WEEKDAY ? 6 : field.most;
        } else if (dash <= 0) {
            from = number(field, range);
            to = slash < 0 ? from : field == Field.WEEKDAY ? Math.max(from, 6) : field.most;
        } else {
            from = number(field, range.substring(0, dash));
            to = number(field, range.substring(dash + 1));
            to = field == Field.WEEKDAY && to == 0 && from > 0 ? 7 : to;
        }
        if (from > to) {
            int end = field == Field.WEEKDAY ? 6 : field.most;
            throw bad(field.word + " range " + range + " runs backwards",
                    "Write " + span(from, end) + "," + span(field.least, to));
        }
        long set = 0;
        for (int n = from; n <= to; n += step) {
            set |= 1L << n;
        }
        return set;
    }

    private static String span(int from, int to) {
        return from == to ? Integer.toString(from) : from + "-" + to;
    }

    private int step(Field field, String text) {
        if (!text.matches("[0-9]{1,9}")) {
            throw bad("step \"" + text + "\" of the " + field.word + " is not a number", "Write e.g. */15");
        }
        int step = Integer.parseInt(text);
        if (step < 1 || step > field.most) {
            throw bad(field.word + " step " + text + " is not in 1-" + field.most, "Write e.g. */" + Math.min(field.most, 2));
        }
        return step;
    }

    private int number(Field field, String text) {
        if (text.matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(text);
            if (number < field.least || number > field.most) {
                throw bad(field.word + " " + text + " is not in " + field.least + "-" + field.most, FIELDS);
            }
            return number;
        }
        int named = field.names().indexOf(text.toLowerCase(Locale.ROOT));
        if (named >= 0) {
            return field.least + named;
        }
        if (field.names().isEmpty()) {
            throw bad(field.word + " \"" + text + "\" is not a number", FIELDS);
        }
        throw bad("there is no " + field.word + " \"" + text + "\"", "Names are " + String.join(" ", field.names()));
    }

    private BadCron bad(String what, String fix) {
        return new BadCron("\"" + line + "\": " + what, fix);
    }

    private static BadCron unknownPreset(String line, String preset) {
        if (preset.equals("@once")) {
            return new BadCron("\"@once\" stands alone and is not one line of several", "Remove it, or keep nothing else");
        }
        return new BadCron("\"" + line + "\" is not a preset", "Presets are " + String.join(" ", PRESET_NAMES));
    }

    private static String count(int fields) {
        var words = List.of("no field", "one field", "two fields", "three fields", "four fields", "five fields", "six fields",
                "seven fields");
        return fields < words.size() ? words.get(fields) : fields + " fields";
    }
}
