package comporta.dagfile;

import comporta.dag.BadCron;
import comporta.dag.Cron;
import comporta.dag.Durations;
import comporta.dag.Ids;
import comporta.dag.LocalInstant;
import comporta.dag.Misspelt;
import comporta.dag.Sizes;
import comporta.dag.WallTime;
import org.jspecify.annotations.Nullable;

/** Texts with a spelling of their own, each with an example of it. */
public enum Spelling {
    ID("an id", "my-task"),
    NAME("a name", "my_name"),
    DURATION("a duration", "5m"),
    SIZE("a size", "4g"),
    WALL_TIME("a time of day", "\"06:00\""),
    INSTANT("an instant", "2026-11-01"),
    DATE("a date", "2026-12-25"),
    TIME_OR_INSTANT("a time of day or an instant", "\"05:30\""),
    ZONE("a time zone", "America/Sao_Paulo"),
    CRON("a cron line", "\"0 1 * * *\""),
    SPAN("a duration or a multiple of the usual one", "2x"),
    END("an exit code, user or timeout", "75"),
    SKIPPED_END("an exit code or timeout", "99"),
    TOLERATED("a count or a share", "10%"),
    REFERENCE("a reference", "conn.warehouse.password"),
    EXPECTED_STATUS("a status code", "2xx");

    final String inWords;
    final String example;

    Spelling(String inWords, String example) {
        this.inWords = inWords;
        this.example = example;
    }

    /** @throws Misspelt when {@code text} is not spelt so; {@code key} names it in the message */
    void check(String key, String text) {
        switch (this) {
            case ID -> id(text, Ids.faultOfId(text), "an id", "letters, digits, _ . -", '-');
            case NAME -> id(text, Ids.faultOfName(text), "a name", "letters, digits and _", '_');
            case DURATION -> Durations.parse(text);
            case SIZE -> Sizes.parse(text);
            case WALL_TIME -> WallTime.parse(text);
            case INSTANT -> LocalInstant.parse(text);
            case DATE -> date(text);
            case TIME_OR_INSTANT -> {
                if (text.length() > 8) {
                    LocalInstant.parse(text);
                } else {
                    WallTime.parse(text);
                }
            }
            case ZONE -> Zones.check(text);
            case CRON -> cron(text);
            case SPAN -> span(key, text);
            case END -> end(key, text, text.startsWith("!") ? text.substring(1) : text, true);
            case SKIPPED_END -> end(key, text, text, false);
            case TOLERATED -> tolerated(key, text);
            case REFERENCE -> reference(key, text);
            case EXPECTED_STATUS -> status(key, text);
        }
    }

    private static void id(String text, @Nullable String fault, String kind, String alphabet, char joint) {
        if (fault != null) {
            throw new Misspelt("bad-id", Node.Scalar.quoted(text) + " is not " + kind + ": " + fault,
                    "Use " + alphabet + ", e.g. " + cleaned(text, joint));
        }
    }

    /** The same with nothing but what may stand in an id or name. */
    private static String cleaned(String text, char joint) {
        var clean = new StringBuilder();
        for (int i = 0; i < text.length() && clean.length() < 40; i++) {
            char c = text.charAt(i);
            boolean word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9' && (joint == '-' || !clean.isEmpty()));
            boolean between = !clean.isEmpty() && clean.charAt(clean.length() - 1) != joint;
            if (word || (between && i + 1 < text.length())) {
                clean.append(word ? c : joint);
            }
        }
        return clean.isEmpty() ? "my" + joint + "name" : clean.toString();
    }

    private static void cron(String text) {
        if (text.strip().equals("@once")) {
            return;
        }
        try {
            new Cron(text);
        } catch (BadCron e) {
            throw new Misspelt("bad-cron", e.what(), e.fix());
        }
    }

    private static void date(String text) {
        LocalInstant.parse(text);
        if (text.length() > 10) {
            throw new Misspelt("bad-time", "\"" + text + "\" is a time, and must be a date", "Write " + text.substring(0, 10));
        }
    }

    private static void span(String key, String text) {
        if (text.endsWith("x")) {
            var factor = Numbers.number(text.substring(0, text.length() - 1));
            if (factor == null || factor.doubleValue() <= 0 || factor.doubleValue() > 1000) {
                throw new Misspelt("bad-value", "\"" + key + "\" cannot be \"" + text + "\"", "Write e.g. 2x or 30m");
            }
        } else {
            Durations.parse(text);
        }
    }

    private static void end(String key, String text, String code, boolean ranges) {
        boolean word = code.equals("timeout") || (ranges && code.equals("user"));
        int dash = ranges ? code.indexOf('-') : -1;
        boolean fits = word
                || (dash > 0
                        ? exitCode(code.substring(0, dash)) >= 0 && exitCode(code.substring(0, dash)) <= exitCode(code.substring(dash + 1))
                        : exitCode(code) >= 0);
        if (!fits) {
            throw new Misspelt("bad-value", "\"" + key + "\" cannot be " + Node.Scalar.quoted(text),
                    ranges ? "Use user, timeout, exit codes 0 to 255, ranges such as \"64-78\", or \"!65\" for never that one"
                            : "Use timeout and exit codes 0 to 255");
        }
    }

    private static int exitCode(String text) {
        var number = Numbers.integer(text);
        return number == null || number < 0 || number > 255 || text.startsWith("+") ? -1 : number.intValue();
    }

    private static void tolerated(String key, String text) {
        boolean share = text.endsWith("%");
        var number = share ? Numbers.number(text.substring(0, text.length() - 1)) : Numbers.integer(text);
        if (number == null || number.doubleValue() < 0 || (share && number.doubleValue() > 100)) {
            throw new Misspelt("bad-value", "\"" + key + "\" cannot be " + Node.Scalar.quoted(text),
                    "Write a count such as 2, or a share such as 10%");
        }
    }

    private static void reference(String key, String text) {
        int first = text.indexOf('.');
        int last = text.lastIndexOf('.');
        boolean fits = text.startsWith("conn.")
                ? last > first && Ids.isId(text.substring(first + 1, last)) && Ids.isName(text.substring(last + 1))
                : text.startsWith("var.") && Ids.isId(text.substring(4));
        if (!fits) {
            throw new Misspelt("bad-value", "\"" + key + "\" is " + Node.Scalar.quoted(text) + ", and must be a reference to a secret",
                    "Write e.g. conn.warehouse.password or var.token");
        }
    }

    private static void status(String key, String text) {
        boolean fits = text.length() == 3 && text.charAt(0) >= '1' && text.charAt(0) <= '5'
                && (text.endsWith("xx") || Numbers.integer(text) != null);
        if (!fits) {
            throw new Misspelt("bad-value", "\"" + key + "\" cannot be " + Node.Scalar.quoted(text), "Write codes such as 200 or 2xx");
        }
    }
}
