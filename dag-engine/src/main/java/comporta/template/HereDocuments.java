package comporta.template;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The here-documents of a shell text: the word behind {@code <<}, and the line that ends each. Only words that every shell reads alike are
 * followed: letters, digits and {@code _ . -}, bare, behind one backslash, or wholly in quotes.
 */
final class HereDocuments {
    /** What a character does to the word behind {@code <<}. */
    enum Word {
        GOES_ON,
        /** It ended before this character. */
        DONE,
        /** Shells may differ on it. */
        DOUBTFUL
    }

    private record Awaited(String end, boolean stripsTabs, boolean quoted, int depth) {}

    private final Deque<Awaited> awaited = new ArrayDeque<>();
    private final StringBuilder line = new StringBuilder();
    private @Nullable StringBuilder word;
    private boolean stripsTabs;
    private boolean begun;
    private boolean closed;
    private char quote;

    /** {@code <<} was read. */
    void begin() {
        word = new StringBuilder();
        stripsTabs = false;
        begun = false;
        closed = false;
        quote = 0;
    }

    /** It was {@code <<<}. */
    void forget() {
        word = null;
    }

    boolean isReadingWord() {
        return word != null;
    }

    /** @param depth of nesting at which the document is asked for */
    Word read(char c, int depth) {
        var end = word;
        if (end == null) {
            throw new IllegalStateException("no << was read");
        }
        if (!begun && c == '-' && !stripsTabs) {
            stripsTabs = true;
            return Word.GOES_ON;
        }
        if (!begun && (c == ' ' || c == '\t')) {
            return Word.GOES_ON;
        }
        if (!begun && (c == '\'' || c == '"' || c == '\\')) {
            begun = true;
            quote = c;
            return Word.GOES_ON;
        }
        begun = true;
        boolean inQuotes = quote == '\'' || quote == '"';
        if (inQuotes && !closed && c == quote) {
            closed = true;
            return Word.GOES_ON;
        }
        if (!closed && isPlain(c)) {
            end.append(c);
            return Word.GOES_ON;
        }
        if (end.isEmpty() || (inQuotes && !closed) || !endsWord(c)) {
            return Word.DOUBTFUL;
        }
        awaited.add(new Awaited(end.toString(), stripsTabs, quote != 0, depth));
        word = null;
        return Word.DONE;
    }

    private static boolean isPlain(char c) {
        return c < 0x80 && (Character.isLetterOrDigit(c) || "_.-".indexOf(c) >= 0);
    }

    private static boolean endsWord(char c) {
        return " \t\n;|&<>()".indexOf(c) >= 0;
    }

    /** Whether documents begin behind the end of this line. */
    boolean areAwaited() {
        return !awaited.isEmpty();
    }

    /** Whether they were asked for at this depth of nesting; if not, shells may differ on where they begin. */
    boolean areOf(int depth) {
        return awaited.stream().allMatch(each -> each.depth() == depth);
    }

    /** A line begins. */
    void beginLine() {
        line.setLength(0);
    }

    void append(char c) {
        line.append(c);
    }

    /**
     * A line of a document ended. False: it goes on by a backslash, or holds a substitution, in which some shells look for its own end
     * beyond the end of the document.
     */
    boolean endLine() {
        var first = awaited.getFirst();
        var text = line.toString();
        line.setLength(0);
        if (!first.quoted() && (text.endsWith("\\") || text.contains("$(") || text.contains("${") || text.contains("`"))) {
            return false;
        }
        int tabs = 0;
        while (first.stripsTabs() && tabs < text.length() && text.charAt(tabs) == '\t') {
            tabs++;
        }
        if (text.substring(tabs).equals(first.end())) {
            awaited.removeFirst();
        }
        return true;
    }
}
