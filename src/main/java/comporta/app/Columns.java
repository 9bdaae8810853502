package comporta.app;

/** Text in the columns of a terminal. */
final class Columns {
    private Columns() {}

    /** How many columns the text takes; wide characters take two, combining ones none. */
    static int width(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            width += width(c);
            i += Character.charCount(c);
        }
        return width;
    }

    /** The text in at most so many columns; what is cut ends in an ellipsis. */
    static String cut(String text, int columns) {
        if (width(text) <= columns) {
            return text;
        }
        int width = 0;
        int i = 0;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            if (width + width(c) > columns - 1) {
                break;
            }
            width += width(c);
            i += Character.charCount(c);
        }
        return columns < 1 ? "" : text.substring(0, i) + "…";
    }

    /** The text with nothing in it that could move a cursor: whatever a task wrote comes out as plain characters of one line. */
    static String plain(String text) {
        var clean = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\u001b') {
                i = endOfEscape(text, i);
            } else if (c == '\t' || c == '\n') {
                clean.append(' ');
            } else if (!Character.isISOControl(c)) {
                clean.append(c);
            }
        }
        return clean.toString();
    }

    /**
     * Last character of the sequence that begins with ESC there: {@code ESC [ … letter}, {@code ESC ] … BEL or ESC \}, else two characters.
     */
    private static int endOfEscape(String text, int at) {
        char kind = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
        int end = at + 2;
        if (kind == '[') {
            while (end < text.length() && (text.charAt(end) < '@' || text.charAt(end) > '~')) {
                end++;
            }
            return end;
        }
        if (kind == ']') {
            while (end < text.length() && text.charAt(end) != '\u0007' && text.charAt(end) != '\u001b') {
                end++;
            }
            return end < text.length() && text.charAt(end) == '\u001b' ? end + 1 : end;
        }
        return at + 1;
    }

    private static int width(int codePoint) {
        if (codePoint < 0x300) {
            return 1;
        }
        var type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        return isWide(codePoint) ? 2 : 1;
    }

    // East Asian wide characters and pictures, by block.
    private static boolean isWide(int c) {
        return (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xa4cf) || (c >= 0xac00 && c <= 0xd7a3) || (c >= 0xf900 && c <= 0xfaff)
                || (c >= 0xfe30 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff60) || (c >= 0xffe0 && c <= 0xffe6)
                || (c >= 0x1f300 && c <= 0x1faff) || (c >= 0x20000 && c <= 0x3fffd);
    }
}
