package comporta.simulate;

import comporta.dag.PlainData;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a rehearsal makes up, noted while it does. */
final class Inventions {
    private final Set<String> met = new LinkedHashSet<>();
    private final Set<String> values = new LinkedHashSet<>();
    private final Set<String> names = new LinkedHashSet<>();

    /** Something that nobody waits for. */
    void met(String what) {
        met.add(what);
    }

    void value(String name, Object value) {
        values.add(name + " is " + PlainData.toJson(value));
    }

    /** Something that stands for itself. */
    void name(String words) {
        names.add(words);
    }

    /** A line of each kind of which there is any. */
    List<String> inWords() {
        var lines = new ArrayList<String>();
        add(lines, "met at once: ", met);
        add(lines, "made up: ", values);
        add(lines, "rendered as their names: ", names);
        return lines;
    }

    private static void add(List<String> lines, String what, Set<String> which) {
        if (!which.isEmpty()) {
            lines.add(what + String.join(", ", which));
        }
    }
}
