package comporta.dag;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values without a type of their own: text, {@link Long}, {@link BigDecimal}, {@link Double}, {@link Boolean}, null, lists, and maps in
 * the order of writing. Parameters, outputs, an operator's keys and rendered jobs are such values; their written form is JSON.
 */
public final class PlainData {
    private PlainData() {}

    /** An unmodifiable copy that keeps its order. */
    public static <K, V> Map<K, V> ordered(Map<K, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /**
     * The map under {@code name}, empty when absent.
     *
     * @throws IllegalArgumentException when something else stands there
     */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> block(Map<String, ?> data, String name) {
        var found = data.get(name);
        if (found == null) {
            return Map.of();
        }
        if (found instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new IllegalArgumentException("\"" + name + "\" wants a map, and is " + found);
    }

    /** Compact JSON. Values of other types are written as text. */
    public static String toJson(@Nullable Object data) {
        return JsonText.write(data);
    }

    /**
     * Reads JSON.
     *
     * @throws IllegalArgumentException when it is not JSON, or more than one value
     */
    public static @Nullable Object fromJson(String json) {
        return JsonText.read(json);
    }

    /**
     * Reads a JSON object.
     *
     * @throws IllegalArgumentException when it is not one
     */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> mapFromJson(String json) {
        if (fromJson(json) instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new IllegalArgumentException("this is not a JSON object");
    }
}
