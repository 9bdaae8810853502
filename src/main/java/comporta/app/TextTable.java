package comporta.app;

import comporta.app.Paint.Colour;
import java.util.ArrayList;
import java.util.List;

/** Rows in columns as wide as they need; columns without any text are left out. */
final class TextTable {
    private TextTable() {}

    /** @param rows of the same length each; the first is the head */
    static List<Line> lines(List<List<String>> rows) {
        int columns = rows.getFirst().size();
        var widths = new int[columns];
        for (int column = 0; column < columns; column++) {
            boolean empty = true;
            for (var row : rows.subList(1, rows.size())) {
                empty &= row.get(column).isEmpty();
                widths[column] = Math.max(widths[column], Columns.width(row.get(column)));
            }
            widths[column] = empty ? 0 : Math.max(widths[column], Columns.width(rows.getFirst().get(column)));
        }
        var lines = new ArrayList<Line>();
        for (var row : rows) {
            var line = new Line();
            int at = 2;
            for (int column = 0; column < columns; column++) {
                if (widths[column] > 0) {
                    line.to(at).add(lines.isEmpty() ? Colour.DIM : null, row.get(column));
                    at += widths[column] + 2;
                }
            }
            lines.add(line);
        }
        return lines;
    }
}
