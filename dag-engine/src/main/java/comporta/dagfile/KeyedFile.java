package comporta.dagfile;

import comporta.dagfile.Node.Entry;
import comporta.dagfile.Node.Mapping;
import comporta.dagfile.Node.Scalar;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A YAML file with known keys that is no DAG file, such as the configuration: checked like one, every mistake in one pass. */
public final class KeyedFile {
    private final Problems problems;
    private final Places places;
    private final Map<String, Object> values;

    private KeyedFile(Problems problems, Mapping root, byte[] bytes, Type.Block keys) {
        this.problems = problems;
        places = new FilePlaces(root, bytes);
        values = new Values(problems).block(keys.name(), keys, root, Place.TOP);
    }

    /**
     * Reads such a file; an empty one has no keys, and a key that is null counts as absent.
     *
     * @param shownPath how problems name the file
     */
    public static KeyedFile read(String shownPath, byte[] bytes, Type.Block keys) {
        var problems = new Problems(shownPath, false);
        var root = YamlText.read(bytes, problems);
        if (root != null && !(root instanceof Mapping) && !(root instanceof Scalar text && text.isNull())) {
            problems.error(root.place(), "wrong-type", keys.name() + " wants a map, and this is " + root.inWords(),
                    "Begin with " + firstKeyOf(keys));
        }
        return new KeyedFile(problems,
                root instanceof Mapping map ? withoutNulls(map) : Mapping.of(new LinkedHashMap<>(), Place.TOP), bytes, keys);
    }

    /**
     * Reads one value that was given apart from a file, as by an environment variable: text as it is, a list or a map as YAML.
     *
     * @param source what problems name in place of a file
     * @param into gets the problems
     * @return plain data; null when it does not fit
     */
    public static @Nullable Object readValue(String source, String key, String text, Type type, List<DagProblem> into) {
        var problems = new Problems(source, false);
        boolean structured = type instanceof Type.ListOf || type instanceof Type.MapOf || type instanceof Type.Block;
        Node node = structured
                ? YamlText.read(text.getBytes(StandardCharsets.UTF_8), problems)
                : new Scalar(text, true, Place.TOP, Place.TOP);
        var value = node == null ? null : new Values(problems).read(key, type, false, node, Place.TOP);
        into.addAll(problems.inOrder());
        return value;
    }

    /** What fits, as plain data in the order of the file; texts, durations and sizes as written. */
    public Map<String, Object> values() {
        return values;
    }

    /** Tells one more mistake, at the key of that path. */
    public void error(String id, String what, String fix, String... path) {
        problems.error(places.key(path), id, what, fix);
    }

    /** All mistakes in order of place. */
    public List<DagProblem> problems() {
        return problems.inOrder();
    }

    private static Mapping withoutNulls(Mapping map) {
        var entries = new LinkedHashMap<String, Entry>();
        for (var entry : map.entries().values()) {
            if (entry.value() instanceof Scalar text && text.isNull()) {
                continue;
            }
            entries.put(entry.name(), entry.value() instanceof Mapping inner ? new Entry(entry.key(), withoutNulls(inner)) : entry);
        }
        return Mapping.of(entries, map.place());
    }

    private static String firstKeyOf(Type.Block keys) {
        return keys.keys().getFirst().name() + ":";
    }
}
