package comporta.dagfile;

import comporta.dag.PlainData;
import comporta.dag.Suggestion;
import comporta.dagfile.Node.Entry;
import comporta.dagfile.Node.Mapping;
import comporta.dagfile.Node.Scalar;
import comporta.dagfile.Node.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the worker said of a Java DAG file.
 *
 * @param problems why there is no DAG
 * @param used names of the Java files that it was made of
 * @param texts names of the text files that it read
 * @param dag null: there are problems
 * @param doubled names that stand twice in the DAG
 */
record JavaAnswer(List<Told> problems, List<String> used, List<String> texts, @Nullable Node dag, List<Told> doubled) {
    private static final Pattern SYMBOL = Pattern.compile("symbol: \\w+ (\\w+)");

    /** A problem before it is known how strictly the file is read. */
    record Told(Place place, String id, String what, String fix) {}

    /**
     * Reads the line of JSON.
     *
     * @param dagFile name of the DAG file; places in it need no name
     */
    static JavaAnswer read(String json, String dagFile) {
        var answer = PlainData.mapFromJson(json);
        UnaryOperator<String> named = file -> file.equals(dagFile) ? "" : file;
        var problems = new ArrayList<Told>();
        for (var each : list(answer.get("problems"))) {
            var problem = (Map<?, ?>) each;
            problems.add(new Told(
                    new Place(number(problem.get("line")), number(problem.get("column")), named.apply(String.valueOf(problem.get("file")))),
                    String.valueOf(problem.get("id")),
                    String.valueOf(problem.get("what")),
                    fix(String.valueOf(problem.get("what")), String.valueOf(problem.get("fix")), texts(problem.get("known")))));
        }
        var tree = answer.get("dag");
        var reader = new Tree(places(answer.get("places"), named));
        return new JavaAnswer(problems, texts(answer.get("used")), texts(answer.get("read")), tree == null ? null : reader.node(list(tree)),
                reader.doubled);
    }

    private static String fix(String what, String otherwise, List<String> known) {
        var symbol = SYMBOL.matcher(what);
        return symbol.find()
                ? Suggestion.nearest(symbol.group(1), known).map(name -> "Did you mean " + name + "?").orElse(otherwise)
                : otherwise;
    }

    private static List<Place> places(@Nullable Object written, UnaryOperator<String> named) {
        var places = new ArrayList<Place>();
        for (var each : list(written)) {
            var place = list(each);
            places.add(new Place(number(place.get(1)), number(place.get(2)), named.apply(String.valueOf(place.get(0)))));
        }
        return places;
    }

    private static final class Tree {
        private final List<Place> places;
        private final List<Told> doubled = new ArrayList<>();

        Tree(List<Place> places) {
            this.places = places;
        }

        Node node(List<?> written) {
            var place = places.get(number(written.get(1)));
            return switch (String.valueOf(written.getFirst())) {
                case "t" -> new Scalar(String.valueOf(written.get(2)), false, place, place);
                case "v" -> new Scalar(String.valueOf(written.get(2)), true, place, place);
                case "l" -> {
                    var items = new ArrayList<Node>();
                    int height = 1;
                    long size = 1;
                    for (var item : written.subList(2, written.size())) {
                        var node = node(list(item));
                        items.add(node);
                        height = Math.max(height, node.height() + 1);
                        size += node.size();
                    }
                    yield new Sequence(items, place, height, size);
                }
                case "m" -> map(written, place);
                default -> throw new IllegalStateException("not a node: " + written.getFirst());
            };
        }

        private Mapping map(List<?> written, Place place) {
            var entries = new LinkedHashMap<String, Entry>();
            for (int at = 2; at < written.size(); at += 3) {
                var name = String.valueOf(written.get(at));
                var keyPlace = places.get(number(written.get(at + 1)));
                var before = entries.putIfAbsent(name,
                        new Entry(new Scalar(name, false, keyPlace, keyPlace), node(list(written.get(at + 2)))));
                if (before != null) {
                    doubled.add(new Told(keyPlace, "duplicate-key",
                            Scalar.quoted(name) + " stands twice, first on line " + before.key().place().line(), "Remove one"));
                }
            }
            return Mapping.of(entries, place);
        }
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    private static List<String> texts(@Nullable Object value) {
        return list(value).stream().map(String::valueOf).toList();
    }

    private static int number(@Nullable Object value) {
        return value instanceof Number number ? number.intValue() : 1;
    }
}
