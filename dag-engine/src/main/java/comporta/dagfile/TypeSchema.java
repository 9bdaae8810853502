package comporta.dagfile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** JSON Schemas of the types of the key tables. A block is written once, as a definition, and referred to. */
final class TypeSchema {
    static final String ID = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,249}";
    static final String NAME = "[A-Za-z_][A-Za-z0-9_]{0,62}";
    private static final String TEMPLATE = "\\{\\{";
    private static final String DURATION = "([0-9]+(ms|s|m|h|d))+|P.+";
    private static final String DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
    private static final String TIME = "[0-9]{2}:[0-9]{2}(\\+[0-9]{1,2}d)?";

    /** What counts as text, as written: a plain 1.10 or true too. */
    private static final List<String> TEXT = List.of("string", "number", "boolean");

    private final Map<Type.Block, String> names = new LinkedHashMap<>();
    private final Map<String, Object> definitions = new LinkedHashMap<>();

    /** The definitions that schemas of this one refer to, by name. */
    Map<String, Object> definitions() {
        return definitions;
    }

    /** What a key may hold, with what it means and what holds when it is absent. */
    Map<String, Object> of(Key key) {
        return described(key, of(key.type(), key.template()));
    }

    Map<String, Object> described(Key key, Map<String, Object> schema) {
        var described = new LinkedHashMap<String, Object>();
        described.put("description", Character.toUpperCase(key.about().charAt(0)) + key.about().substring(1)
                + (key.template() ? ". Templates may stand here" : "")
                + (key.fallback().isEmpty() ? "." : ". Default: " + key.fallback() + "."));
        if (schema.containsKey("$ref")) {
            described.put("allOf", List.of(schema));        // beside $ref, draft-07 reads nothing
        } else {
            described.putAll(schema);
        }
        return described;
    }

    Map<String, Object> of(Type type, boolean template) {
        return switch (type) {
            case Type.Text _, Type.Prose _ -> Map.of("type", TEXT);
            case Type.Expression _ -> ordered("type", "string", "pattern", TEMPLATE);
            case Type.Spelt(var spelling) -> spelt(spelling, template);
            case Type.Word(var words) -> ordered("enum", words);
            case Type.Whole(long least, long most) -> number("integer", least, most, template);
            case Type.Real(double least, double most) -> number("number", least, most, template);
            case Type.Truth _ -> Map.of("type", "boolean");
            case Type.ListOf list -> list(list, template);
            case Type.MapOf(var spelling, var value) -> map(spelling, of(value, template));
            case Type.Block block -> Map.of("$ref", "#/definitions/" + name(block));
            case Type.AnyOf(var types) -> Map.of("oneOf", types.stream().flatMap(one -> forms(of(one, template)).stream()).toList());
            case Type.Plain _, Type.Apart _ -> Map.of();
        };
    }

    /** A map with names of the author's choice. */
    static Map<String, Object> map(Type.MapOf.Names names, Object value) {
        return switch (names) {
            case ANY -> ordered("type", "object", "additionalProperties", value);
            case ID -> ordered("type", "object", "patternProperties", Map.of(whole(ID), value), "additionalProperties", false);
            case NAME -> ordered("type", "object", "patternProperties", Map.of(whole(NAME), value), "additionalProperties", false);
        };
    }

    /** A map with these keys and no others, of which {@code needed} must stand. */
    Map<String, Object> block(Type.Block block, Set<String> notNeeded) {
        var properties = new LinkedHashMap<String, Object>();
        var required = new ArrayList<String>();
        for (var key : block.keys()) {
            properties.put(key.name(), of(key));
            key.formerly().forEach(former -> properties.put(former, Map.of("description", "Now called " + key.name() + ".")));
            if (key.required() && !notNeeded.contains(key.name()) && key.formerly().isEmpty()) {
                required.add(key.name());
            }
        }
        var schema = ordered("type", "object", "properties", properties, "additionalProperties", false);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        for (var choice : block.choices()) {
            choose(choice, schema);
        }
        return schema;
    }

    private static void choose(Type.Choice choice, Map<String, Object> schema) {
        var pairs = new ArrayList<Object>();
        var keys = choice.keys();
        for (int n = 0; n < keys.size(); n++) {
            for (var other : keys.subList(n + 1, keys.size())) {
                pairs.add(Map.of("not", Map.of("required", List.of(keys.get(n), other))));
            }
        }
        schema.put("allOf", pairs);
        if (choice.needed()) {
            schema.put("anyOf", keys.stream().map(key -> Map.of("required", List.of(key))).toList());
        }
    }

    private String name(Type.Block block) {
        var known = names.get(block);
        if (known != null) {
            return known;
        }
        var name = block.name();
        for (int n = 2; names.containsValue(name); n++) {
            name = block.name() + "-" + n;
        }
        names.put(block, name);
        definitions.put(name, Map.of());        // its place, before those of the blocks in it
        definitions.put(name, block(block, Set.of()));
        return name;
    }

    private Map<String, Object> list(Type.ListOf list, boolean template) {
        var item = of(list.item(), template);
        var array = ordered("type", "array", "items", item);
        if (!list.alone()) {
            return array;
        }
        var forms = new ArrayList<Object>(forms(item));
        forms.add(array);
        return Map.of("oneOf", forms);
    }

    /** A schema as the forms that it consists of, so that {@code oneOf} never stands in {@code oneOf}. */
    private static List<?> forms(Map<String, Object> schema) {
        return schema.get("oneOf") instanceof List<?> forms ? forms : List.of(schema);
    }

    private static Map<String, Object> number(String type, Number least, Number most, boolean template) {
        var schema = ordered("type", template ? List.of(type, "string") : type);
        if (least.doubleValue() > Integer.MIN_VALUE) {
            schema.put("minimum", least);
        }
        if (most.doubleValue() < Integer.MAX_VALUE) {
            schema.put("maximum", most);
        }
        if (template) {
            schema.put("pattern", TEMPLATE);
        }
        return schema;
    }

    private static Map<String, Object> spelt(Spelling spelling, boolean template) {
        return switch (spelling) {
            case ID -> text(List.of("string", "number"), ID, template);
            case NAME -> text("string", NAME, template);
            case DURATION -> text("string", DURATION, template);
            case SIZE -> text("string", "[0-9]{1,9}[kmgtp]", template);
            case WALL_TIME -> text("string", TIME, template);
            case DATE -> text("string", DATE, template);
            case INSTANT -> text("string", DATE + ".*", template);
            case TIME_OR_INSTANT -> text("string", TIME + "|" + DATE + ".*", template);
            case ZONE -> text("string", "[A-Za-z][A-Za-z0-9_+/-]*", template);
            case CRON -> text("string", "\\s*@[a-z]+\\s*|\\s*\\S+(\\s+\\S+){4}\\s*", template);
            case SPAN -> text("string", "[0-9.]+x|" + DURATION, template);
            case END -> text(List.of("string", "integer"), "user|timeout|!?[0-9]+(-[0-9]+)?|!user|!timeout", template);
            case SKIPPED_END -> text(List.of("string", "integer"), "timeout|[0-9]+", template);
            case TOLERATED -> text(List.of("string", "integer"), "[0-9.]+%?", template);
            case REFERENCE -> text("string", "conn\\.[A-Za-z0-9_.-]+\\.[A-Za-z_][A-Za-z0-9_]*|var\\.[A-Za-z0-9_.-]+", template);
            case EXPECTED_STATUS -> text(List.of("string", "integer"), "[1-5](xx|[0-9]{2})", template);
        };
    }

    private static Map<String, Object> text(Object type, String pattern, boolean template) {
        return ordered("type", type, "pattern", whole(pattern) + (template ? "|" + TEMPLATE : ""));
    }

    static String whole(String pattern) {
        return "^(" + pattern + ")$";
    }

    /** A map in the order of writing. */
    static Map<String, Object> ordered(Object... namesAndValues) {
        var map = new LinkedHashMap<String, Object>();
        for (int n = 0; n < namesAndValues.length; n += 2) {
            map.put((String) namesAndValues[n], namesAndValues[n + 1]);
        }
        return map;
    }
}
