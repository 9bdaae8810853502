package comporta.app;

import comporta.app.Paint.Colour;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One line for a terminal, put together of coloured pieces. */
final class Line {
    private final List<Piece> pieces = new ArrayList<>();
    private int width;

    private record Piece(@Nullable Colour colour, String text) {}

    /** Appends text in the terminal's own colour. */
    Line add(String text) {
        return add(null, text);
    }

    Line add(@Nullable Colour colour, String text) {
        if (!text.isEmpty()) {
            var plain = Columns.plain(text);
            pieces.add(new Piece(colour, plain));
            width += Columns.width(plain);
        }
        return this;
    }

    /** Blanks up to that column, at least one when something stands there already. */
    Line to(int column) {
        return width == 0 && column == 0 ? this : add(" ".repeat(Math.max(width == 0 ? 0 : 1, column - width)));
    }

    int width() {
        return width;
    }

    /** The line in at most so many columns. */
    String render(int columns, Paint paint) {
        var text = new StringBuilder();
        int left = columns;
        for (var piece : pieces) {
            var shown = Columns.cut(piece.text, left);
            text.append(paint.in(piece.colour, shown));
            left -= Columns.width(shown);
            if (!shown.equals(piece.text)) {
                break;
            }
        }
        return text.toString().stripTrailing();
    }

    @Override
    public String toString() {
        return render(Integer.MAX_VALUE, Paint.NONE);
    }
}
