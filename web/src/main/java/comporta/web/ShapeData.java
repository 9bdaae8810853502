package comporta.web;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A shape as plain data, by names instead of keys. */
final class ShapeData {
    private ShapeData() {}

    static Map<String, Object> of(Shape shape) {
        var titles = new LinkedHashMap<String, String>();
        shape.frames().forEach(frame -> titles.put(frame.key(), frame.title()));
        shape.boxes().forEach(box -> titles.put(box.key(), box.title()));
        var data = new LinkedHashMap<String, Object>();
        data.put("dag_id", shape.dag());
        data.put("groups",
                shape.frames().stream().map(frame -> row("group", frame.title(), "parent", title(titles, frame.parent()))).toList());
        data.put("nodes", shape.boxes().stream().map(box -> row(
                "node", box.title(), "operator", box.caption(), "kind", word(box.kind()), "part", word(box.part()), "rule", box.rule(),
                "group", title(titles, box.frame()))).toList());
        data.put("edges", shape.arrows().stream().map(arrow -> row(
                "from", title(titles, arrow.from()), "to", title(titles, arrow.to()), "kind",
                arrow.giveBack() ? "teardown" : "order")).toList());
        return data;
    }

    private static @Nullable String title(Map<String, String> titles, @Nullable String key) {
        return key == null ? null : titles.get(key);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, @Nullable Object> row(@Nullable String... namesAndValues) {
        var row = new LinkedHashMap<String, @Nullable Object>();
        for (int n = 0; n < namesAndValues.length; n += 2) {
            row.put(String.valueOf(namesAndValues[n]), namesAndValues[n + 1]);
        }
        return row;
    }
}
