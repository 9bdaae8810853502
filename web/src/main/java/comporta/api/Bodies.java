package comporta.api;

import comporta.dag.PlainData;
import comporta.dag.Suggestion;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what was sent into a shape, and tells all of its mistakes at once. */
final class Bodies {
    /** Characters of a text where nothing else is said. */
    static final int LONGEST = 4000;

    private final List<Problem.Mistake> mistakes = new ArrayList<>();

    private Bodies() {}

    /**
     * The shape that JSON stands for. What is left out is null where it may be, else empty or false.
     *
     * @throws Refusal when it is not JSON, or does not fit
     */
    static <T extends Record> T read(Class<T> shape, String json) {
        Object data;
        try {
            data = json.isBlank() ? Map.of() : PlainData.fromJson(json);
        } catch (IllegalArgumentException e) {
            throw new Refusal(Refusal.Kind.BAD_REQUEST, "the body cannot be read: " + e.getMessage());
        }
        if (!(data instanceof Map<?, ?> map)) {
            throw Refusal.unfit("", "the body must be a JSON object");
        }
        var reading = new Bodies();
        var parts = Json.parts(shape);
        var read = reading.shape(shape, shape.isAnnotationPresent(Whole.class) ? Map.of(parts.getFirst().name(), map) : map, "");
        if (!reading.mistakes.isEmpty()) {
            throw Refusal.unfit(reading.mistakes);
        }
        return read;
    }

    private <T extends Record> T shape(Class<T> shape, Map<?, ?> data, String at) {
        var parts = Json.parts(shape);
        var names = parts.stream().map(Json.Part::name).toList();
        for (var name : data.keySet()) {
            if (!names.contains(String.valueOf(name))) {
                mistake(at + "/" + name, "is not known here. "
                        + Suggestion.didYouMean(String.valueOf(name), names,
                                names.isEmpty() ? "Leave it out" : "Known are " + String.join(", ", names)));
            }
        }
        var values = new @Nullable Object[parts.size()];
        for (int i = 0; i < values.length; i++) {
            var part = parts.get(i);
            values[i] = part(part, data.get(part.name()), at + "/" + part.name());
        }
        try {
            var types = Arrays.stream(shape.getRecordComponents()).map(each -> (Class<?>) each.getType()).toArray(Class<?>[]::new);
            var constructor = shape.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (mistakes.isEmpty()) {
                throw new IllegalStateException("shape " + shape + " refuses what fits it", e);
            }
            throw Refusal.unfit(mistakes);   // it did not get what it may rely on
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("shape " + shape + " cannot be made", e);
        }
    }

    private @Nullable Object part(Json.Part part, @Nullable Object value, String at) {
        var type = part.component().getType();
        if (value == null) {
            if (type == boolean.class) {
                return false;
            }
            if (type == Map.class || type == List.class) {
                return type == Map.class ? Map.of() : List.of();
            }
            if (!Shapes.isNullable(part.component())) {
                mistake(at, "is missing");
                return type == int.class ? (Object) 0 : type == long.class ? (Object) 0L : null;
            }
            return null;
        }
        if (type == String.class) {
            return text(part, value, at);
        }
        if (type == boolean.class || type == Boolean.class) {
            return value instanceof Boolean ? value : wrong(at, "must be true or false", false);
        }
        if (type == int.class || type == Integer.class) {
            return value instanceof Long number && number == number.intValue()
                    ? (Object) number.intValue()
                    : wrong(at, "must be an integer", 0);
        }
        if (type == long.class || type == Long.class) {
            return value instanceof Long ? value : wrong(at, "must be an integer", 0L);
        }
        if (type == Map.class) {
            return value instanceof Map<?, ?> map ? map(part, map, at) : wrong(at, "must be an object", Map.of());
        }
        if (type == List.class) {
            return value instanceof List<?> list ? list(list, at) : wrong(at, "must be a list", List.of());
        }
        if (type == Instant.class) {
            return instant(value, at);
        }
        if (type == Object.class) {
            return value;
        }
        throw new IllegalStateException("a shape of a request has a " + type + ", which nobody reads");
    }

    private Object text(Json.Part part, Object value, String at) {
        if (!(value instanceof String text)) {
            return wrong(at, "must be text", "");
        }
        var words = part.component().getAnnotation(Words.class);
        if (words != null && !List.of(words.value()).contains(text)) {
            mistake(at, "must be one of " + String.join(", ", words.value()));
        }
        checkText(text, at, part.component().isAnnotationPresent(AnyLength.class) ? Integer.MAX_VALUE : LONGEST);
        return text;
    }

    private Object instant(Object value, String at) {
        try {
            return Instant.parse(String.valueOf(value));
        } catch (DateTimeParseException e) {
            return wrong(at, "must be an instant such as 2030-01-01T04:00:00Z", Instant.EPOCH);
        }
    }

    private void checkText(String text, String at, int longest) {
        if (text.length() > longest) {
            mistake(at, "is longer than " + longest + " characters");
        }
        if (text.indexOf('\0') >= 0) {
            mistake(at, "has a NUL, which no database can hold");
        }
    }

    private Object map(Json.Part part, Map<?, ?> map, String at) {
        var ofTexts = part.component().getGenericType() instanceof ParameterizedType type
                && type.getActualTypeArguments()[1] == String.class;
        if (ofTexts) {
            map.forEach((name, value) -> {
                if (!(value instanceof String)) {
                    mistake(at + "/" + name, "must be text");
                }
            });
        }
        if (part.component().isAnnotationPresent(AnyLength.class)) {
            map.forEach((name, value) -> checkText(String.valueOf(value), at + "/" + name, Integer.MAX_VALUE));
        } else {
            checkDepth(map, at);
        }
        return map;
    }

    private void checkDepth(Object data, String at) {
        var json = PlainData.toJson(data);
        if (json.contains("\\u0000") || json.length() > 1_000_000) {
            mistake(at, json.length() > 1_000_000 ? "is longer than 1,000,000 characters" : "has a NUL, which no database can hold");
        }
    }

    private List<String> list(List<?> list, String at) {
        var texts = new ArrayList<String>();
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) instanceof String text) {
                checkText(text, at + "/" + i, LONGEST);
                texts.add(text);
            } else {
                mistake(at + "/" + i, "must be text");
            }
        }
        return texts;
    }

    private Object wrong(String at, String must, Object instead) {
        mistake(at, must);
        return instead;
    }

    private void mistake(String at, String detail) {
        mistakes.add(new Problem.Mistake(Refusal.shortened(at), detail));
    }
}
