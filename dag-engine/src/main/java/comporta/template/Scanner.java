package comporta.template;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Cuts the expression behind {@code {{} into tokens, up to its {@code }}}; bounds its length, so that nothing later can run away. */
final class Scanner {
    static final int MAX_LENGTH = 4_096;
    static final int MAX_TOKENS = 400;
    private static final int MAX_DEPTH = 40;
    private static final int MAX_ID = 250;

    private static final Set<String> OPERATOR_WORDS = Set.of("and", "or", "not", "is", "contains");
    private static final Set<String> HYPHENATED = Set.of("outputs", "tasks", "var", "conn");
    private static final Set<String> OPERATORS = Set.of("==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%", "~", "|");

    /** What people write who come from other languages, longest first where one begins another. */
    private static final Map<String, String> OTHER_SIGNS = Map.ofEntries(
            Map.entry("===", "Write =="), Map.entry("!==", "Write !="), Map.entry("&&", "Write and"), Map.entry("||", "Write or"),
            Map.entry("??", "Write default, e.g. x | default('d')"), Map.entry("<>", "Write !="), Map.entry("=>", "Write >="),
            Map.entry("=<", "Write <="), Map.entry("=~", "Compare with == or contains"), Map.entry("**", "Write a product"),
            Map.entry("..", "Write the items out, e.g. [1, 2, 3]"), Map.entry("++", "Write + 1"), Map.entry("=", "Write =="),
            Map.entry("!", "Write not"), Map.entry("&", "Write and"), Map.entry("^", "Write a product"));

    private static final Map<String, String> OTHER_WORDS = Map.of(
            "in", "Turn it round: LIST contains VALUE",
            "equals", "Write ==", "eq", "Write ==", "ne", "Write !=",
            "matches", "Compare with == or contains",
            "AND", "Write and", "OR", "Write or", "CONTAINS", "Write contains", "if", "Write CONDITION ? A : B");

    private final String text;
    private final KnownIds ids;
    private final int start;
    private final List<Lexeme> tokens = new ArrayList<>();
    private final StringBuilder open = new StringBuilder();
    private final Deque<Integer> openAt = new ArrayDeque<>();
    private int at;

    private Scanner(String text, int start, KnownIds ids) {
        this.text = text;
        this.start = start;
        this.at = start;
        this.ids = ids;
    }

    /** The tokens of one expression, and the offset behind its closing braces. */
    record Scanned(List<Lexeme> tokens, int end) {}

    /**
     * Scans from behind the opening braces.
     *
     * @throws Mistake at the first piece that belongs to no expression
     */
    static Scanned scan(String text, int start, KnownIds ids) {
        return new Scanner(text, start, ids).scan();
    }

    private Scanned scan() {
        while (true) {
            skipBlanks();
            if (at >= text.length()) {
                throw Mistake.syntax(start - 2, 2, "the template is not closed", "Close it with }}");
            }
            if (open.isEmpty() && text.startsWith("}}", at)) {
                return new Scanned(tokens, at + 2);
            }
            if (at - start > MAX_LENGTH || tokens.size() >= MAX_TOKENS) {
                throw tooLong();
            }
            token();
        }
    }

    private Mistake tooLong() {
        return Mistake.syntax(
                start - 2, 2, "the expression is too long (limit " + MAX_LENGTH + " letters and " + MAX_TOKENS + " words)",
                "Compute the value in a task and read its output");
    }

    private void token() {
        char c = text.charAt(at);
        if (isLetter(c)) {
            word();
        } else if (isDigit(c)) {
            number();
        } else if (c == '\'' || c == '"') {
            quoted(c);
        } else {
            sign();
        }
    }

    private void word() {
        int end = endOfName(at);
        var word = text.substring(at, end);
        if (afterDot()) {
            checkCall(word, end);
            checkMinus(end);
            add(Lexeme.Type.NAME, word, end);
            return;
        }
        boolean operatorPlace = !tokens.isEmpty() && tokens.getLast().endsOperand();
        if (word.equals("NOT") || (operatorPlace && OTHER_WORDS.containsKey(word))) {
            throw Mistake.operator(at, word, OTHER_WORDS.getOrDefault(word, "Write not"));
        }
        if (OPERATOR_WORDS.contains(word)) {
            if (word.equals("not") && !tokens.isEmpty() && tokens.getLast().is("is")) {
                var is = tokens.removeLast();
                tokens.add(new Lexeme(Lexeme.Type.OPERATOR, "is not", is.offset(), end - is.offset()));
                at = end;
            } else {
                add(Lexeme.Type.OPERATOR, word, end);
            }
            return;
        }
        checkCall(word, end);
        boolean id = HYPHENATED.contains(word) && end + 1 < text.length() && text.charAt(end) == '.' && isIdStart(text.charAt(end + 1));
        if (!id) {
            checkMinus(end);
        }
        add(Lexeme.Type.NAME, word, end);
        if (id) {
            add(Lexeme.Type.SIGN, ".", end + 1);
            int idEnd = endOfId(word);
            checkMinus(idEnd);
            add(Lexeme.Type.ID, text.substring(at, idEnd), idEnd);
        }
    }

    /** The longest known id that stands here as a whole; when none does, letters, digits, _ and -. */
    private int endOfId(String root) {
        int runEnd = at;
        while (runEnd < text.length() && runEnd - start <= MAX_LENGTH && isIdPart(text.charAt(runEnd))) {
            runEnd++;
        }
        var known = ids.under(root);
        if (!known.isEmpty()) {
            for (int end = Math.min(runEnd, at + MAX_ID); end > at; end--) {
                boolean whole = end == runEnd || text.charAt(end) == '.';
                if (whole && known.contains(text.substring(at, end))) {
                    return end;
                }
            }
        }
        int end = at;
        while (end < runEnd && text.charAt(end) != '.') {
            end++;
        }
        while (text.charAt(end - 1) == '-') {
            end--;
        }
        return end;
    }

    private void number() {
        if (afterDot()) {
            int end = endOfName(at);
            throw Mistake.syntax(
                    at, end - at, "unexpected \"" + text.substring(at, end) + "\" after \".\"", "Write [" + text.substring(at, end) + "]");
        }
        int end = endOfDigits(at);
        if (end + 1 < text.length() && text.charAt(end) == '.' && isDigit(text.charAt(end + 1))) {
            end = endOfDigits(end + 1);
        }
        if (end - at > 40) {
            throw Mistake.syntax(at, end - at, "this number is too long", "Put it in quotes if it is text");
        }
        add(Lexeme.Type.NUMBER, text.substring(at, end), end);
    }

    private void quoted(char quote) {
        var meant = new StringBuilder();
        int end = at + 1;
        while (end < text.length() && text.charAt(end) != quote) {
            char c = text.charAt(end);
            if (c == '\\' && end + 1 < text.length() && "\\'\"".indexOf(text.charAt(end + 1)) >= 0) {
                end++;
                c = text.charAt(end);
            }
            meant.append(c);
            end++;
            if (end - start > MAX_LENGTH) {
                throw tooLong();
            }
        }
        if (end >= text.length()) {
            throw Mistake.syntax(at, 1, "the text that begins with " + quote + " is not closed", "Close it with " + quote);
        }
        add(Lexeme.Type.TEXT, meant.toString(), end + 1);
    }

    private void sign() {
        for (int length = 3; length >= 1; length--) {
            if (at + length > text.length()) {
                continue;
            }
            var sign = text.substring(at, at + length);
            if (OPERATORS.contains(sign)) {
                add(Lexeme.Type.OPERATOR, sign, at + length);
                return;
            }
            var fix = OTHER_SIGNS.get(sign);
            if (fix != null) {
                throw Mistake.operator(at, sign, fix);
            }
        }
        char c = text.charAt(at);
        if ("()[]{}?:.,".indexOf(c) < 0) {
            throw Grammar.unexpected(text.substring(at, text.offsetByCodePoints(at, 1)), at, tokens);
        }
        if (c == '(' && !tokens.isEmpty() && tokens.getLast().endsOperand() && !afterBarOrIs(tokens.size() - 2)) {
            throw Grammar.unexpected("(", at, tokens);
        }
        if (c == '(' || c == '[' || c == '{') {
            open.append(c);
            openAt.push(at);
            if (open.length() > MAX_DEPTH) {
                throw Mistake.syntax(at, 1, "more than " + MAX_DEPTH + " brackets are open", "Make the expression simpler");
            }
        } else if (c == ')' || c == ']' || c == '}') {
            close(c);
        }
        add(Lexeme.Type.SIGN, String.valueOf(c), at + 1);
    }

    private void close(char c) {
        if (open.isEmpty()) {
            throw Grammar.unexpected(String.valueOf(c), at, tokens);
        }
        char opened = open.charAt(open.length() - 1);
        char closing = ")]}".charAt("([{".indexOf(opened));
        if (c != closing) {
            throw Mistake.syntax(openAt.getFirst(), 1, "the \"" + opened + "\" is not closed", "Close it with " + closing);
        }
        open.setLength(open.length() - 1);
        openAt.pop();
    }

    private void checkCall(String word, int end) {
        int next = end;
        while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
            next++;
        }
        if (!afterBarOrIs(tokens.size() - 1) && next < text.length() && text.charAt(next) == '(') {
            throw new Mistake(TemplateProblem.error(
                    at, end - at, "unknown-name", "there is no " + (afterDot() ? "method" : "function") + " \"" + word + "\" here",
                    "Values have filters only, e.g. params.x | length"));
        }
    }

    /** {@code outputs.a.n-1}: is it a name or a subtraction? */
    private void checkMinus(int end) {
        if (end + 1 < text.length() && text.charAt(end) == '-' && isIdPart(text.charAt(end + 1))) {
            int begin = at;
            while (begin > start && isIdPart(text.charAt(begin - 1))) {
                begin--;
            }
            int last = end;
            while (last < text.length() && last - end < 60 && isIdPart(text.charAt(last))) {
                last++;
            }
            var before = text.substring(begin, end);
            var after = text.substring(end + 1, last);
            int dot = before.lastIndexOf('.');
            var asName = dot < 0
                    ? ""
                    : ", or " + before.substring(0, dot) + "['" + before.substring(dot + 1) + "-" + after + "'] for a name with a hyphen";
            throw Mistake.syntax(
                    begin, last - begin, "the minus in \"" + text.substring(begin, last) + "\" has no blanks around it",
                    "Write " + before + " - " + after + asName);
        }
    }

    /** Whether the token at this place announces a filter or a test. */
    private boolean afterBarOrIs(int index) {
        return index >= 0 && (tokens.get(index).is("|") || tokens.get(index).is("is") || tokens.get(index).is("is not"));
    }

    private boolean afterDot() {
        return !tokens.isEmpty() && tokens.getLast().is(".");
    }

    private void add(Lexeme.Type type, String meant, int end) {
        tokens.add(new Lexeme(type, meant, at, end - at));
        at = end;
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private int endOfName(int from) {
        int end = from;
        while (end < text.length() && (isLetter(text.charAt(end)) || isDigit(text.charAt(end)))) {
            end++;
        }
        return end;
    }

    private int endOfDigits(int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isIdStart(char c) {
        return isLetter(c) || isDigit(c);
    }

    private static boolean isIdPart(char c) {
        return isIdStart(c) || c == '-' || c == '.';
    }
}
