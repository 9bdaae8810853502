package comporta.dag;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody meant who wrote a name that does not exist. */
public final class Suggestion {
    private Suggestion() {}

    /**
     * The known name that is fewest edits away, the first of several: at most a third of the length of what was written. An edit adds,
     * removes or changes a letter, or swaps two neighbours; a name that differs in upper and lower case only is always near.
     */
    public static Optional<String> nearest(String written, Collection<String> known) {
        int limit = written.length() / 3;
        String best = null;
        int fewest = limit + 1;
        for (var name : known) {
            int edits = name.equalsIgnoreCase(written) ? 0 : edits(written, name, fewest - 1);
            if (edits < fewest) {
                fewest = edits;
                best = name;
            }
        }
        return Optional.ofNullable(best);
    }

    /** The fix for a wrong name: {@code Did you mean "extract"?}, or {@code otherwise} when nothing is near. */
    public static String didYouMean(String written, Collection<String> known, String otherwise) {
        return nearest(written, known).map(name -> "Did you mean \"" + name + "\"?").orElse(otherwise);
    }

    /** Edits between two names, or more than {@code limit} as soon as it is sure that there are more. */
    private static int edits(String from, String to, int limit) {
        if (limit < 1 || Math.abs(from.length() - to.length()) > limit) {
            return Integer.MAX_VALUE;
        }
        var a = from.toLowerCase(Locale.ROOT);
        var b = to.toLowerCase(Locale.ROOT);
        var beforeLast = new int[b.length() + 1];
        var last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            var row = new int[b.length() + 1];
            row[0] = i;
            int least = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
                least = Math.min(least, row[j]);
            }
            if (least > limit + 1) {
                return Integer.MAX_VALUE;
            }
            beforeLast = last;
            last = row;
        }
        return last[b.length()];
    }
}
