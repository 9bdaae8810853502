package comporta.template;

import comporta.template.Parsed.Piece;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The door of this room: finds the mistakes of texts with <code>{{ }}</code>, and renders them. */
public final class Templates {
    /** What one text may grow to. */
    private static final int MAX_RESULT = 4 * Values.MAX_TEXT;

    private Templates() {}

    /** How a text is used, and so what it may give. */
    public enum Use {
        /** A line for {@code /bin/sh -c}: every value becomes one quoted word. */
        SHELL_LINE,
        /** Text. */
        TEXT,
        /** A text that is exactly one template keeps the type of its value; any other is text. */
        VALUE,
        /** One template that gives true or false: {@code when}, {@code condition}. */
        BOOLEAN,
        /** One template that gives an id or a list of ids: {@code choose}. */
        IDS,
        /** One template that gives a list: {@code expand.over}. */
        LIST
    }

    /** Whether there is anything to render. */
    public static boolean hasTemplate(String text) {
        return text.contains("{{");
    }

    /** All mistakes of one text, in order of place; offsets are from 0 into {@code text}. */
    public static List<TemplateProblem> check(String text, Use use, TemplateScope scope) {
        if (keepsText(use) && !hasTemplate(text)) {
            return List.of();
        }
        var parsed = Parsed.parse(text, scope::ids, scope.passThrough());
        return Judge.problems(parsed, text, use, scope);
    }

    /** The problem of a template in a key that is read when the file is loaded, such as {@code depends_on}; empty without a template. */
    public static Optional<TemplateProblem> refused(String text, String key) {
        int open = text.indexOf("{{");
        if (open < 0) {
            return Optional.empty();
        }
        int close = text.indexOf("}}", open);
        return Optional.of(TemplateProblem.error(
                open, (close < 0 ? text.length() : close + 2) - open, "template-not-allowed",
                "\"" + key + "\" cannot hold a template: it is read when the file is loaded",
                key.equals("depends_on") ? "Write the id, or use branch or when" : "Write the value itself"));
    }

    /**
     * Renders a text: a Boolean for {@code BOOLEAN}, a list of texts for {@code IDS}, a list for {@code LIST}, any plain data for
     * {@code VALUE}, a String for the others.
     *
     * @throws TemplateFailed when a value is missing or of the wrong kind, or the text has a mistake
     */
    public static Object render(String text, Use use, Names names) {
        if (keepsText(use) && !hasTemplate(text)) {
            return text;
        }
        var parsed = Parsed.parse(text, names::ids, names.passThrough());
        if (!parsed.problems().isEmpty()) {
            var first = parsed.problems().getFirst();
            throw TemplateFailed.because(first.what(), first.fix());
        }
        var evaluator = new Evaluator(names);
        return switch (use) {
            case SHELL_LINE -> shellLine(text, parsed, evaluator, names);
            case TEXT -> text(text, parsed, evaluator, names);
            case VALUE -> parsed.isOneHole(true) ? value(text, parsed.hole(), evaluator, names) : text(text, parsed, evaluator, names);
            case BOOLEAN, IDS, LIST -> {
                if (!parsed.isOneHole(false)) {
                    throw TemplateFailed.because("the text is more, or less, than one template",
                            "Put the whole expression inside one {{ }}");
                }
                yield typed(text, parsed.hole(), use, evaluator, names);
            }
        };
    }

    /**
     * Renders every text in a tree of maps and lists as {@code VALUE}; keys stay.
     *
     * @throws TemplateFailed as {@link #render} does
     */
    public static @Nullable Object renderTree(@Nullable Object tree, Names names) {
        return switch (tree) {
            case null -> null;
            case String text -> render(text, Use.VALUE, names);
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> rendered = new LinkedHashMap<>();
                map.forEach((key, value) -> rendered.put(String.valueOf(key), renderTree(value, names)));
                yield Collections.unmodifiableMap(rendered);
            }
            case List<?> list -> {
                List<@Nullable Object> rendered = new ArrayList<>();
                list.forEach(item -> rendered.add(renderTree(item, names)));
                yield Collections.unmodifiableList(rendered);
            }
            default -> tree;
        };
    }

    /** The dotted names that a text reads ({@code outputs.x.y}, {@code var.z}), in alphabetical order; mistakes are passed over. */
    public static List<String> namesIn(String text, Collection<String> taskIds) {
        if (!hasTemplate(text)) {
            return List.of();
        }
        var tasks = taskIds instanceof Set<String> set ? set : Set.copyOf(taskIds);
        KnownIds ids = root -> root.equals("outputs") || root.equals("tasks") ? tasks : Set.of();
        var found = new TreeSet<String>();
        for (var piece : Parsed.parse(text, ids, Set.of()).pieces()) {
            if (piece instanceof Piece.Hole hole) {
                found.addAll(Reads.names(hole.expr()));
            }
        }
        return List.copyOf(found);
    }

    /**
     * The names that a text reads, each cut into its parts ({@code outputs}, {@code churn-model}, {@code auc}); mistakes are passed over.
     */
    public static List<List<String>> pathsIn(String text, Set<String> taskIds) {
        return holes(text, taskIds).flatMap(hole -> Reads.paths(hole.expr()).stream()).distinct().toList();
    }

    /** The text with every expression that reads a name of which nothing is known replaced by its own words. */
    public static String inWordsUnless(Predicate<List<String>> known, String text, Set<String> taskIds) {
        var result = new StringBuilder();
        int at = 0;
        for (var hole : holes(text, taskIds).toList()) {
            if (!Reads.paths(hole.expr()).stream().allMatch(known)) {
                result.append(text, at, hole.offset()).append(text.substring(hole.offset() + 2, hole.end() - 2).strip());
                at = hole.end();
            }
        }
        return result.append(text, at, text.length()).toString();
    }

    private static Stream<Piece.Hole> holes(String text, Set<String> taskIds) {
        if (!hasTemplate(text)) {
            return Stream.of();
        }
        KnownIds ids = root -> root.equals("outputs") || root.equals("tasks") ? taskIds : Set.of();
        return Parsed.parse(text, ids, Set.of()).pieces().stream().filter(Piece.Hole.class::isInstance).map(Piece.Hole.class::cast);
    }

    /** What the expression of a {@code choose} can give, so that it can be checked against the tasks below; mistakes are passed over. */
    public static Choices choices(String text) {
        for (var piece : Parsed.parse(text, KnownIds.NONE, Set.of()).pieces()) {
            if (piece instanceof Piece.Hole hole) {
                return Choices.of(hole.expr());
            }
        }
        return new Choices(List.of(), List.of());
    }

    private static boolean keepsText(Use use) {
        return switch (use) {
            case SHELL_LINE, TEXT, VALUE -> true;
            case BOOLEAN, IDS, LIST -> false;
        };
    }

    private static String text(String written, Parsed parsed, Evaluator evaluator, Names names) {
        var result = new StringBuilder();
        for (var piece : parsed.pieces()) {
            switch (piece) {
                case Piece.Plain(var text) -> result.append(text);
                case Piece.Later(var text) -> result.append(text);
                case Piece.Hole hole -> {
                    var value = known(hole, evaluator, names);
                    result.append(value == null ? written.substring(hole.offset(), hole.end()) : Values.text(value, names.zone()));
                }
            }
            checkLength(result);
        }
        return result.toString();
    }

    private static String shellLine(String written, Parsed parsed, Evaluator evaluator, Names names) {
        var result = new StringBuilder();
        var line = new ShellLine();
        for (var piece : parsed.pieces()) {
            switch (piece) {
                case Piece.Plain(var text) -> {
                    line.text(text);
                    result.append(text);
                }
                case Piece.Later(var text) -> {
                    line.value();
                    result.append(text);
                }
                case Piece.Hole hole -> {
                    var place = line.value();
                    var value = known(hole, evaluator, names);
                    var text = value == null ? written.substring(hole.offset(), hole.end()) : Values.text(value, names.zone());
                    result.append(value == null || isRaw(hole.expr()) ? text : ShellLine.quote(text, place));
                }
            }
            checkLength(result);
        }
        return result.toString();
    }

    /** Null: the template stays as it is written. */
    private static @Nullable Object known(Piece.Hole hole, Evaluator evaluator, Names names) {
        try {
            return evaluator.present(hole.expr());
        } catch (TemplateFailed e) {
            if (names.keepsUnknown()) {
                return null;
            }
            throw e;
        }
    }

    static boolean isRaw(Expr expr) {
        return expr instanceof Expr.Apply apply && apply.filter().equals("raw");
    }

    private static Object value(String written, Piece.Hole hole, Evaluator evaluator, Names names) {
        var value = known(hole, evaluator, names);
        if (value == null) {
            return written.substring(hole.offset(), hole.end());
        }
        var plain = Values.plain(value, names.zone());
        return plain == null ? "" : plain;
    }

    private static Object typed(String written, Piece.Hole hole, Use use, Evaluator evaluator, Names names) {
        var value = value(written, hole, evaluator, names);
        var kind = Set.of(Kind.of(value));
        var words = hole.expr().words() + " is " + Kind.words(kind) + (value instanceof String text ? " " + Values.shown(text) : "");
        if (use == Use.BOOLEAN) {
            if (value instanceof Boolean) {
                return value;
            }
            throw TemplateFailed.because(words + ", and must be true or false", Checker.comparison(hole.expr(), kind));
        }
        if (use == Use.LIST) {
            if (value instanceof List<?>) {
                return value;
            }
            throw TemplateFailed.because(words + ", and must be a list", "Write the output as JSON: {\"models\": [\"a\"]}");
        }
        if (value instanceof String id) {
            return List.of(id);
        }
        if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String.class::cast).toList();
        }
        throw TemplateFailed.because(words + ", and must be an id or a list of ids", "Give e.g. 'full' or ['full', 'delta']");
    }

    private static void checkLength(StringBuilder result) {
        if (result.length() > MAX_RESULT) {
            throw TemplateFailed.because("the text is longer than " + MAX_RESULT + " letters", "Hand large data over in a file");
        }
    }
}
