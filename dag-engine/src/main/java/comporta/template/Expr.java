package comporta.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An expression as a tree. Offsets are those of the text in which it stands. */
sealed interface Expr {
    /** Where it begins. */
    int offset();

    /** A value written out: text, a number, true, false or null. */
    record Literal(@Nullable Object value, int offset) implements Expr {}

    /** The first part of a name: {@code params}. */
    record Root(String name, int offset) implements Expr {}

    /** A part of a value: {@code .x}, {@code ['x']}, {@code [0]}. */
    record Get(Expr from, Expr part, int offset) implements Expr {}

    /** {@code to | filter(args)}; {@code filterOffset} is the place of the filter's name. */
    record Apply(String filter, Expr to, List<Expr> args, int offset, int filterOffset) implements Expr {}

    /** {@code value is test}; {@code testOffset} is the place of the test's name. */
    record Is(Expr value, String test, boolean negated, int offset, int testOffset) implements Expr {}

    record Not(Expr operand, int offset) implements Expr {}

    record Minus(Expr operand, int offset) implements Expr {}

    /** Two operands with an operator between them. */
    record Operation(String operator, Expr left, Expr right, int offset) implements Expr {}

    /** {@code condition ? yes : no}. */
    record Choice(Expr condition, Expr yes, Expr no, int offset) implements Expr {}

    record ListOf(List<Expr> items, int offset) implements Expr {}

    record MapOf(List<Entry> entries, int offset) implements Expr {}

    record Entry(Expr key, Expr value) {}

    /** The parts of a plain name, {@code outputs.churn-model.auc} → outputs, churn-model, auc; empty when it is anything else. */
    default Optional<List<String>> path() {
        var parts = new ArrayList<String>();
        Expr at = this;
        while (at instanceof Get get) {
            if (!(get.part() instanceof Literal(var part, var _)) || part == null) {
                return Optional.empty();
            }
            parts.addFirst(part.toString());
            at = get.from();
        }
        if (at instanceof Root root) {
            parts.addFirst(root.name());
            return Optional.of(parts);
        }
        return Optional.empty();
    }

    /** How messages call it. */
    default String words() {
        return switch (this) {
            case Literal(var value, _) -> value instanceof String text ? "'" + text + "'" : String.valueOf(value);
            case Root(var name, _) -> name;
            case Get _ -> path().map(parts -> String.join(".", parts)).orElse("this part");
            case Apply apply -> apply.to().words() + " | " + apply.filter();
            case Is _, Not _, Minus _, Operation _, Choice _ -> "this expression";
            case ListOf _ -> "this list";
            case MapOf _ -> "this map";
        };
    }
}
