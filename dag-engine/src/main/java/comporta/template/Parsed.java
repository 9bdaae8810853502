package comporta.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A text cut into what stays and what is computed.
 *
 * @param pieces in order; an expression with a mistake is left out
 * @param problems mistakes that end the reading of an expression
 */
record Parsed(List<Piece> pieces, List<TemplateProblem> problems) {
    private static final int MAX_EXPRESSIONS = 1_000;
    private static final int MAX_PROBLEMS = 100;

    /** A part of a text. */
    sealed interface Piece {
        /** Stays as it is. */
        record Plain(String text) implements Piece {}

        /** Stays as it is, braces included: somebody else fills it in. */
        record Later(String text) implements Piece {}

        /** Is computed; the offsets are those of the braces. */
        record Hole(Expr expr, int offset, int end) implements Piece {}
    }

    static Parsed parse(String text, KnownIds ids, Set<String> passThrough) {
        var pieces = new ArrayList<Piece>();
        var problems = new ArrayList<TemplateProblem>();
        int at = 0;
        int expressions = 0;
        while (at < text.length() && problems.size() < MAX_PROBLEMS) {
            int open = text.indexOf("{{", at);
            if (open < 0) {
                break;
            }
            plain(text, at, open, pieces);
            if (++expressions > MAX_EXPRESSIONS) {
                problems.add(TemplateProblem.error(
                        open, 2, "template-syntax", "the text has more than " + MAX_EXPRESSIONS + " templates",
                        "Move it into a file of its own"));
                at = text.length();
                break;
            }
            int later = endOfLater(text, open, passThrough);
            if (later > 0) {
                pieces.add(new Piece.Later(text.substring(open, later)));
                at = later;
                continue;
            }
            try {
                var scanned = Scanner.scan(text, open + 2, ids);
                at = scanned.end();
                pieces.add(new Piece.Hole(Grammar.parse(scanned.tokens(), open), open, at));
            } catch (Mistake e) {
                problems.add(e.problem());
                // after a mistake the next closing braces are the best guess
                int close = text.indexOf("}}", Math.max(at, Math.max(open + 2, e.problem().offset())));
                at = close < 0 || at > open ? Math.max(at, close < 0 ? text.length() : open) : close + 2;
            }
        }
        plain(text, at, text.length(), pieces);
        return new Parsed(pieces, problems);
    }

    private static void plain(String text, int from, int to, List<Piece> pieces) {
        if (from < to) {
            pieces.add(new Piece.Plain(text.substring(from, to)));
        }
    }

    /** Behind {@code {{ thermos.… }}} when that is not ours; 0 otherwise. */
    private static int endOfLater(String text, int open, Set<String> passThrough) {
        int at = open + 2;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        for (var root : passThrough) {
            int dot = at + root.length();
            if (text.startsWith(root, at) && dot < text.length() && (text.charAt(dot) == '.' || text.charAt(dot) == '[')) {
                int close = text.indexOf("}}", dot);
                return close < 0 ? 0 : close + 2;
            }
        }
        return 0;
    }

    /** Whether nothing but one expression stands here; blanks around it count when {@code strict}. */
    boolean isOneHole(boolean strict) {
        int holes = 0;
        for (var piece : pieces) {
            switch (piece) {
                case Piece.Hole _ -> holes++;
                case Piece.Later _ -> holes += 2;
                case Piece.Plain(var text) -> {
                    if (strict || !text.isBlank()) {
                        return false;
                    }
                }
            }
        }
        return holes == 1;
    }

    /** The first expression. */
    Piece.Hole hole() {
        for (var piece : pieces) {
            if (piece instanceof Piece.Hole hole) {
                return hole;
            }
        }
        throw new IllegalStateException("no expression");
    }
}
