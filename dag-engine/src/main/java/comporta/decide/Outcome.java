package comporta.decide;

import comporta.dag.PlainData;
import java.util.Map;

/**
 * What became of a wish, for programs: the store keeps it as text, {@code granted}, {@code granted: {…}} or {@code refused: reason}.
 *
 * @param text the whole of it
 * @param details what came of it, such as {@code run_id}; empty where there is nothing to tell
 */
public record Outcome(boolean granted, String text, Map<String, Object> details) {
    private static final String GRANTED = "granted";
    private static final String REFUSED = "refused: ";

    public Outcome {
        details = PlainData.ordered(details);
    }

    /** Granted, with what came of it as plain data. */
    public static Outcome granted(Map<String, Object> details) {
        return new Outcome(true, GRANTED + ": " + PlainData.toJson(details), details);
    }

    /** Refused; the reason may end with the word of the catalogue of problems, in brackets. */
    public static Outcome refused(String reason) {
        return new Outcome(false, REFUSED + reason, Map.of());
    }

    /** Reads what the store has. */
    public static Outcome of(String text) {
        var json = text.indexOf('{');
        return text.startsWith(GRANTED)
                ? new Outcome(true, text, text.startsWith(GRANTED + ": {") ? PlainData.mapFromJson(text.substring(json)) : Map.of())
                : new Outcome(false, text, Map.of());
    }

    /** Why it was refused; empty: it was not. */
    public String reason() {
        return granted ? "" : text.startsWith(REFUSED) ? text.substring(REFUSED.length()) : text;
    }
}
