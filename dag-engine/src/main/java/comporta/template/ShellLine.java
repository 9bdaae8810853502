package comporta.template;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Follows the quoting of a POSIX shell text, so that a value can be put in as one word wherever it stands. Where no quoting is safe in
 * every shell (here-documents, backquotes, inside <code>${ }</code> …) it says so; in doubt it says so too.
 */
final class ShellLine {
    private enum Mode {
        PLAIN, SINGLE, DOUBLE, COMMENT, SUBSTITUTION, BRACE, ARITHMETIC, BACKQUOTE, DOLLAR_QUOTE, HERE_DOCUMENT, LOST
    }

    private static final char VALUE = '\uFFFC';
    /** Stands for a character that gives the next one no meaning. */
    private static final char INERT = 'x';

    private final Deque<Mode> modes = new ArrayDeque<>(List.of(Mode.PLAIN));
    /** Open brackets of each substitution and arithmetic, innermost first. */
    private final Deque<Integer> brackets = new ArrayDeque<>();
    private final HereDocuments hereDocuments = new HereDocuments();
    private final StringBuilder word = new StringBuilder();
    private boolean escaped;
    private char last = '\n';
    private char beforeLast = '\n';

    /** How a value must be written at a place. */
    enum Place {
        OUTSIDE,
        IN_SINGLE_QUOTES,
        IN_DOUBLE_QUOTES,
        IN_COMMENT,
        NOWHERE
    }

    /** Reads a piece that stands in the file as it is. */
    void text(String piece) {
        for (int i = 0; i < piece.length(); i++) {
            char c = piece.charAt(i);
            if (escaped && c == '\n') {
                goOnBehindTheLine();
                continue;
            }
            boolean inert = escaped;   // the bracket of \$( opens nothing
            step(c);
            beforeLast = last;
            last = inert ? INERT : c;
        }
    }

    /** Backslash and end of line are as good as not there. */
    private void goOnBehindTheLine() {
        escaped = false;
        last = beforeLast;
        beforeLast = INERT;
    }

    /** The place of a value that comes now, which is then passed. */
    Place value() {
        var place = place();
        if (hereDocuments.isReadingWord()) {
            lose();
        }
        escaped = false;
        hereDocuments.append(VALUE);
        word.append(VALUE);
        beforeLast = last;
        last = VALUE;
        return place;
    }

    private Place place() {
        for (var mode : modes) {
            switch (mode) {
                case BRACE, ARITHMETIC, BACKQUOTE, DOLLAR_QUOTE, HERE_DOCUMENT, LOST -> {
                    return Place.NOWHERE;
                }
                case PLAIN, SINGLE, DOUBLE, COMMENT, SUBSTITUTION -> {}
            }
        }
        var mode = modes.getFirst();
        // $'…' means something else in some shells
        boolean afterDollar = last == '$' && mode != Mode.SINGLE && mode != Mode.COMMENT;
        if (escaped || hereDocuments.isReadingWord() || afterDollar) {
            return Place.NOWHERE;
        }
        return switch (mode) {
            case PLAIN, SUBSTITUTION -> Place.OUTSIDE;
            case SINGLE -> Place.IN_SINGLE_QUOTES;
            case DOUBLE -> Place.IN_DOUBLE_QUOTES;
            case COMMENT -> Place.IN_COMMENT;
            case BRACE, ARITHMETIC, BACKQUOTE, DOLLAR_QUOTE, HERE_DOCUMENT, LOST -> Place.NOWHERE;
        };
    }

    /** Writes a value at a place as (a part of) one word. */
    static String quote(String value, Place place) {
        if (value.indexOf('\0') >= 0) {
            throw TemplateFailed.because("a value of the shell line holds a NUL character", "Hand it over in a file");
        }
        return switch (place) {
            case OUTSIDE -> "'" + inner(value) + "'";
            case IN_SINGLE_QUOTES -> inner(value);
            case IN_DOUBLE_QUOTES -> "\"'" + inner(value) + "'\"";
            case IN_COMMENT -> value.replace('\n', ' ').replace('\r', ' ');
            case NOWHERE -> throw TemplateFailed.because(NOWHERE_WHAT, NOWHERE_FIX);
        };
    }

    static final String NOWHERE_WHAT = "a value cannot be quoted at this place of a shell line";
    static final String NOWHERE_FIX = "Put it into env and write \"$NAME\" here, or use | raw";

    private static String inner(String value) {
        return value.replace("'", "'\\''");
    }

    private void step(char c) {
        if (last == '$' && beforeLast == '$' && (c == '(' || c == '{') && !modes.contains(Mode.SINGLE)) {
            // the bracket behind a process id opens something in some shells
            lose();
        }
        switch (modes.getFirst()) {
            case PLAIN, SUBSTITUTION -> outside(c);
            case SINGLE -> popAt('\'', c);
            case DOUBLE -> inDoubleQuotes(c);
            case COMMENT -> {
                if (c == '\n') {
                    modes.pop();
                    outside(c);
                }
            }
            case BRACE -> inBrace(c);
            case ARITHMETIC -> inArithmetic(c);
            case BACKQUOTE -> {
                if (!skipEscaped(c)) {
                    popAt('`', c);
                }
            }
            case DOLLAR_QUOTE -> {
                if (c == '\\') {
                    lose();
                }
                popAt('\'', c);
            }
            case HERE_DOCUMENT -> inHereDocument(c);
            case LOST -> {}
        }
    }

    private void outside(char c) {
        if (hereDocuments.isReadingWord() && isOfHereWord(c)) {
            word.append(c);
            return;
        }
        if (skipEscaped(c)) {
            if (!escaped) {
                word.append(c);
            }
            return;
        }
        boolean endsWord = Character.isWhitespace(c) || "()<>|&;".indexOf(c) >= 0;
        boolean begins = word.isEmpty();
        if (endsWord) {
            if (modes.getFirst() == Mode.SUBSTITUTION && word.toString().equals("case")) {
                // its patterns have brackets that close nothing
                lose();
            }
            word.setLength(0);
        } else {
            word.append(c);
        }
        switch (c) {
            case '\'' -> modes.push(last == '$' ? Mode.DOLLAR_QUOTE : Mode.SINGLE);
            case '"' -> modes.push(Mode.DOUBLE);
            case '`' -> modes.push(Mode.BACKQUOTE);
            case '#' -> {
                if (begins) {
                    modes.push(Mode.COMMENT);
                }
            }
            case '{' -> openBrace();
            case '(' -> openBracket();
            case ')' -> closeBracket();
            case '<' -> {
                if (last == '<' && beforeLast != '<') {
                    hereDocuments.begin();
                } else if (last == '<') {
                    hereDocuments.forget();
                }
            }
            case '\n' -> beginHereDocuments();
            default -> {}
        }
    }

    private void inDoubleQuotes(char c) {
        if (skipEscaped(c)) {
            return;
        }
        switch (c) {
            case '"' -> leave();
            case '`' -> modes.push(Mode.BACKQUOTE);
            case '{' -> openBrace();
            case '(' -> openSubstitution();
            default -> {}
        }
    }

    private void inBrace(char c) {
        if (skipEscaped(c)) {
            return;
        }
        switch (c) {
            case '}' -> leave();
            case '"' -> modes.push(Mode.DOUBLE);
            // shells differ on single quotes in here
            case '\'' -> lose();
            case '`' -> modes.push(Mode.BACKQUOTE);
            case '{' -> openBrace();
            case '(' -> openSubstitution();
            default -> {}
        }
    }

    private void inArithmetic(char c) {
        if (brackets.getFirst() == 1 && c != ')') {
            // after all it is a command that begins with a bracket
            lose();
            return;
        }
        switch (c) {
            case '(' -> brackets.push(brackets.pop() + 1);
            case ')' -> closeBracket();
            case '{' -> openBrace();
            case '\'', '"', '`', '\\' -> lose();
            default -> {}
        }
    }

    /** Of {@code <<<} the third character is not part of the word. */
    private boolean isOfHereWord(char c) {
        if (c == '<' && last == '<') {
            return false;
        }
        return switch (hereDocuments.read(c, modes.size())) {
            case GOES_ON -> true;
            case DONE -> false;
            case DOUBTFUL -> {
                lose();
                yield true;
            }
        };
    }

    private void beginHereDocuments() {
        if (!hereDocuments.areAwaited()) {
            return;
        }
        if (hereDocuments.areOf(modes.size())) {
            modes.push(Mode.HERE_DOCUMENT);
            hereDocuments.beginLine();
        } else {
            lose();
        }
    }

    private void inHereDocument(char c) {
        if (c != '\n') {
            hereDocuments.append(c);
        } else if (!hereDocuments.endLine()) {
            lose();
        } else if (!hereDocuments.areAwaited()) {
            modes.pop();
        }
    }

    private void openBrace() {
        if (last == '$') {
            modes.push(Mode.BRACE);
        }
    }

    /** In quotes and braces a bracket means something only behind a dollar. */
    private void openSubstitution() {
        if (last == '$') {
            openBracket();
        }
    }

    private void openBracket() {
        if (last == '(' && beforeLast != '$') {
            // arithmetic in some shells, and one shell inside another in others
            lose();
        } else if (last == '$') {
            modes.push(Mode.SUBSTITUTION);
            brackets.push(1);
            word.setLength(0);
        } else if (modes.getFirst() == Mode.SUBSTITUTION) {
            if (last == '(' && beforeLast == '$') {
                modes.pop();
                modes.push(Mode.ARITHMETIC);
            }
            brackets.push(brackets.pop() + 1);
        }
    }

    private void closeBracket() {
        var mode = modes.getFirst();
        if (mode == Mode.SUBSTITUTION || mode == Mode.ARITHMETIC) {
            int open = brackets.pop() - 1;
            if (open == 0) {
                leave();
            } else {
                brackets.push(open);
            }
        }
    }

    private boolean skipEscaped(char c) {
        if (escaped) {
            escaped = false;
            return true;
        }
        escaped = c == '\\';
        return escaped;
    }

    private void popAt(char end, char c) {
        if (c == end) {
            leave();
        }
    }

    /** Quotes and substitutions are part of a word: a {@code #} behind them begins no comment. */
    private void leave() {
        modes.pop();
        word.append(INERT);
    }

    /** The rest is beyond us; values in it are refused. */
    private void lose() {
        modes.push(Mode.LOST);
    }
}
