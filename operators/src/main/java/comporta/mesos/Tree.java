package comporta.mesos;

import comporta.dag.PlainData;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A JSON object of Mesos, for reading leniently and for writing: what is missing is empty, and unknown fields do no harm. */
record Tree(Map<String, Object> fields) {
    static final Tree EMPTY = new Tree(Map.of());

    /** @throws IllegalArgumentException when the text is no JSON object */
    static Tree read(String json) {
        return new Tree(PlainData.mapFromJson(json));
    }

    /** Names and values in turn; a null value leaves its name out. */
    static Map<String, Object> of(@Nullable Object... namesAndValues) {
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            var value = namesAndValues[i + 1];
            if (value != null) {
                map.put(String.valueOf(namesAndValues[i]), value);
            }
        }
        return Collections.unmodifiableMap(map);
    }

    /** Mesos's way to write an id. */
    static Map<String, Object> value(Object value) {
        return Map.of("value", value);
    }

    boolean has(String name) {
        return fields.get(name) != null;
    }

    /** The object under that name. */
    Tree in(String name) {
        return fields.get(name) instanceof Map<?, ?> map ? tree(map) : EMPTY;
    }

    /** The objects in the list under that name. */
    List<Tree> all(String name) {
        return fields.get(name) instanceof List<?> list
                ? list.stream().filter(Map.class::isInstance).map(item -> tree((Map<?, ?>) item)).toList()
                : List.of();
    }

    List<String> texts(String name) {
        return fields.get(name) instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
    }

    /** The text under that name, empty when there is none. */
    String text(String name) {
        var value = fields.get(name);
        return value == null ? "" : String.valueOf(value);
    }

    /** The id under that name. */
    String id(String name) {
        return in(name).text("value");
    }

    Optional<Double> number(String name) {
        var value = fields.get(name);
        if (value instanceof Number number) {
            return Optional.of(number.doubleValue());
        }
        try {
            return value instanceof String text ? Optional.of(Double.parseDouble(text)) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    long whole(String name) {
        return fields.get(name) instanceof Number number ? number.longValue() : 0;
    }

    boolean is(String name) {
        return fields.get(name) instanceof Boolean truth && truth;
    }

    @SuppressWarnings("unchecked")
    private static Tree tree(Map<?, ?> map) {
        return new Tree((Map<String, Object>) map);
    }
}
