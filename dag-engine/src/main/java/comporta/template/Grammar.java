package comporta.template;

import java.util.List;

/** Orders tokens into a tree. Plain names and quoted texts are done here, so that most texts never load Pebble. */
final class Grammar {
    private Grammar() {}

    /**
     * The tree of one expression.
     *
     * @param start offset of the opening braces
     * @throws Mistake when the tokens make no expression
     */
    static Expr parse(List<Lexeme> tokens, int start) {
        if (tokens.isEmpty()) {
            throw Mistake.syntax(start, 4, "there is nothing between {{ and }}", "Write a name, e.g. {{ ds }}");
        }
        var first = tokens.getFirst();
        if (tokens.size() == 1 && first.type() == Lexeme.Type.TEXT) {
            return new Expr.Literal(first.text(), first.offset());
        }
        return isPlainName(tokens) ? plainName(tokens) : PebbleGrammar.parse(tokens);
    }

    private static boolean isPlainName(List<Lexeme> tokens) {
        if (tokens.size() % 2 == 0 || isConstant(tokens.getFirst().text())) {
            return false;
        }
        for (int i = 0; i < tokens.size(); i++) {
            var type = tokens.get(i).type();
            boolean fits = i % 2 == 0 ? type == Lexeme.Type.NAME || type == Lexeme.Type.ID : tokens.get(i).is(".");
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static Expr plainName(List<Lexeme> tokens) {
        Expr name = new Expr.Root(tokens.getFirst().text(), tokens.getFirst().offset());
        for (int i = 2; i < tokens.size(); i += 2) {
            var part = tokens.get(i);
            name = new Expr.Get(name, new Expr.Literal(part.text(), part.offset()), name.offset());
        }
        return name;
    }

    /** Pebble's words for constants, in either case. */
    static boolean isConstant(String name) {
        return switch (name) {
            case "true", "TRUE", "false", "FALSE", "null", "NULL", "none", "NONE" -> true;
            default -> false;
        };
    }

    static Mistake unexpected(String piece, int offset, List<Lexeme> before) {
        var after = before.isEmpty() ? "" : " after \"" + before.getLast().text() + "\"";
        return Mistake.syntax(offset, piece.length(), "unexpected \"" + piece + "\"" + after, "Remove it, or put quotes around text");
    }
}
