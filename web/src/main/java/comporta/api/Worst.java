package comporta.api;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Of several states the one that a person should see, and the letters of states. */
final class Worst {
    private static final List<String> ORDER = List.of(
            "failed", "upstream_failed", "unreachable", "stopping", "up_for_retry", "cancelled", "running", "launching",
            "deferred", "queued",
            "waiting", "success", "skipped", "removed");
    private static final String LETTERS = "funoycrldqwskx";

    private Worst() {}

    /** {@code removed} of none. */
    static String of(Collection<String> states) {
        return states.stream().min(Comparator.comparingInt(ORDER::indexOf)).orElse("removed");
    }

    static String of(String one, String other) {
        return ORDER.indexOf(one) <= ORDER.indexOf(other) ? one : other;
    }

    /** The letter of a state in a grid. */
    static char letter(String state) {
        return LETTERS.charAt(ORDER.indexOf(state));
    }
}
