package comporta.dagfile;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Finds characters of a value in the file that it was read from: folded lines, indents and escapes lie between them. */
final class SourceText {
    private final List<String> lines;

    SourceText(byte[] file) {
        lines = new String(file, StandardCharsets.UTF_8).lines().toList();
    }

    /**
     * Where the character at {@code offset} of {@code text} stands.
     *
     * @param start where the text begins, behind an opening quote; also the answer when text and file cannot be brought together
     */
    Place find(String text, int offset, Place start) {
        int line = start.line() - 1;
        int column = start.column() - 1;
        if (line >= lines.size() || column > lines.get(line).length()) {
            return start;
        }
        char quote = column == 0 ? ' ' : lines.get(line).charAt(column - 1);
        for (int at = 0; at < text.length() && line < lines.size(); ) {
            var source = lines.get(line);
            boolean atEnd = column >= source.length();
            boolean joins = quote == '"' && column == source.length() - 1 && source.charAt(column) == '\\';
            if (atEnd || joins) {
                at += atEnd && Character.isWhitespace(text.charAt(at)) ? 1 : 0;
                line++;
                column = line < lines.size() ? firstLetter(lines.get(line), text, at, start.column() - 1) : 0;
                continue;
            }
            int length = written(source, column, quote);
            if (length == 1 && source.charAt(column) != text.charAt(at)) {
                if (!Character.isWhitespace(source.charAt(column))) {
                    return start;
                }
            } else {
                if (at == offset) {
                    return new Place(line + 1, column + 1);
                }
                at++;
            }
            column += length;
        }
        return start;
    }

    /** With how many characters the one at {@code column} is written. */
    private static int written(String source, int column, char quote) {
        char c = source.charAt(column);
        if (quote == '\'' && source.startsWith("''", column)) {
            return 2;
        }
        if (quote != '"' || c != '\\') {
            return 1;
        }
        return switch (source.charAt(column + 1)) {
            case 'x' -> 4;
            case 'u' -> 6;
            case 'U' -> 10;
            default -> 2;
        };
    }

    /** Behind the indent; blanks of the text itself, in a block, stand behind the indent of its first line. */
    private static int firstLetter(String line, String text, int at, int indent) {
        int most = at < text.length() && text.charAt(at) == ' ' ? Math.min(indent, line.length()) : line.length();
        int column = 0;
        while (column < most && line.charAt(column) == ' ') {
            column++;
        }
        return column;
    }
}
