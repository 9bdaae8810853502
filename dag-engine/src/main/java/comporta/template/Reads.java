package comporta.template;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What an expression reads, found without computing it. */
final class Reads {
    private Reads() {}

    /** All dotted names that an expression reads, in alphabetical order. */
    static Set<String> names(Expr expr) {
        var found = new TreeSet<String>();
        paths(expr).forEach(path -> found.add(String.join(".", path)));
        return found;
    }

    /** The same, each cut into its parts, in order of place. */
    static Set<List<String>> paths(Expr expr) {
        var found = new LinkedHashSet<List<String>>();
        collect(expr, found);
        return found;
    }

    private static void collect(Expr expr, Set<List<String>> into) {
        var path = expr.path();
        if (path.isPresent()) {
            into.add(List.copyOf(path.get()));
            return;
        }
        switch (expr) {
            case Expr.Literal _, Expr.Root _ -> {}
            case Expr.Get(var from, var part, _) -> {
                collect(from, into);
                collect(part, into);
            }
            case Expr.Apply(_, var to, var args, _, _) -> {
                collect(to, into);
                args.forEach(arg -> collect(arg, into));
            }
            case Expr.Is(var value, _, _, _, _) -> collect(value, into);
            case Expr.Not(var operand, _) -> collect(operand, into);
            case Expr.Minus(var operand, _) -> collect(operand, into);
            case Expr.Operation(_, var left, var right, _) -> {
                collect(left, into);
                collect(right, into);
            }
            case Expr.Choice(var condition, var yes, var no, _) -> {
                collect(condition, into);
                collect(yes, into);
                collect(no, into);
            }
            case Expr.ListOf(var items, _) -> items.forEach(item -> collect(item, into));
            case Expr.MapOf(var entries, _) -> entries.forEach(entry -> {
                collect(entry.key(), into);
                collect(entry.value(), into);
            });
        }
    }
}
