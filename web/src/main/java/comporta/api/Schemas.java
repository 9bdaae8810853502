package comporta.api;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** JSON Schemas of shapes. An answer has every name of its shape and no other; what may be absent is null then. */
final class Schemas {
    private final Map<String, Object> named = new TreeMap<>();
    private final Map<String, Class<?>> owners = new TreeMap<>();

    /** All that was asked for by name. */
    Map<String, Object> all() {
        return named;
    }

    /** A reference to the schema of a shape. */
    Map<String, Object> named(Class<?> shape, boolean request) {
        var name = name(shape);
        var owner = owners.putIfAbsent(name, shape);
        if (owner != null && owner != shape) {
            throw new IllegalStateException(owner + " and " + shape + " would both be called " + name);
        }
        if (owner == null) {
            named.put(name, shape(shape, request));
        }
        return Map.of("$ref", "#/components/schemas/" + name);
    }

    private static String name(Class<?> shape) {
        var outer = shape.getEnclosingClass();
        var inner = shape.getSimpleName().replaceAll("Shape$", "");
        return outer == null ? inner : outer.getSimpleName().replaceAll("(Resource|Shape|Deeds)$", "") + inner;
    }

    private Map<String, Object> shape(Class<?> shape, boolean request) {
        if (shape.isAnnotationPresent(Whole.class)) {
            return Map.of("type", "object");
        }
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (var part : Json.parts(shape)) {
            properties.put(part.name(), part(part.component(), request));
            if (!request || isRequired(part.component())) {
                required.add(part.name());
            }
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        schema.put("additionalProperties", false);
        return schema;
    }

    /** What may be left out of a request: what is null, empty or false then. */
    private static boolean isRequired(RecordComponent component) {
        var type = component.getType();
        return !Shapes.isNullable(component) && type != Map.class && type != List.class && type != boolean.class;
    }

    private Map<String, Object> part(RecordComponent component, boolean request) {
        Map<String, Object> schema = new LinkedHashMap<>(of(component.getGenericType(), request));
        var words = component.getAnnotation(Words.class);
        var nullable = Shapes.isNullable(component) || (request && !isRequired(component));
        if (words != null) {
            List<Object> choice = new ArrayList<>(List.of(words.value()));
            if (nullable) {
                choice.add(null);
            }
            schema.put("enum", choice);
        }
        if (request && component.getType() == String.class && !component.isAnnotationPresent(AnyLength.class)) {
            schema.put("maxLength", (long) Bodies.LONGEST);
        }
        if (!nullable || schema.isEmpty()) {
            return schema;
        }
        if (schema.get("type") instanceof String type) {
            schema.put("type", List.of(type, "null"));
            return schema;
        }
        return Map.of("anyOf", List.of(schema, Map.of("type", "null")));
    }

    /** The schema of any type of an answer. */
    Map<String, Object> of(Type type) {
        return of(type, false);
    }

    private Map<String, Object> of(Type type, boolean request) {
        return switch (type) {
            case Dry.Either either -> Map.of("anyOf", List.of(of(either.one()), of(either.other())));
            case PageOf page -> Map.of(
                    "type", "object", "required", List.of("items", "next"), "additionalProperties", false,
                    "properties",
                    Map.of("items", Map.of("type", "array", "items", of(page.item())), "next", Map.of("type", List.of("string", "null"))));
            case ParameterizedType generic when generic.getRawType() == List.class ->
                Map.of("type", "array", "items", of(generic.getActualTypeArguments()[0], request));
            case ParameterizedType generic when generic.getActualTypeArguments()[1] == String.class ->
                Map.of("type", "object", "additionalProperties", Map.of("type", "string"));
            case ParameterizedType _ -> Map.of("type", "object");
            case Class<?> plain -> of(plain, request);
            default -> throw new IllegalStateException("no shape has a " + type);
        };
    }

    private Map<String, Object> of(Class<?> type, boolean request) {
        if (type.isRecord()) {
            return named(type, request);
        }
        if (type == String.class) {
            return Map.of("type", "string");
        }
        if (type == Instant.class) {
            return Map.of("type", "string", "format", "date-time");
        }
        if (type == boolean.class || type == Boolean.class) {
            return Map.of("type", "boolean");
        }
        if (type == int.class || type == Integer.class) {
            return Map.of("type", "integer", "format", "int32");
        }
        if (type == long.class || type == Long.class) {
            return Map.of("type", "integer", "format", "int64");
        }
        if (type == double.class || type == Double.class || type == Duration.class) {
            return Map.of("type", "number");
        }
        if (type == Map.class) {
            return Map.of("type", "object");
        }
        if (type == Object.class) {
            return Map.of();
        }
        throw new IllegalStateException("no shape has a " + type);
    }
}
