package comporta.template;

import java.math.BigDecimal;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Computes an expression. It knows plain data only, so there is no way from a template to a method of the program. */
final class Evaluator {
    private final Names names;

    Evaluator(Names names) {
        this.names = names;
    }

    /**
     * The value of an expression.
     *
     * @throws TemplateFailed when something is missing or of the wrong kind
     */
    @Nullable Object value(Expr expr) {
        return switch (expr) {
            case Expr.Literal(var value, _) -> value;
            case Expr.Root(var name, _) -> root(name);
            case Expr.Get get -> part(get);
            case Expr.Not(var operand, _) -> !truth(operand, "not");
            case Expr.Minus(var operand, _) -> Arithmetic.compute("-", 0L, number(operand, "-"));
            case Expr.Is is -> is(is);
            case Expr.Operation operation -> operation(operation);
            case Expr.Choice(var condition, var yes, var no, _) -> truth(condition, "?") ? value(yes) : value(no);
            case Expr.Apply apply -> filtered(apply);
            case Expr.ListOf(var items, _) -> {
                List<@Nullable Object> list = new ArrayList<>();
                items.forEach(item -> list.add(value(item)));
                yield list;
            }
            case Expr.MapOf(var entries, _) -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                entries.forEach(entry -> map.put(text(entry.key(), "a key"), value(entry.value())));
                yield map;
            }
        };
    }

    /** A value that is really there. */
    Object present(Expr expr) {
        var value = value(expr);
        if (value == null) {
            throw TemplateFailed.missing(expr.words() + " is null", "Use default, e.g. " + expr.words() + " | default('d')");
        }
        return value;
    }

    private @Nullable Object root(String name) {
        var value = known(name);
        if (value instanceof Names.Lookup) {
            throw TemplateFailed.because(name + " alone is no value", "Write " + Known.spelling(name));
        }
        return Values.normal(value, names.zone());
    }

    private Object known(String name) {
        var value = names.value(name);
        if (value == null) {
            throw TemplateFailed.because("there is no \"" + name + "\" here", "Look at the names in the documentation of templates");
        }
        return value;
    }

    private @Nullable Object part(Expr.Get get) {
        var part = present(get.part());
        Object from = get.from() instanceof Expr.Root(var name, _) ? known(name) : present(get.from());
        Object found;
        boolean there;
        switch (from) {
            case Names.Lookup lookup -> {
                found = lookup.get(part.toString());
                there = found != null;
            }
            case Map<?, ?> map -> {
                found = map.get(part.toString());
                there = found != null || map.containsKey(part.toString());
            }
            case List<?> list when part instanceof Long index -> {
                there = index >= 0 && index < list.size();
                found = there ? list.get(index.intValue()) : null;
            }
            default -> throw TemplateFailed.because(
                    get.from().words() + " is " + Kind.of(Values.normal(from, names.zone())).words() + " and has no part \"" + part + "\"",
                    "Look at the value that is given");
        }
        if (!there) {
            throw absent(get, from);
        }
        return Values.normal(found, names.zone());
    }

    private static TemplateFailed absent(Expr.Get get, Object from) {
        var name = get.words();
        var path = get.path().orElse(List.of());
        if (path.size() >= 3 && path.getFirst().equals("outputs")) {
            var given = from instanceof Map<?, ?> map && !map.isEmpty()
                    ? map.keySet().stream().map(String::valueOf).sorted().limit(20).collect(Collectors.joining(", "))
                    : "nothing";
            return TemplateFailed.missing(
                    name + " is missing: \"" + path.get(1) + "\" wrote " + given, "Write it to $COMPORTA_OUTPUT, or use default");
        }
        if (path.size() == 2 && path.getFirst().equals("outputs")) {
            return TemplateFailed.missing(name + " is missing: the task wrote nothing", "Write it to $COMPORTA_OUTPUT, or use default");
        }
        if (path.size() == 2 && path.getFirst().equals("var")) {
            return TemplateFailed.missing("there is no variable \"" + path.get(1) + "\"", "Set it, or use default");
        }
        if (path.size() == 2 && path.getFirst().equals("conn")) {
            return TemplateFailed.missing("there is no connection \"" + path.get(1) + "\"", "Add it, or use default");
        }
        return TemplateFailed.missing(name + " is missing", "Use default, e.g. " + name + " | default('d')");
    }

    private @Nullable Object filtered(Expr.Apply apply) {
        var filter = Filters.named(apply.filter());
        if (filter == null || apply.args().size() < filter.required() || apply.args().size() > filter.arguments().size()) {
            throw TemplateFailed.because("there is no filter \"" + apply.filter() + "\" of this form", "Look at the list of filters");
        }
        if (filter.name().equals("default")) {
            var value = orNull(apply.to());
            return isEmpty(value) ? value(apply.args().getFirst()) : value;
        }
        var value = filter.name().equals("json") ? value(apply.to()) : present(apply.to());
        if (!filter.takes().contains(Kind.of(value))) {
            throw TemplateFailed.because(filter.refusal(apply.to().words(), Set.of(Kind.of(value))), "Look at the value that is given");
        }
        if (value == null) {
            return "null";
        }
        var args = new ArrayList<Object>();
        for (int i = 0; i < apply.args().size(); i++) {
            var arg = present(apply.args().get(i));
            if (!filter.arguments().get(i).contains(Kind.of(arg))) {
                throw TemplateFailed.because(
                        filter.name() + " wants " + Kind.words(filter.arguments().get(i)) + " in its brackets",
                        "Write " + filter.spelling());
            }
            args.add(arg);
        }
        var result = filter.work().on(value, args, names.zone());
        return result instanceof String text ? Values.bounded(text) : result;
    }

    private Object is(Expr.Is is) {
        var value = orNull(is.value());
        boolean holds = switch (is.test()) {
            case "null" -> value == null;
            case "empty" -> isEmpty(value);
            default -> throw TemplateFailed.because("there is no test \"" + is.test() + "\"", "Write is null or is empty");
        };
        return holds != is.negated();
    }

    /** A missing value as null: the one place where absence is allowed. */
    private @Nullable Object orNull(Expr expr) {
        try {
            return value(expr);
        } catch (TemplateFailed e) {
            if (e.absence()) {
                return null;
            }
            throw e;
        }
    }

    private static boolean isEmpty(@Nullable Object value) {
        return switch (value) {
            case null -> true;
            case String text -> text.isBlank();
            case List<?> list -> list.isEmpty();
            case Map<?, ?> map -> map.isEmpty();
            default -> false;
        };
    }

    private Object operation(Expr.Operation of) {
        return switch (of.operator()) {
            case "and" -> truth(of.left(), "and") && truth(of.right(), "and");
            case "or" -> truth(of.left(), "or") || truth(of.right(), "or");
            case "~" -> joined(of);
            case "==" -> equal(of);
            case "!=" -> !equal(of);
            case "<" -> compare(of) < 0;
            case "<=" -> compare(of) <= 0;
            case ">" -> compare(of) > 0;
            case ">=" -> compare(of) >= 0;
            case "contains" -> contains(of);
            default -> Arithmetic.compute(of.operator(), number(of.left(), of.operator()), number(of.right(), of.operator()));
        };
    }

    private String joined(Expr.Operation of) {
        return Values.bounded(Values.text(present(of.left()), names.zone()) + Values.text(present(of.right()), names.zone()));
    }

    private boolean equal(Expr.Operation of) {
        var left = value(of.left());
        var right = value(of.right());
        if (left != null && right != null && Kind.of(left) != Kind.of(right)) {
            throw different(of, left, right);
        }
        return Values.same(left, right, names.zone());
    }

    private int compare(Expr.Operation of) {
        var left = present(of.left());
        var right = present(of.right());
        if (left instanceof Number a && right instanceof Number b) {
            return Values.decimal(a).compareTo(Values.decimal(b));
        }
        if (left instanceof String a && right instanceof String b) {
            return a.compareTo(b);
        }
        if (left instanceof ZonedDateTime a && right instanceof ZonedDateTime b) {
            return a.toInstant().compareTo(b.toInstant());
        }
        throw different(of, left, right);
    }

    private static TemplateFailed different(Expr.Operation of, Object left, Object right) {
        boolean number = Kind.of(left) == Kind.TEXT && Kind.of(right) == Kind.NUMBER;
        return TemplateFailed.because(
                of.left().words() + " is " + Kind.of(left).words() + ", and \"" + of.operator() + "\" compares it with "
                        + Kind.of(right).words(),
                number ? "Write " + of.left().words() + " | number" : "Compare values of one kind");
    }

    private boolean contains(Expr.Operation of) {
        var left = present(of.left());
        var right = present(of.right());
        return switch (left) {
            case String text when right instanceof String part -> text.contains(part);
            case List<?> list -> list.stream().anyMatch(item -> Values.same(item, right, names.zone()));
            case Map<?, ?> map -> map.containsKey(right.toString());
            default -> throw TemplateFailed.because(
                    of.left().words() + " is " + Kind.of(left).words() + ", and cannot contain " + Kind.of(right).words(),
                    "Write LIST contains VALUE or TEXT contains TEXT");
        };
    }

    private boolean truth(Expr expr, String operator) {
        var value = present(expr);
        if (value instanceof Boolean truth) {
            return truth;
        }
        throw TemplateFailed.because(
                expr.words() + " is " + Kind.of(value).words() + ", and \"" + operator + "\" wants true or false",
                "Compare it, e.g. " + expr.words() + (value instanceof BigDecimal || value instanceof Long ? " > 0" : " == 'yes'"));
    }

    private Number number(Expr expr, String operator) {
        var value = present(expr);
        if (value instanceof Number number) {
            return number;
        }
        throw TemplateFailed.because(
                expr.words() + " is " + Kind.of(value).words() + ", and \"" + operator + "\" wants numbers",
                value instanceof String ? "Write " + expr.words() + " | number, or join texts with ~" : "Look at the value that is given");
    }

    private String text(Expr expr, String what) {
        if (present(expr) instanceof String text) {
            return text;
        }
        throw TemplateFailed.because(what + " of a map must be text", "Put it in quotes");
    }
}
