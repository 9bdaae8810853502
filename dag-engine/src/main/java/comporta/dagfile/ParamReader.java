package comporta.dagfile;

import comporta.dag.Misspelt;
import comporta.dag.Param;
import comporta.dag.ParamValues;
import comporta.dag.Suggestion;
import comporta.dag.ValueType;
import comporta.dagfile.Node.Mapping;
import comporta.dagfile.Node.Scalar;
import comporta.dagfile.Node.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads parameters, the fields of approvals, and declared outputs. */
final class ParamReader {
    private static final Set<String> OF_ALL = Set.of("type", "default", "description", "secret");

    private final Values values;
    private final Problems problems;

    ParamReader(Values values, Problems problems) {
        this.values = values;
        this.problems = problems;
    }

    /** The parameters of a map; what is wrong is told, and left out. */
    Map<String, Param> params(String key, @Nullable Node node) {
        var params = new LinkedHashMap<String, Param>();
        if (node == null) {
            return params;
        }
        if (!(node instanceof Mapping map)) {
            problems.error(node.place(), "wrong-type", "\"" + key + "\" wants a map, and this is " + node.inWords(),
                    "Write e.g. " + key + ": {full: {type: boolean, default: false}}");
            return params;
        }
        for (var entry : map.entries().values()) {
            var name = entry.name();
            if (!values.fits(Type.MapOf.Names.NAME, entry.key())) {
                continue;
            }
            if (!(entry.value() instanceof Mapping schema)) {
                problems.error(entry.value().place(), "wrong-type",
                        "param \"" + name + "\" wants a map, and this is " + entry.value().inWords(),
                        "Write e.g. " + name + ": {type: string, default: all}");
                continue;
            }
            params.put(name, param(name, schema, entry.key().place()));
        }
        return params;
    }

    private Param param(String name, Mapping schema, Place holder) {
        var checks = schema(name, schema, holder);
        var type = type(checks);
        var written = schema.get("default");
        var given = written == null || (written instanceof Scalar text && text.isNull() && type != ValueType.STRING) ? null : written;
        var defaultValue = given == null ? null : typed(given, type, checks);
        var description = schema.get("description") instanceof Scalar text ? text.text() : "";
        boolean secret = Boolean.TRUE.equals(checks.get("secret"));
        for (var shown : List.of("type", "default", "description", "secret")) {
            checks.remove(shown);
        }
        if (given != null && !(defaultValue instanceof String text && text.contains("{{"))) {
            try {
                ParamValues.check(new Param(name, type, null, "", checks, false), defaultValue);
            } catch (Misspelt e) {
                problems.error(given.place(), "param-type",
                        ParamValues.isOf(type, defaultValue)
                                ? "\"default\" of " + e.what()
                                : "\"default: " + shown(given) + "\" of param \"" + name + "\" is not " + ParamValues.inWords(type),
                        ParamValues.isOf(type, defaultValue) ? e.fix() : "Write e.g. default: " + sample(type));
            }
        }
        return new Param(name, type, defaultValue, description, checks, secret);
    }

    /** The keys of a parameter, or of an item or property of one, that fit. */
    private Map<String, Object> schema(String name, Mapping node, Place holder) {
        var read = new LinkedHashMap<>(values.block("param \"" + name + "\"", DagKeys.PARAM, node, holder));
        var written = read.get("type") instanceof String word ? word : "string";
        var type = ValueType.of(written);
        if (type.isEmpty()) {
            unknown(written, node.get("type"), holder);
            read.keySet().retainAll(OF_ALL);
            read.remove("type");
            return read;
        }
        for (var key : List.copyOf(read.keySet())) {
            if (!OF_ALL.contains(key) && !checksOf(type.get()).contains(key)) {
                var entry = node.entry(key);
                problems.error(entry == null ? holder : entry.key().place(), "unknown-key",
                        "\"" + key + "\" does not go with type " + written,
                        checksOf(type.get()).isEmpty() ? "Remove it" : "Use " + TypeWords.joined(checksOf(type.get()), "or"));
                read.remove(key);
            }
        }
        if (read.get("pattern") instanceof String pattern && node.get("pattern") != null) {
            pattern(pattern, node.get("pattern"), read);
        }
        if (type.get() == ValueType.ENUM && !(read.get("values") instanceof List<?> list && !list.isEmpty())) {
            problems.error(holder, "missing-key", "param \"" + name + "\" has no \"values\" to choose from", "Add e.g. values: [a, b]");
        }
        if (node.get("items") instanceof Mapping items) {
            read.put("items", schema(name, items, items.place()));
        }
        if (node.get("properties") instanceof Mapping properties) {
            var all = new LinkedHashMap<String, Object>();
            for (var entry : properties.entries().values()) {
                if (entry.value() instanceof Mapping property) {
                    all.put(entry.name(), schema(name + "." + entry.name(), property, entry.key().place()));
                } else {
                    problems.error(entry.value().place(), "wrong-type",
                            "\"" + entry.name() + "\" wants a map, and this is " + entry.value().inWords(), "Write e.g. {type: string}");
                }
            }
            read.put("properties", all);
        }
        return read;
    }

    private void pattern(String pattern, @Nullable Node node, Map<String, Object> read) {
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            problems.error(node == null ? Place.TOP : node.place(), "bad-value", "\"pattern\" cannot be " + Scalar.quoted(pattern) + ": "
                    + e.getDescription().toLowerCase(Locale.ROOT), "Write a Java regular expression");
            read.remove("pattern");
        }
    }

    /** The types of declared outputs; what is wrong is told, and left out. */
    Map<String, ValueType> outputs(Map<String, String> written, @Nullable Node node) {
        var outputs = LinkedHashMap.<String, ValueType>newLinkedHashMap(written.size());
        written.forEach((name, word) -> {
            var type = ValueType.of(word);
            if (type.isPresent()) {
                outputs.put(name, type.get());
            } else {
                unknown(word, node instanceof Mapping map ? map.get(name) : node, Place.TOP);
            }
        });
        return outputs;
    }

    private void unknown(String word, @Nullable Node node, Place otherwise) {
        var words = new ArrayList<String>();
        for (var type : ValueType.values()) {
            words.add(type.word());
        }
        var meant = switch (word.toLowerCase(Locale.ROOT)) {
            case "text", "str", "varchar" -> "string";
            case "int", "long" -> "integer";
            case "float", "double", "decimal" -> "number";
            case "bool" -> "boolean";
            case "datetime", "timestamp" -> "date";
            case "array" -> "list";
            case "map", "dict" -> "object";
            case "choice" -> "enum";
            default -> Suggestion.nearest(word, words).orElse("");
        };
        problems.error(node == null ? otherwise : node.place(), "param-type", "there is no type " + Scalar.quoted(word),
                meant.isEmpty() ? "Types are " + TypeWords.joined(words, "and") : "Did you mean " + meant + "?");
    }

    /** The value as its type reads it: where text is wanted, a plain value counts as written. */
    @SuppressWarnings("unchecked")
    private @Nullable Object typed(Node node, ValueType type, Map<String, Object> checks) {
        return switch (node) {
            case Scalar scalar -> switch (type) {
                case STRING, DATE, ENUM -> scalar.text();
                case INTEGER, NUMBER, BOOLEAN, LIST, OBJECT -> Values.plain(scalar);
            };
            case Sequence list -> {
                var items = checks.get("items") instanceof Map<?, ?> map ? (Map<String, Object>) map : null;
                var all = new ArrayList<@Nullable Object>();
                for (var item : list.items()) {
                    all.add(items == null ? values.plain(item, null) : typed(item, type(items), items));
                }
                yield all;
            }
            case Mapping map -> {
                var properties = checks.get("properties") instanceof Map<?, ?> all ? (Map<String, Object>) all : Map.<String, Object>of();
                var all = new LinkedHashMap<String, @Nullable Object>();
                for (var entry : map.entries().values()) {
                    var property = properties.get(entry.name()) instanceof Map<?, ?> one ? (Map<String, Object>) one : null;
                    all.put(entry.name(),
                            property == null ? values.plain(entry.value(), null) : typed(entry.value(), type(property), property));
                }
                yield all;
            }
        };
    }

    private static ValueType type(Map<String, Object> checks) {
        return checks.get("type") instanceof String word ? ValueType.of(word).orElse(ValueType.STRING) : ValueType.STRING;
    }

    private static List<String> checksOf(ValueType type) {
        return switch (type) {
            case STRING -> List.of("min_length", "max_length", "pattern");
            case INTEGER, NUMBER -> List.of("minimum", "maximum");
            case BOOLEAN, DATE -> List.of();
            case ENUM -> List.of("values");
            case LIST -> List.of("items", "min_items", "max_items", "unique_items");
            case OBJECT -> List.of("properties", "required", "additional");
        };
    }

    private static String shown(Node node) {
        return node instanceof Scalar scalar ? scalar.text() : node.inWords();
    }

    private static String sample(ValueType type) {
        return switch (type) {
            case STRING -> "all";
            case INTEGER -> "10";
            case NUMBER -> "0.5";
            case BOOLEAN -> "false";
            case DATE -> "2026-11-01";
            case ENUM -> "one of values";
            case LIST -> "[]";
            case OBJECT -> "{}";
        };
    }
}
