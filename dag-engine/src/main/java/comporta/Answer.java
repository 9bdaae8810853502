package comporta;

import comporta.Block.Written;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON that goes back: {@code {"problems": […], "used": [names of Java files], "read": [names of text files], "places": [[file, line,
 * column], …], "dag": node}}. A node is {@code ["t", place, text]}, {@code ["v", place, a number, truth value or null as text]}, {@code
 * ["l", place, node, …]} or {@code ["m", place, key, place of the key, node, …]}, where places are positions in the list of places.
 */
final class Answer {
    private final CallSites sites;
    private final StringBuilder out = new StringBuilder();
    private final Map<String, Integer> places = new LinkedHashMap<>();
    private final Map<Origin, Integer> byOrigin = new HashMap<>();

    private Answer(CallSites sites) {
        this.sites = sites;
    }

    static String of(List<Problem> problems, Collection<String> used, Collection<String> read, @Nullable Nodes dag) {
        var all = new StringBuilder("{\"problems\":[");
        for (var problem : problems) {
            all.append(all.charAt(all.length() - 1) == '[' ? "" : ",").append("{\"file\":");
            text(problem.file(), all);
            all.append(",\"line\":").append(problem.line()).append(",\"column\":").append(problem.column());
            all.append(",\"id\":");
            text(problem.id(), all);
            all.append(",\"what\":");
            text(problem.what(), all);
            all.append(",\"fix\":");
            text(problem.fix(), all);
            all.append(",\"known\":");
            texts(problem.known(), all);
            all.append('}');
        }
        all.append("],\"used\":");
        texts(used, all);
        all.append(",\"read\":");
        texts(read, all);
        if (dag != null) {
            all.append(",\"places\":[").append(dag.places()).append("],\"dag\":").append(dag.node());
        }
        return all.append('}').toString();
    }

    /** A DAG as JSON; equal ones are equal texts, but for their places. */
    record Nodes(String places, String node) {}

    static Nodes nodes(Block<?> dag, CallSites sites) {
        var answer = new Answer(sites);
        answer.block(dag);
        return new Nodes(String.join(",", answer.places.keySet()), answer.out.toString());
    }

    private void block(Block<?> block) {
        out.append("[\"m\",").append(place(block.origin()));
        block.keys().forEach((key, written) -> {
            entry(key, written.origin());
            value(written.origin(), written.value(), NAMED.contains(key));
        });
        out.append(']');
    }

    /** Keys whose blocks have names of their own. */
    private static final List<String> NAMED = List.of("tasks", "groups", "params", "fields", "properties");

    private void value(Origin origin, Object value, boolean named) {
        switch (value) {
            case Written inner -> value(inner.origin(), inner.value(), false);
            case Block<?> block -> block(block);
            case Map<?, ?> map -> {
                out.append("[\"m\",").append(place(origin));
                map.forEach((name, inner) -> {
                    var at = inner instanceof Written written ? written.origin() : origin;
                    entry(String.valueOf(name), at);
                    value(at, inner == null ? Block.NOTHING : inner, false);
                });
                out.append(']');
            }
            case List<?> list when named
                    && list.stream().allMatch(item -> item instanceof Written one && one.value() instanceof Block<?>) -> {
                out.append("[\"m\",").append(place(origin));
                list.forEach(item -> {
                    var block = (Block<?>) ((Written) item).value();
                    entry(block.nameInMap(), block.origin());
                    block(block);
                });
                out.append(']');
            }
            case Collection<?> list -> {
                out.append("[\"l\",").append(place(origin));
                list.forEach(item -> {
                    out.append(',');
                    item(origin, item == null ? Block.NOTHING : item);
                });
                out.append(']');
            }
            case Number number -> scalar('v', origin, plain(number));
            case Boolean truth -> scalar('v', origin, truth.toString());
            case CharSequence text -> scalar('t', origin, text.toString());
            case Block.Nothing _ -> scalar('v', origin, "null");
            default -> throw new IllegalArgumentException("a " + value.getClass().getName()
                    + " is neither text, number, truth value, list nor map");
        }
    }

    /** A task or group in a list stands for its id. */
    private void item(Origin origin, Object item) {
        switch (item) {
            case Written written -> item(written.origin(), written.value());
            case Tasks.Task task -> scalar('t', origin, ((Block<?>) task).nameInMap());
            case Tasks.Group group -> scalar('t', origin, group.nameInMap());
            default -> value(origin, item, false);
        }
    }

    private void entry(String key, Origin origin) {
        out.append(',');
        text(key, out);
        out.append(',').append(place(origin)).append(',');
    }

    private void scalar(char kind, Origin origin, String text) {
        out.append("[\"").append(kind).append("\",").append(place(origin)).append(',');
        text(text, out);
        out.append(']');
    }

    private int place(Origin origin) {
        return byOrigin.computeIfAbsent(origin, this::written);
    }

    private int written(Origin origin) {
        var place = new StringBuilder("[");
        text(origin.file(), place);
        place.append(',').append(Math.max(1, origin.line())).append(',').append(origin.line() == 0 ? 1 : sites.column(origin)).append(']');
        return places.computeIfAbsent(place.toString(), _ -> places.size());
    }

    /** As one would write it: 2 for 2.0, and no powers of ten. */
    private static String plain(Number number) {
        if (number instanceof Double || number instanceof Float) {
            double value = number.doubleValue();
            if (Double.isNaN(value) || Double.isInfinite(value)) {
                throw new IllegalArgumentException(number + " is not a number that can be written");
            }
            var exact = new BigDecimal(number.toString());
            return exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toPlainString();
        }
        return number instanceof BigDecimal exact ? exact.toPlainString() : number.toString();
    }

    private static void texts(Collection<String> texts, StringBuilder out) {
        out.append('[');
        for (var text : texts) {
            out.append(out.charAt(out.length() - 1) == '[' ? "" : ",");
            text(text, out);
        }
        out.append(']');
    }

    private static void text(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                out.append("\\u").append(Character.forDigit(c >> 12, 16)).append(Character.forDigit(c >> 8 & 15, 16))
                        .append(Character.forDigit(c >> 4 & 15, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
