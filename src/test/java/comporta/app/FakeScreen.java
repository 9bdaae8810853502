package comporta.app;

import java.util.ArrayList;
import java.util.List;

/** A terminal as simple as can be, without an end at its bottom. */
final class FakeScreen {
    private final int columns;
    private final List<StringBuilder> rows = new ArrayList<>(List.of(new StringBuilder()));
    private int row;
    private int column;

    FakeScreen(int columns) {
        this.columns = columns;
    }

    FakeScreen write(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\r' -> column = 0;
                case '\n' -> newLine();
                case '\u001b' -> {
                    int end = i + 2;
                    while (Character.isDigit(text.charAt(end))) {
                        end++;
                    }
                    command(text.charAt(end), text.substring(i + 2, end));
                    i = end;
                }
                default -> put(c);
            }
        }
        return this;
    }

    String text() {
        return String.join("\n", rows.stream().map(line -> line.toString().stripTrailing()).toList());
    }

    private void command(char name, String number) {
        switch (name) {
            case 'A' -> row = Math.max(0, row - Integer.parseInt(number));
            case 'K' -> rows.get(row).setLength(Math.min(column, rows.get(row).length()));
            case 'J' -> {
                rows.get(row).setLength(Math.min(column, rows.get(row).length()));
                rows.subList(row + 1, rows.size()).clear();
            }
            default -> throw new IllegalArgumentException("a command that was not expected: " + name);
        }
    }

    private void put(char c) {
        if (column == columns) {
            newLine();
        }
        var line = rows.get(row);
        while (line.length() <= column) {
            line.append(' ');
        }
        line.setCharAt(column++, c);
    }

    private void newLine() {
        column = 0;
        row++;
        if (row == rows.size()) {
            rows.add(new StringBuilder());
        }
    }
}
