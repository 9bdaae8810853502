package nightly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A table with named columns, kept as CSV without quoting; no value here holds a comma. */
final class Dataset {
    private final List<String> columns;
    private final List<List<String>> rows = new ArrayList<>();

    Dataset(String... columns) {
        this.columns = List.of(columns);
    }

    /** Numbers are written in full, so that what is read equals what was computed. */
    void add(Object... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException(values.length + " values for the columns " + columns);
        }
        rows.add(Arrays.stream(values).map(String::valueOf).toList());
    }

    int size() {
        return rows.size();
    }

    String text(int row, String column) {
        int at = columns.indexOf(column);
        if (at < 0) {
            throw new IllegalArgumentException("there is no column " + column + " in " + columns);
        }
        return rows.get(row).get(at);
    }

    double number(int row, String column) {
        return Double.parseDouble(text(row, column));
    }

    static Dataset read(Path file) throws IOException {
        var lines = Files.readAllLines(file);
        var dataset = new Dataset(lines.get(0).split(",", -1));
        lines.stream().skip(1).forEach(line -> dataset.add((Object[]) line.split(",", -1)));
        return dataset;
    }

    void write(Path file) throws IOException {
        var lines = new ArrayList<List<String>>();
        lines.add(columns);
        lines.addAll(rows);
        replace(file, lines.stream().map(line -> String.join(",", line) + "\n").collect(Collectors.joining()));
    }

    /** A reader, or a try that follows a killed one, sees the old text or the new one, never half of it. */
    static void replace(Path file, String text) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        var draft = file.resolveSibling(file.getFileName() + ".draft");
        Files.writeString(draft, text);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
