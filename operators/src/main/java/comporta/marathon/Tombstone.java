package comporta.marathon;

import comporta.operator.Cause;
import comporta.operator.Exit;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How an end is kept on the app itself, as the text of a label, until it is on record with us: a task that ended well leaves no trace in
 * Marathon.
 */
final class Tombstone {
    static final String LABEL = "comporta_exit";
    private static final Pattern FORM = Pattern.compile("(success|user|platform|timeout|deadline|operator|unknown) (-|\\d+) (?s)(.*)");

    private Tombstone() {}

    static String of(Exit exit) {
        var word = exit.cause() == null ? "success" : exit.forGood() ? "unknown" : exit.cause().word();
        return word + " " + (exit.code() == null ? "-" : exit.code()) + " " + exit.reason();
    }

    /** @throws IllegalArgumentException when it is none of ours */
    static Exit read(String text) {
        var parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" does not tell an end");
        }
        Integer code = parts.group(2).equals("-") ? null : Integer.valueOf(parts.group(2));
        return switch (parts.group(1)) {
            case "success" -> Exit.success(Map.of());
            case "unknown" -> Exit.unknown(parts.group(3));
            default -> Exit.failure(Cause.valueOf(parts.group(1).toUpperCase(Locale.ROOT)), code, parts.group(3));
        };
    }
}
