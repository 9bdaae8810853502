package comporta.basic;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * SQL with named values, as JDBC wants it. Knows what is no code: quoted texts and names, comments, dollar quotes; and what is no name of a
 * value: {@code ::} casts, slices of arrays.
 *
 * @param jdbc the text with {@code ?} in place of each name
 * @param names the name behind each {@code ?}, in order
 */
record SqlText(String jdbc, List<String> names) {
    SqlText {
        names = List.copyOf(names);
    }

    /** The names, each once. */
    Set<String> wanted() {
        return new LinkedHashSet<>(names);
    }

    /** @param questionMark how a {@code ?} is written that stands for no value: the driver of PostgreSQL reads two as one */
    static SqlText parse(String text, String questionMark) {
        return new Parser(text, questionMark, false).parse();
    }

    /** Its statements, one by one, without those that are nothing but comments; at least one. */
    static List<SqlText> statements(String text, String questionMark) {
        var parser = new Parser(text, questionMark, true);
        var last = parser.parse();
        if (parser.isCode || parser.done.isEmpty()) {
            parser.done.add(last);
        }
        return List.copyOf(parser.done);
    }

    private static final class Parser {
        private final String text;
        private final String questionMark;
        private final boolean splits;
        private final List<SqlText> done = new ArrayList<>();
        private final StringBuilder out = new StringBuilder();
        private final List<String> names = new ArrayList<>();
        private int at;
        private boolean isCode;

        Parser(String text, String questionMark, boolean splits) {
            this.text = text;
            this.questionMark = questionMark;
            this.splits = splits;
        }

        SqlText parse() {
            while (at < text.length()) {
                char c = text.charAt(at);
                int end = switch (c) {
                    case '\'' -> quoted('\'', isEscapeString());
                    case '"' -> quoted('"', false);
                    case '-' -> next(1) == '-' ? lineEnd() : at + 1;
                    case '/' -> next(1) == '*' ? commentEnd() : at + 1;
                    case '$' -> dollarQuoteEnd();
                    default -> at + 1;
                };
                isCode |= c != ';' && !Character.isWhitespace(c) && !isComment(c);
                if (c == ';' && splits) {
                    at++;
                    endStatement();
                } else if (c == ':') {
                    colon();
                } else if (c == '?') {
                    out.append(questionMark);
                    at++;
                } else {
                    out.append(text, at, end);
                    at = end;
                }
            }
            return new SqlText(out.toString(), names);
        }

        private boolean isComment(char c) {
            return (c == '-' && next(1) == '-') || (c == '/' && next(1) == '*');
        }

        private void endStatement() {
            if (isCode) {
                done.add(new SqlText(out.toString(), names));
            }
            out.setLength(0);
            names.clear();
            isCode = false;
        }

        /** Of several colons in a row none begins a name, nor does one behind a word or a bracket: {@code a::int}, {@code a[b:c]}. */
        private void colon() {
            int behind = at;
            while (behind < text.length() && text.charAt(behind) == ':') {
                behind++;
            }
            boolean single = behind == at + 1;
            boolean free = at == 0 || !(isPartOfWord(text.charAt(at - 1)) || text.charAt(at - 1) == ']' || text.charAt(at - 1) == ')');
            if (single && free && behind < text.length() && isStartOfName(text.charAt(behind))) {
                int end = behind;
                while (end < text.length() && isPartOfName(text.charAt(end))) {
                    end++;
                }
                names.add(text.substring(behind, end));
                out.append('?');
                at = end;
            } else {
                out.append(text, at, behind);
                at = behind;
            }
        }

        private char next(int ahead) {
            return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
        }

        /** {@code E'…'}: in it a backslash takes the next letter with it. */
        private boolean isEscapeString() {
            return at > 0 && (text.charAt(at - 1) == 'E' || text.charAt(at - 1) == 'e') && (at == 1 || !isPartOfWord(text.charAt(at - 2)));
        }

        private int quoted(char quote, boolean escapes) {
            for (int i = at + 1; i < text.length(); i++) {
                char c = text.charAt(i);
                if (escapes && c == '\\') {
                    i++;
                } else if (c == quote) {
                    if (i + 1 < text.length() && text.charAt(i + 1) == quote) {
                        i++;
                    } else {
                        return i + 1;
                    }
                }
            }
            return text.length();
        }

        private int lineEnd() {
            int end = text.indexOf('\n', at);
            return end < 0 ? text.length() : end;
        }

        /** Comments nest. */
        private int commentEnd() {
            int depth = 0;
            for (int i = at; i + 1 < text.length(); i++) {
                if (text.startsWith("/*", i)) {
                    depth++;
                    i++;
                } else if (text.startsWith("*/", i)) {
                    depth--;
                    i++;
                    if (depth == 0) {
                        return i + 1;
                    }
                }
            }
            return text.length();
        }

        /** {@code $$…$$} or {@code $tag$…$tag$}; any other {@code $} is an ordinary sign. */
        private int dollarQuoteEnd() {
            int tag = at + 1;
            while (tag < text.length() && isPartOfName(text.charAt(tag))) {
                tag++;
            }
            boolean begins = (at == 0 || !isPartOfWord(text.charAt(at - 1)))
                    && tag < text.length() && text.charAt(tag) == '$' && (tag == at + 1 || isStartOfName(text.charAt(at + 1)));
            if (!begins) {
                return at + 1;
            }
            int end = text.indexOf(text.substring(at, tag + 1), tag + 1);
            return end < 0 ? text.length() : end + (tag + 1 - at);
        }

        private static boolean isPartOfWord(char c) {
            return isPartOfName(c) || c == '$';
        }

        private static boolean isStartOfName(char c) {
            return c == '_' || Character.isLetter(c);
        }

        private static boolean isPartOfName(char c) {
            return c == '_' || Character.isLetterOrDigit(c);
        }
    }
}
