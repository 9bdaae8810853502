package comporta.decide;

import comporta.dag.Task;
import comporta.dag.ValueType;
import comporta.operator.Cause;
import comporta.operator.Exit;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Declared outputs, held against what a try has written. */
final class Outputs {
    private Outputs() {}

    /** The same end, or a failure that says which declared output is missing or of another type. */
    static Exit checked(Task task, Exit exit) {
        if (!exit.isSuccess()) {
            return exit;
        }
        for (var declared : task.outputs().entrySet()) {
            var name = declared.getKey();
            if (!exit.outputs().containsKey(name)) {
                var wrote = exit.outputs().isEmpty() ? "nothing" : String.join(", ", exit.outputs().keySet());
                return failed("output \"" + name + "\" is missing: the try wrote " + wrote
                        + ". Write it to $COMPORTA_OUTPUT [output-missing]");
            }
            var given = exit.outputs().get(name);
            if (!fits(given, declared.getValue())) {
                return failed("output \"" + name + "\" is " + described(given) + ", and is declared " + declared.getValue().word()
                        + ". Write a JSON object to keep types [output-type]");
            }
        }
        return exit;
    }

    private static Exit failed(String reason) {
        return Exit.failure(Cause.USER, 0, reason);
    }

    /** {@code key=value} lines are always text, so text that spells the type is taken too. */
    private static boolean fits(@Nullable Object given, ValueType type) {
        return switch (type) {
            case STRING, ENUM -> given instanceof String;
            case INTEGER -> given instanceof Long || given instanceof BigInteger || spells(given, "[+-]?\\d+");
            case NUMBER -> given instanceof Number || spells(given, "[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
            case BOOLEAN -> given instanceof Boolean || spells(given, "true|false");
            case DATE -> given instanceof String text && isDate(text);
            case LIST -> given instanceof List;
            case OBJECT -> given instanceof Map;
        };
    }

    private static boolean spells(@Nullable Object given, String pattern) {
        return given instanceof String text && text.matches(pattern);
    }

    private static boolean isDate(String text) {
        try {
            LocalDate.parse(text);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    /** A value in words. */
    static String described(@Nullable Object given) {
        return switch (given) {
            case null -> "null";
            case String text -> "text \"" + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + "\"";
            case Map<?, ?> _ -> "an object";
            case List<?> _ -> "a list";
            case BigDecimal number -> "number " + number;
            default -> given.toString();
        };
    }
}
