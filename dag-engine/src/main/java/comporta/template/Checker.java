package comporta.template;

import comporta.dag.Suggestion;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Judges an expression without values: every name must exist, every operator and filter must fit what it gets. */
final class Checker {
    private static final Set<Kind> TEXT = Set.of(Kind.TEXT);
    private static final Set<Kind> NUMBER = Set.of(Kind.NUMBER);
    private static final Set<Kind> BOOLEAN = Set.of(Kind.BOOLEAN);
    private static final Set<Kind> ORDERED = Set.of(Kind.TEXT, Kind.NUMBER, Kind.INSTANT);
    private static final Set<Kind> PARTED = Set.of(Kind.LIST, Kind.MAP);

    private final NameCheck names;
    private final List<TemplateProblem> problems;

    Checker(TemplateScope scope, List<TemplateProblem> problems) {
        this.names = new NameCheck(scope, problems);
        this.problems = problems;
    }

    /** What the expression can give; everything after a problem, so that one mistake is told once. */
    Set<Kind> kinds(Expr expr) {
        return switch (expr) {
            case Expr.Literal(var value, _) -> Set.of(Kind.of(value));
            case Expr.Root(var name, int offset) -> names.kinds(List.of(name), offset);
            case Expr.Get get -> part(get);
            case Expr.Not(var operand, _) -> truth(operand, "not");
            case Expr.Minus(var operand, int offset) -> arithmetic("-", kinds(operand), operand, offset);
            case Expr.Is is -> is(is);
            case Expr.Operation operation -> operation(operation);
            case Expr.Choice(var condition, var yes, var no, _) -> {
                truth(condition, "?");
                var either = EnumSet.copyOf(kinds(yes));
                either.addAll(kinds(no));
                yield either;
            }
            case Expr.Apply apply -> filtered(apply);
            case Expr.ListOf(var items, _) -> {
                items.forEach(this::kinds);
                yield Set.of(Kind.LIST);
            }
            case Expr.MapOf(var entries, _) -> {
                for (var entry : entries) {
                    if (!kinds(entry.key()).contains(Kind.TEXT)) {
                        operator(entry.key().offset(), 1, "a key of a map must be text", "Put it in quotes");
                    }
                    kinds(entry.value());
                }
                yield Set.of(Kind.MAP);
            }
        };
    }

    private Set<Kind> part(Expr.Get get) {
        var path = get.path();
        if (path.isPresent()) {
            return names.kinds(path.get(), get.offset());
        }
        kinds(get.part());
        var root = get.from().path().orElse(List.of());
        if (!root.isEmpty() && names.mustBeWrittenOut(root)) {
            problem(
                    get.offset(), String.join(".", root).length(), "unknown-name",
                    "the part of " + String.join(".", root) + " must be written out", "Write " + Known.spelling(root.getFirst()));
            return Kind.ANY;
        }
        var from = kinds(get.from());
        if (none(from, PARTED)) {
            problem(
                    get.offset(), get.from().words().length(), "unknown-name",
                    get.from().words() + " is " + Kind.words(from) + " and has no parts",
                    "Remove the brackets");
        }
        return Kind.ANY;
    }

    private Set<Kind> is(Expr.Is is) {
        kinds(is.value());
        if (!is.test().equals("null") && !is.test().equals("empty")) {
            problem(is.testOffset(), is.test().length(), "unknown-name", "there is no test \"" + is.test() + "\"",
                    "Write is null or is empty");
        }
        return BOOLEAN;
    }

    private Set<Kind> operation(Expr.Operation of) {
        var sign = of.operator();
        return switch (sign) {
            case "and", "or" -> {
                truth(of.left(), sign);
                yield truth(of.right(), sign);
            }
            case "~" -> {
                kinds(of.left());
                kinds(of.right());
                yield TEXT;
            }
            case "==", "!=" -> {
                compared(of, kinds(of.left()), kinds(of.right()));
                yield BOOLEAN;
            }
            case "<", "<=", ">", ">=" -> {
                ordered(of);
                yield BOOLEAN;
            }
            case "contains" -> {
                var left = kinds(of.left());
                var right = kinds(of.right());
                boolean holdsNothing = none(left, Set.of(Kind.TEXT, Kind.LIST, Kind.MAP));
                if (holdsNothing || (left.equals(TEXT) && !right.contains(Kind.TEXT))) {
                    operator(
                            of.offset(), of.left().words().length(),
                            of.left().words() + " is " + Kind.words(left) + ", and cannot contain " + Kind.words(right),
                            "Write LIST contains VALUE or TEXT contains TEXT");
                }
                yield BOOLEAN;
            }
            default -> {
                var left = kinds(of.left());
                var right = kinds(of.right());
                arithmetic(sign, left, of.left(), of.left().offset());
                yield arithmetic(sign, right, of.right(), of.right().offset());
            }
        };
    }

    private void ordered(Expr.Operation of) {
        var left = kinds(of.left());
        var right = kinds(of.right());
        for (var side : List.of(left, right)) {
            if (none(side, ORDERED)) {
                operator(
                        of.offset(), of.left().words().length(), "\"" + of.operator() + "\" does not order " + Kind.words(side),
                        "Compare numbers, texts or instants");
                return;
            }
        }
        compared(of, left, right);
    }

    private void compared(Expr.Operation of, Set<Kind> left, Set<Kind> right) {
        if (none(left, right) && !left.contains(Kind.NOTHING) && !right.contains(Kind.NOTHING)) {
            boolean number = left.contains(Kind.TEXT) && right.contains(Kind.NUMBER);
            operator(
                    of.offset(), of.left().words().length(),
                    of.left().words() + " is " + Kind.words(left) + ", and \"" + of.operator() + "\" compares it with " + Kind.words(right),
                    number ? "Write " + of.left().words() + " | number" : "Compare values of one kind");
        }
    }

    private Set<Kind> truth(Expr expr, String operator) {
        var kinds = kinds(expr);
        if (!kinds.contains(Kind.BOOLEAN)) {
            problem(
                    expr.offset(), expr.words().length(), "not-boolean",
                    expr.words() + " is " + Kind.words(kinds) + ", and \"" + operator + "\" wants true or false", comparison(expr, kinds));
        }
        return BOOLEAN;
    }

    /** A comparison that makes a condition of something. */
    static String comparison(Expr expr, Set<Kind> kinds) {
        boolean plain = expr.path().isPresent();
        if (kinds.contains(Kind.LIST) || kinds.contains(Kind.MAP)) {
            return "Ask e.g. " + (plain ? expr.words() : "params.list") + " is not empty";
        }
        return kinds.contains(Kind.NUMBER)
                ? "Compare it, e.g. " + (plain ? expr.words() : "params.n") + " > 0"
                : "Compare it, e.g. " + (plain ? expr.words() : "params.mode") + " == 'full'";
    }

    private Set<Kind> arithmetic(String sign, Set<Kind> kinds, Expr operand, int offset) {
        if (!kinds.contains(Kind.NUMBER)) {
            boolean text = kinds.contains(Kind.TEXT);
            String fix = !text ? "Look at the types" : sign.equals("+") ? "Join texts with ~" : "Write " + operand.words() + " | number";
            operator(
                    offset, operand.words().length(),
                    operand.words() + " is " + Kind.words(kinds) + ", and \"" + sign + "\" wants numbers", fix);
        }
        return NUMBER;
    }

    private Set<Kind> filtered(Expr.Apply apply) {
        var of = kinds(apply.to());
        int length = apply.filter().length();
        var filter = Filters.named(apply.filter());
        if (filter == null) {
            apply.args().forEach(this::kinds);
            var near = Suggestion.nearest(apply.filter(), Filters.names()).orElse(otherName(apply.filter()));
            problem(
                    apply.filterOffset(), length, "unknown-name", "there is no filter \"" + apply.filter() + "\" here",
                    near.isEmpty() ? "Filters are " + String.join(", ", Filters.names()) : "Did you mean " + near + "?");
            return Kind.ANY;
        }
        if (apply.args().size() < filter.required() || apply.args().size() > filter.arguments().size()) {
            apply.args().forEach(this::kinds);
            problem(
                    apply.filterOffset(), length, "template-syntax",
                    "the filter " + filter.name() + " has " + apply.args().size() + " values in brackets", "Write " + filter.spelling());
            return filter.result(of);
        }
        if (none(of, filter.takes())) {
            operator(apply.filterOffset(), length, filter.refusal(apply.to().words(), of),
                    "Write " + filter.spelling() + " behind " + Kind.words(filter.takes()));
            return filter.gives().isEmpty() ? Kind.ANY : filter.gives();
        }
        var given = new ArrayList<Set<Kind>>();
        for (int i = 0; i < apply.args().size(); i++) {
            given.add(argument(filter, apply.args().get(i), filter.arguments().get(i)));
        }
        if (filter.name().equals("default")) {
            var either = EnumSet.copyOf(of);
            either.remove(Kind.NOTHING);
            either.addAll(given.getFirst());
            return either;
        }
        return filter.result(of);
    }

    private Set<Kind> argument(Filters.Filter filter, Expr argument, Set<Kind> wanted) {
        var kinds = kinds(argument);
        if (none(kinds, wanted)) {
            operator(
                    argument.offset(), argument.words().length(),
                    filter.name() + " wants " + Kind.words(wanted) + " in its brackets, and " + argument.words() + " is "
                            + Kind.words(kinds),
                    "Write " + filter.spelling());
        } else if (argument instanceof Expr.Literal(var value, int offset) && value instanceof String written) {
            try {
                switch (filter.name()) {
                    case "date" -> Moments.format(written);
                    case "plus" -> Moments.span(written);
                    default -> {}
                }
            } catch (TemplateFailed e) {
                problem(offset, written.length() + 2, "template-syntax", e.what(), e.fix());
            }
        }
        return kinds;
    }

    /** What other template languages call our filters. */
    private static String otherName(String filter) {
        return switch (filter) {
            case "upcase", "uppercase" -> "upper";
            case "downcase", "lowercase" -> "lower";
            case "int", "integer", "float", "double" -> "number";
            case "tojson", "to_json" -> "json";
            case "size", "count", "len" -> "length";
            case "strip" -> "trim";
            case "ds_nodash", "strftime", "format" -> "date";
            case "b64encode" -> "base64encode";
            case "url_encode" -> "urlencode";
            case "safe" -> "raw";
            default -> "";
        };
    }

    private static boolean none(Set<Kind> kinds, Set<Kind> of) {
        return kinds.stream().noneMatch(of::contains);
    }

    private void operator(int offset, int length, String what, String fix) {
        problem(offset, length, "bad-operator", what, fix);
    }

    private void problem(int offset, int length, String id, String what, String fix) {
        problems.add(TemplateProblem.error(offset, length, id, what, fix));
    }
}
