package comporta;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Java files of one folder.
 *
 * @param file name of the DAG file among them
 * @param texts by file name
 */
record Sources(Path folder, String file, Map<String, String> texts) {

    /** A line of a file, from 1; empty when there is none. */
    String line(String name, int line) {
        return texts.getOrDefault(name, "").lines().skip(Math.max(0, line - 1)).findFirst().orElse("");
    }

    /** Column of the {@code nth} (from 0) call of that name on the line: behind a dot, or not; where it cannot be told, of the first. */
    int columnOfCall(String name, String line, boolean behindDot, int nth) {
        var calls = Pattern.compile("(\\.\\s*)?\\b" + Pattern.quote(name) + "\\s*\\(").matcher(line);
        int first = 0;
        for (int n = 0; calls.find(); ) {
            int column = calls.start() + (calls.group(1) == null ? 0 : calls.group(1).length()) + 1;
            first = first == 0 ? column : first;
            // A line may begin behind the dot; an own method is called without one.
            boolean fits = behindDot == (calls.group(1) != null);
            if (fits && n++ == nth) {
                return column;
            }
        }
        return first == 0 ? indent(line) : first;
    }

    /** Column of a word on the line, or of its first letter when the word is not there. */
    int columnOf(String word, String line) {
        Matcher found = Pattern.compile("\\b" + Pattern.quote(word) + "\\b").matcher(line);
        return !word.isEmpty() && found.find() ? found.start() + 1 : indent(line);
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length() + 1;
    }
}
