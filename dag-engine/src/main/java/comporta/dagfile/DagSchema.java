package comporta.dagfile;

import static comporta.dagfile.TypeSchema.ordered;

import comporta.dag.PlainData;
import comporta.dag.ValueType;
import comporta.dagfile.Type.MapOf.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * The format of DAG files as a JSON Schema, draft-07, made from the same tables that files are read with, so that an editor completes and
 * checks keys and values. What a schema cannot say (cycles, templates, what must agree) is said by reading the file.
 */
public final class DagSchema {
    private static final Map<String, Object> PARAM = Map.of("$ref", "#/definitions/param");
    private static final List<String> WORDS_OF_TYPES = Arrays.stream(ValueType.values()).map(ValueType::word).toList();

    private final TypeSchema types = new TypeSchema();

    private DagSchema() {}

    /** The schema as plain data. */
    public static Map<String, Object> draft07() {
        return new DagSchema().schema();
    }

    private Map<String, Object> schema() {
        var file = types.block(DagKeys.DAG, Set.of());
        var properties = properties(file);
        for (var key : DagKeys.DAG.keys()) {
            if (key.type() instanceof Type.Apart(var what)) {
                properties.put(key.name(), types.described(key, apart(what)));
            }
        }
        types.definitions().put("defaults", defaults());
        types.definitions().put("group", group());
        types.definitions().put("param", param());
        types.definitions().put("task", task());
        types.definitions().put("job", job());
        var schema = ordered(
                "$schema", "http://json-schema.org/draft-07/schema#",
                "title", "Comporta DAG file",
                "description", "A DAG: what runs, when, in what order and on which machines.");
        schema.putAll(file);
        schema.put("definitions", new TreeMap<>(types.definitions()));
        return schema;
    }

    private static Map<String, Object> apart(String what) {
        return switch (what) {
            case "tasks" -> {
                var tasks = TypeSchema.map(Names.ID, Map.of("$ref", "#/definitions/task"));
                tasks.put("minProperties", 1);
                yield tasks;
            }
            case "groups" -> TypeSchema.map(Names.ID, Map.of("$ref", "#/definitions/group"));
            case "params" -> TypeSchema.map(Names.NAME, PARAM);
            default -> Map.of("$ref", "#/definitions/" + what);
        };
    }

    /** A parameter: items of a list and properties of an object are described in the same way. */
    private Map<String, Object> param() {
        var param = types.block(DagKeys.PARAM, Set.of());
        var properties = properties(param);
        change(properties, "type", ordered("enum", WORDS_OF_TYPES));
        change(properties, "items", PARAM);
        change(properties, "properties", TypeSchema.map(Names.ANY, PARAM));
        return param;
    }

    private Map<String, Object> group() {
        var group = types.block(TaskKeys.GROUP, Set.of());
        group.put("type", List.of("object", "null"));
        change(properties(group), "defaults", Map.of("$ref", "#/definitions/defaults"));
        return group;
    }

    /** Task keys for many tasks; null takes one away that comes from further out. */
    private Map<String, Object> defaults() {
        var properties = new LinkedHashMap<String, Object>();
        for (var key : TaskKeys.COMMON.keys()) {
            if (!TaskKeys.NEVER_DEFAULT.contains(key.name())) {
                properties.put(key.name(), nullable(types.of(key)));
            }
        }
        properties.put("job", nullable(types.of(OperatorKeys.JOB)));
        return ordered("type", "object", "properties", properties, "additionalProperties", false);
    }

    /** What every task may have; an operator's own keys are known once it is. */
    private Map<String, Object> task() {
        var operators = new TreeMap<>(OperatorKeys.all());
        var properties = new LinkedHashMap<String, Object>();
        for (var key : TaskKeys.COMMON.keys()) {
            properties.put(key.name(), nullable(types.of(key)));
        }
        change(properties, "operator", ordered("enum", List.copyOf(operators.keySet())));
        change(properties, "outputs", TypeSchema.map(Names.NAME, ordered("enum", WORDS_OF_TYPES)));
        var cases = new ArrayList<Object>();
        cases.add(ordered(
                "if", Map.of("not", Map.of("required", List.of("operator"))),
                "then", ordered(
                        "$comment", "Without operator it is a command.",
                        "allOf", List.of(own("command")),
                        "anyOf", List.of(Map.of("required", List.of("run")), Map.of("required", List.of("job"))))));
        for (var operator : operators.keySet()) {
            cases.add(ordered(
                    "if", ordered("properties", Map.of("operator", Map.of("const", operator)), "required", List.of("operator")),
                    "then", own(operator)));
        }
        return ordered("type", "object", "properties", properties, "allOf", cases);
    }

    private Map<String, Object> own(String operator) {
        var name = "operator-" + operator;
        if (!types.definitions().containsKey(name)) {
            types.definitions().put(name, ownKeys(Objects.requireNonNull(OperatorKeys.of(operator))));
        }
        return Map.of("$ref", "#/definitions/" + name);
    }

    /** The common keys stand among them as well: draft-07 refuses as additional what is not beside. */
    private Map<String, Object> ownKeys(Type.Block operator) {
        var own = types.block(operator, Set.of("job"));     // defaults may have it
        var properties = properties(own);
        if (properties.containsKey("job")) {
            properties.put("job", nullable(types.of(OperatorKeys.JOB)));
        }
        if (properties.containsKey("fields")) {
            change(properties, "fields", TypeSchema.map(Names.NAME, PARAM));
        }
        TaskKeys.COMMON.keys().forEach(key -> properties.putIfAbsent(key.name(), true));
        return own;
    }

    /** A job whose fields may be null, so that a default is taken away. */
    private Map<String, Object> job() {
        var job = types.block(JobKeys.JOB, Set.of());
        properties(job).replaceAll((name, field) -> nullable(field));
        return job;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> nullable(Object written) {
        var schema = new LinkedHashMap<>((Map<String, Object>) written);
        var type = schema.get("type");
        var isNull = Map.of("type", "null");
        if (type instanceof String word) {
            schema.put("type", List.of(word, "null"));
        } else if (type instanceof List<?> words) {
            schema.put("type", with(words, "null"));
        } else if (schema.get("oneOf") instanceof List<?> forms) {
            schema.put("oneOf", with(forms, isNull));
        } else if (schema.remove("allOf") instanceof List<?> reference) {
            schema.put("oneOf", with(reference, isNull));
        }
        return schema;
    }

    private static List<Object> with(List<?> all, Object more) {
        var longer = new ArrayList<Object>(all);
        longer.add(more);
        return longer;
    }

    /** Another schema under the same description. */
    private static void change(Map<String, Object> properties, String name, Map<String, Object> schema) {
        var changed = ordered("description", PlainData.block(properties, name).getOrDefault("description", ""));
        if (schema.containsKey("$ref")) {
            changed.put("allOf", List.of(schema));
        } else {
            changed.putAll(schema);
        }
        properties.put(name, changed);
    }

    private static Map<String, Object> properties(Map<String, Object> block) {
        return PlainData.block(block, "properties");
    }
}
