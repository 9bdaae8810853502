package comporta.template;

import comporta.template.Parsed.Piece;
import comporta.template.Templates.Use;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Judges a whole text: its expressions, what it gives for its use, and the places of its values in a shell line. */
final class Judge {
    private final Parsed parsed;
    private final String text;
    private final TemplateScope scope;
    private final List<TemplateProblem> problems;

    private Judge(Parsed parsed, String text, TemplateScope scope) {
        this.parsed = parsed;
        this.text = text;
        this.scope = scope;
        this.problems = new ArrayList<>(parsed.problems());
    }

    static List<TemplateProblem> problems(Parsed parsed, String text, Use use, TemplateScope scope) {
        var judge = new Judge(parsed, text, scope);
        switch (use) {
            case SHELL_LINE -> {
                judge.expressions();
                judge.shellPlaces();
            }
            case TEXT, VALUE -> judge.expressions();
            case BOOLEAN, IDS, LIST -> judge.oneExpression(use);
        }
        judge.problems.sort(Comparator.comparingInt(TemplateProblem::offset));
        return List.copyOf(judge.problems);
    }

    private void expressions() {
        var checker = new Checker(scope, problems);
        for (var piece : parsed.pieces()) {
            if (piece instanceof Piece.Hole hole) {
                checker.kinds(hole.expr());
            }
        }
    }

    private void oneExpression(Use use) {
        if (!parsed.problems().isEmpty()) {
            return;
        }
        if (!Templates.hasTemplate(text)) {
            problem(use, "\"" + scope.key() + "\" is plain text, and " + wanted(use), "Write an expression, e.g. " + example(use));
            return;
        }
        if (!parsed.isOneHole(false)) {
            problems.add(TemplateProblem.error(
                    0, text.length(), "text-around", "\"" + scope.key() + "\" has text around its {{ }}",
                    use == Use.BOOLEAN ? "Put the whole condition inside one {{ }}" : "Put the whole expression inside one {{ }}"));
            return;
        }
        var expr = parsed.hole().expr();
        var kinds = new Checker(scope, problems).kinds(expr);
        if (problems.isEmpty() && kinds.stream().noneMatch(fitting(use)::contains)) {
            switch (use) {
                case BOOLEAN -> problem(
                        use, "\"" + scope.key() + "\" gives " + Kind.words(kinds) + ", and must give true or false",
                        Checker.comparison(expr, kinds));
                case LIST ->
                        problem(use, "\"" + scope.key() + "\" is " + Kind.words(kinds), "Write the output as JSON: {\"models\": [\"a\"]}");
                case IDS, SHELL_LINE, TEXT, VALUE -> problem(
                        use, "\"" + scope.key() + "\" gives " + Kind.words(kinds) + ", and " + wanted(use),
                        "Give e.g. params.full ? 'full' : 'delta'");
            }
        }
    }

    private void problem(Use use, String what, String fix) {
        var id =
                switch (use) {
                    case BOOLEAN -> "not-boolean";
                    case LIST -> "not-a-list";
                    case IDS, SHELL_LINE, TEXT, VALUE -> "not-an-id";
                };
        problems.add(TemplateProblem.error(0, text.length(), id, what, fix));
    }

    private static Set<Kind> fitting(Use use) {
        return switch (use) {
            case BOOLEAN -> Set.of(Kind.BOOLEAN);
            case IDS -> Set.of(Kind.TEXT, Kind.LIST);
            case LIST -> Set.of(Kind.LIST);
            case SHELL_LINE, TEXT, VALUE -> Kind.ANY;
        };
    }

    private static String wanted(Use use) {
        return switch (use) {
            case BOOLEAN -> "must give true or false";
            case LIST -> "must give a list";
            case IDS, SHELL_LINE, TEXT, VALUE -> "must give an id or a list of ids";
        };
    }

    private static String example(Use use) {
        return switch (use) {
            case BOOLEAN -> "\"{{ params.mode == 'full' }}\"";
            case LIST -> "\"{{ params.models }}\"";
            case IDS, SHELL_LINE, TEXT, VALUE -> "\"{{ params.full ? 'full' : 'delta' }}\"";
        };
    }

    private void shellPlaces() {
        var line = new ShellLine();
        for (var piece : parsed.pieces()) {
            switch (piece) {
                case Piece.Plain(var plain) -> line.text(plain);
                case Piece.Later _ -> line.value();
                case Piece.Hole hole -> shellPlace(hole, line.value());
            }
        }
    }

    private void shellPlace(Piece.Hole hole, ShellLine.Place place) {
        int length = hole.end() - hole.offset();
        var written = text.substring(hole.offset(), Math.min(hole.end(), hole.offset() + 60));
        if (Templates.isRaw(hole.expr())) {
            problems.add(TemplateProblem.warning(
                    hole.offset(), length, "raw-in-shell", "the shell reads the value of " + written + " as a part of the program",
                    "Remove | raw, unless it is meant so"));
            return;
        }
        switch (place) {
            case IN_SINGLE_QUOTES, IN_DOUBLE_QUOTES -> problems.add(TemplateProblem.warning(
                    hole.offset(), length, "quoted-twice", written + " stands in quotes, and is quoted by itself", "Remove the quotes"));
            case NOWHERE -> problems.add(TemplateProblem.error(
                    hole.offset(), length, "template-not-allowed", ShellLine.NOWHERE_WHAT + ": " + written, ShellLine.NOWHERE_FIX));
            case OUTSIDE, IN_COMMENT -> {}
        }
    }
}
