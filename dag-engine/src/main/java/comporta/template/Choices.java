package comporta.template;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a {@code choose} can give, as far as it is written out.
 *
 * @param texts the quoted texts that can be the result or an item of it; those of conditions are left out
 * @param alternatives the results that are possible, each with its texts; empty when one of them is not written out
 */
public record Choices(List<Text> texts, List<Set<String>> alternatives) {

    /**
     * A quoted text.
     *
     * @param offset of its quote in the whole value
     * @param certain it is a result, or an item of one; else it only may become one ({@code x | default('full')})
     */
    public record Text(String text, int offset, boolean certain) {}

    /** The choices of one expression. */
    static Choices of(Expr expr) {
        var texts = new ArrayList<Text>();
        var alternatives = new ArrayList<Set<String>>();
        boolean all = collect(expr, texts, alternatives);
        return new Choices(List.copyOf(texts), all ? List.copyOf(alternatives) : List.of());
    }

    /** Whether everything that can come out is written out. */
    private static boolean collect(Expr expr, List<Text> texts, List<Set<String>> alternatives) {
        return switch (expr) {
            case Expr.Literal(String text, int offset) -> {
                texts.add(new Text(text, offset, true));
                alternatives.add(Set.of(text));
                yield true;
            }
            case Expr.Choice(_, var yes, var no, _) -> {
                boolean first = collect(yes, texts, alternatives);
                boolean second = collect(no, texts, alternatives);
                yield first && second;
            }
            case Expr.ListOf(var items, _) -> {
                var together = new LinkedHashSet<String>();
                boolean all = true;
                for (var item : items) {
                    var ofItem = new ArrayList<Set<String>>();
                    all &= collect(item, texts, ofItem) && ofItem.size() == 1;
                    ofItem.forEach(together::addAll);
                }
                alternatives.add(together);
                yield all;
            }
            case Expr.Apply apply when apply.filter().equals("default") -> {
                apply.args().forEach(arg -> {
                    if (arg instanceof Expr.Literal(String text, int offset)) {
                        texts.add(new Text(text, offset, false));
                    }
                });
                yield false;
            }
            case Expr.Literal _, Expr.Root _, Expr.Get _, Expr.Apply _, Expr.Is _, Expr.Not _, Expr.Minus _, Expr.Operation _,
                    Expr.MapOf _ -> false;
        };
    }
}
