package comporta.dags;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One line of a CSV file that a program wrote. */
record Row(Map<String, String> values) {

    static List<Row> read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var columns = List.of(lines.getFirst().split(",", -1));
        var rows = new ArrayList<Row>();
        for (var line : lines.subList(1, lines.size())) {
            var cells = List.of(line.split(",", -1));
            if (cells.size() != columns.size()) {
                throw new IllegalArgumentException(file + " has a line of another width: " + line);
            }
            var values = new LinkedHashMap<String, String>();
            for (int i = 0; i < cells.size(); i++) {
                values.put(columns.get(i), cells.get(i));
            }
            rows.add(new Row(values));
        }
        return rows;
    }

    String text(String column) {
        var value = values.get(column);
        if (value == null) {
            throw new IllegalArgumentException("no column " + column + " in " + values.keySet());
        }
        return value;
    }

    double number(String column) {
        return Double.parseDouble(text(column));
    }
}
