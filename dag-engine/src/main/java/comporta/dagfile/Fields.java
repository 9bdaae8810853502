package comporta.dagfile;

import comporta.dag.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of one block that have been checked against its table, by name and in types of the model. */
record Fields(Map<String, Object> values) {

    @Nullable Object get(String name) {
        return values.get(name);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    @Nullable String text(String name) {
        return values.get(name) instanceof String text ? text : null;
    }

    String text(String name, String otherwise) {
        var text = text(name);
        return text == null ? otherwise : text;
    }

    List<String> texts(String name) {
        return list(name, String.class);
    }

    @Nullable Duration duration(String name) {
        var text = text(name);
        return text == null ? null : Durations.parse(text);
    }

    Duration duration(String name, Duration otherwise) {
        var duration = duration(name);
        return duration == null ? otherwise : duration;
    }

    @Nullable Integer integer(String name) {
        return values.get(name) instanceof Long number ? Integer.valueOf(number.intValue()) : null;
    }

    int integer(String name, int otherwise) {
        var integer = integer(name);
        return integer == null ? otherwise : integer;
    }

    double number(String name, double otherwise) {
        return values.get(name) instanceof Number number ? number.doubleValue() : otherwise;
    }

    boolean truth(String name, boolean otherwise) {
        return values.get(name) instanceof Boolean truth ? truth : otherwise;
    }

    /** The constant whose name is the word in capitals. */
    <E extends Enum<E>> E word(String name, Class<E> type, E otherwise) {
        var text = text(name);
        return text == null ? otherwise : Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    }

    /** The items of that class. */
    <T> List<T> list(String name, Class<T> type) {
        if (!(values.get(name) instanceof List<?> items)) {
            return List.of();
        }
        var list = new ArrayList<T>(items.size());
        for (var item : items) {
            if (type.isInstance(item)) {
                list.add(type.cast(item));
            }
        }
        return list;
    }

    /** The map under that name; empty when absent. */
    @SuppressWarnings("unchecked")
    Map<String, Object> map(String name) {
        return values.get(name) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    /** The map of texts under that name; empty when absent. */
    Map<String, String> textsByName(String name) {
        var texts = new LinkedHashMap<String, String>();
        map(name).forEach((key, value) -> texts.put(key, String.valueOf(value)));
        return texts;
    }

    /** The maps of a list. */
    @SuppressWarnings("unchecked")
    List<Fields> blocks(String name) {
        var blocks = new ArrayList<Fields>();
        for (var block : list(name, Object.class)) {
            if (block instanceof Map<?, ?>) {
                blocks.add(new Fields((Map<String, Object>) block));
            }
        }
        return blocks;
    }

    /** The block under that name; null when absent. */
    @Nullable Fields block(String name) {
        return values.get(name) instanceof Map<?, ?> ? new Fields(map(name)) : null;
    }
}
