package comporta.app;

import comporta.app.Paint.Colour;
import java.util.ArrayList;
import java.util.List;

/** Rows in columns as wide as they need; columns without any text are left out. */
final class TextTable {
    private TextTable() {}

    /** What a column keeps of its text when room is short. */
    private static final int NARROWEST = 6;
    private static final int MARGIN = 2;
    private static final int GAP = 2;

    /** The whole table, however wide. */
    static List<Line> lines(List<List<String>> rows) {
        return lines(rows, Integer.MAX_VALUE);
    }

    /**
     * The table.
     *
     * @param rows of the same length each; the first is the head
     * @param room columns of the screen; where they do not suffice the widest columns of the table give way
     */
    static List<Line> lines(List<List<String>> rows, int room) {
        var widths = widths(rows);
        narrow(widths, room);
        var lines = new ArrayList<Line>();
        for (var row : rows) {
            var line = new Line();
            int at = MARGIN;
            for (int column = 0; column < widths.length; column++) {
                if (widths[column] > 0) {
                    line.to(at).add(lines.isEmpty() ? Colour.DIM : null, Columns.cut(row.get(column), widths[column]));
                    at += widths[column] + GAP;
                }
            }
            lines.add(line);
        }
        return lines;
    }

    /** 0: the column has no text. */
    private static int[] widths(List<List<String>> rows) {
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
        return widths;
    }

    private static void narrow(int[] widths, int room) {
        int surplus = MARGIN - GAP - room;
        for (int width : widths) {
            surplus += width == 0 ? 0 : width + GAP;
        }
        for (; surplus > 0; surplus--) {
            int widest = 0;
            for (int column = 1; column < widths.length; column++) {
                widest = widths[column] > widths[widest] ? column : widest;
            }
            if (widths[widest] <= NARROWEST) {
                return;
            }
            widths[widest]--;
        }
    }
}
