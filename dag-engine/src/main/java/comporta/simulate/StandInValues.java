package comporta.simulate;

import comporta.dag.Param;
import comporta.dag.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values in place of those that nobody knows: text is the name itself, so that it is recognised wherever it turns up. */
public final class StandInValues {
    private static final int ITEMS = 3;
    private static final String SOME_DAY = "2030-01-01";

    private StandInValues() {}

    /** A value of that type. */
    static Object of(ValueType type, String name) {
        return switch (type) {
            case STRING, ENUM -> name;
            case INTEGER, NUMBER -> 1L;
            case BOOLEAN -> true;
            case DATE -> SOME_DAY;
            case LIST -> items(name, List.of());
            case OBJECT -> Map.of();
        };
    }

    /** A value of a parameter that has no default and was not given; text does not keep to its pattern. */
    public static Object of(Param param) {
        if (param.type() == ValueType.ENUM && param.checks().get("values") instanceof List<?> values && !values.isEmpty()) {
            return String.valueOf(values.getFirst());
        }
        if (param.type() == ValueType.INTEGER && param.checks().get("minimum") instanceof Number least) {
            return least.longValue();
        }
        return of(param.type(), "params." + param.name());
    }

    /**
     * Three items.
     *
     * @param parts the names below an item that templates read, each cut into its parts; none: the items are texts
     */
    static List<Object> items(String name, List<List<String>> parts) {
        var items = new ArrayList<Object>(ITEMS);
        for (int i = 0; i < ITEMS; i++) {
            items.add(item(name + "[" + i + "]", parts));
        }
        return items;
    }

    private static Object item(String name, List<List<String>> parts) {
        if (parts.stream().allMatch(List::isEmpty)) {
            return name;
        }
        var fields = new LinkedHashMap<String, Object>();
        for (var part : parts) {
            if (!part.isEmpty()) {
                var field = part.getFirst();
                fields.put(field, item(name + "." + field, below(parts, field)));
            }
        }
        return fields;
    }

    private static List<List<String>> below(List<List<String>> parts, @Nullable String field) {
        return parts.stream().filter(part -> !part.isEmpty() && part.getFirst().equals(field))
                .map(part -> part.subList(1, part.size())).toList();
    }
}
