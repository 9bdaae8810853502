package comporta.dag;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether a value fits a parameter, an output or a field of an approval. All refuse with {@code param-value}. */
public final class ParamValues {
    private final String name;
    private final boolean secret;

    private ParamValues(String name, boolean secret) {
        this.name = name;
        this.secret = secret;
    }

    /**
     * Reads a value of the command line: lists and objects as JSON, all else as its text.
     *
     * @throws Misspelt when it does not fit
     */
    public static Object read(Param param, String text) {
        Object value = switch (param.type()) {
            case STRING, DATE, ENUM -> text;
            case INTEGER, NUMBER, BOOLEAN, LIST, OBJECT -> json(text);
        };
        check(param, value);
        return value;
    }

    /**
     * Checks plain data.
     *
     * @throws Misspelt when it does not fit
     */
    public static void check(Param param, @Nullable Object value) {
        new ParamValues("param \"" + param.name() + "\"", param.secret()).check(param.type(), param.checks(), value);
    }

    /** Whether {@code value} is of that type, whatever its size. */
    public static boolean isOf(ValueType type, @Nullable Object value) {
        return switch (type) {
            case STRING, ENUM -> value instanceof String;
            case INTEGER -> value instanceof Long || value instanceof Integer;
            case NUMBER -> value instanceof Number;
            case BOOLEAN -> value instanceof Boolean;
            case DATE -> value instanceof String text && isDate(text);
            case LIST -> value instanceof List<?>;
            case OBJECT -> value instanceof Map<?, ?>;
        };
    }

    /** {@code an integer}, {@code text} and so on. */
    public static String inWords(ValueType type) {
        return switch (type) {
            case STRING -> "text";
            case INTEGER -> "an integer";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case DATE -> "a date";
            case ENUM -> "one of its values";
            case LIST -> "a list";
            case OBJECT -> "an object";
        };
    }

    private void check(ValueType type, Map<String, Object> checks, @Nullable Object value) {
        if (value == null || !isOf(type, value)) {
            throw refused(value, "must be " + inWords(type), "Give " + inWords(type));
        }
        switch (type) {
            case STRING -> text(checks, (String) value);
            case INTEGER, NUMBER -> number(checks, new BigDecimal(String.valueOf(value)));
            case ENUM -> choice(checks, (String) value);
            case LIST -> list(checks, (List<?>) value);
            case OBJECT -> object(checks, (Map<?, ?>) value);
            case BOOLEAN, DATE -> {}
        }
    }

    private void text(Map<String, Object> checks, String text) {
        bounds(checks, "length", BigDecimal.valueOf(text.codePointCount(0, text.length())), text, " characters");
        if (checks.get("pattern") instanceof String pattern && !Pattern.matches(pattern, text)) {
            throw refused(text, "must match " + pattern, "Give such a text");
        }
    }

    private void number(Map<String, Object> checks, BigDecimal number) {
        var least = bound(checks, "minimum");
        var most = bound(checks, "maximum");
        boolean low = least != null && number.compareTo(least) < 0;
        boolean high = most != null && number.compareTo(most) > 0;
        if (low || high) {
            var range = least == null ? "at most " + most : most == null ? "at least " + least : least + " to " + most;
            throw refused(number, "must be " + (low ? "at least " + least : "at most " + most), "Give " + range);
        }
    }

    private void choice(Map<String, Object> checks, String text) {
        if (checks.get("values") instanceof List<?> values && !values.contains(text)) {
            var words = values.stream().map(String::valueOf).toList();
            throw refused(text, "must be one of its values", Suggestion.didYouMean(text, words, "Give one of " + String.join(", ", words)));
        }
    }

    private void list(Map<String, Object> checks, List<?> list) {
        bounds(checks, "items", BigDecimal.valueOf(list.size()), list, " items");
        if (Boolean.TRUE.equals(checks.get("unique_items")) && new HashSet<>(list).size() < list.size()) {
            throw refused(list, "must hold each item once", "Remove the second one");
        }
        for (int i = 0; i < list.size(); i++) {
            part(checks.get("items"), "item " + (i + 1), list.get(i));
        }
    }

    private void object(Map<String, Object> checks, Map<?, ?> object) {
        var properties = checks.get("properties") instanceof Map<?, ?> map ? map : Map.of();
        if (checks.get("required") instanceof List<?> required) {
            for (var property : required) {
                if (!object.containsKey(property)) {
                    throw refused(object, "must have \"" + property + "\"", "Add it");
                }
            }
        }
        for (var entry : object.entrySet()) {
            if (properties.containsKey(entry.getKey())) {
                part(properties.get(entry.getKey()), "\"" + entry.getKey() + "\"", entry.getValue());
            } else if (Boolean.FALSE.equals(checks.get("additional"))) {
                throw refused(object, "knows no \"" + entry.getKey() + "\"", "Remove it");
            }
        }
    }

    @SuppressWarnings("unchecked")
    private void part(@Nullable Object wanted, String part, @Nullable Object value) {
        if (wanted instanceof Map<?, ?> checks && checks.get("type") instanceof String word) {
            new ParamValues(part + " of " + name, secret)
                    .check(ValueType.of(word).orElse(ValueType.STRING), (Map<String, Object>) checks, value);
        }
    }

    private void bounds(Map<String, Object> checks, String what, BigDecimal count, Object value, String unit) {
        var least = bound(checks, "min_" + what);
        var most = bound(checks, "max_" + what);
        if (least != null && count.compareTo(least) < 0) {
            throw refused(value, "must have at least " + least + unit, "Give more");
        }
        if (most != null && count.compareTo(most) > 0) {
            throw refused(value, "must have at most " + most + unit, "Give fewer");
        }
    }

    private static @Nullable BigDecimal bound(Map<String, Object> checks, String name) {
        return checks.get(name) instanceof Number number ? new BigDecimal(number.toString()) : null;
    }

    private static Object json(String text) {
        try {
            var value = PlainData.fromJson(text);
            return value == null ? text : value;
        } catch (IllegalArgumentException e) {
            // No number, truth value, list or object either: the check says so in better words.
            return text;
        }
    }

    private static boolean isDate(String text) {
        try {
            return text.length() == 10 && LocalInstant.parse(text).offset() == null;
        } catch (Misspelt e) {
            return false;
        }
    }

    private Misspelt refused(@Nullable Object value, String must, String fix) {
        var shown = secret ? "***" : value instanceof String text ? "\"" + text + "\"" : PlainData.toJson(value);
        return new Misspelt("param-value",
                name + " is " + (shown.length() > 80 ? shown.substring(0, 79) + "…" : shown) + ", and " + must, fix);
    }
}
