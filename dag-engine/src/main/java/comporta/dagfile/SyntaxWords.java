package comporta.dagfile;

/** Turns the parser's reasons into words that help the author of a file. */
final class SyntaxWords {
    private SyntaxWords() {}

    static String of(String reason) {
        if (reason.contains("'\\t(TAB)'") || reason.contains("\\t")) {
            return "found a tab where only blanks may indent";
        }
        if (reason.contains("expected ',' or '}'")) {
            return "found no \",\" or \"}\" where a map in braces goes on or ends";
        }
        if (reason.contains("expected ',' or ']'")) {
            return "found no \",\" or \"]\" where a list in brackets goes on or ends";
        }
        if (reason.contains("expected <block end>")) {
            return "found something that does not fit the indentation, or text behind the end of a value";
        }
        if (reason.contains("could not find expected ':'")) {
            return "found a line that is neither a key with \":\" nor the continuation of a text";
        }
        if (reason.contains("unexpected end of stream")) {
            return "found the end of the file inside a quoted text";
        }
        if (reason.contains("cannot start any token")) {
            return "found a character that no plain text may begin with";
        }
        return reason.isEmpty() ? "the parser gives up here" : reason;
    }

    static String fix(String reason) {
        if (reason.contains("TAB") || reason.contains("\\t")) {
            return "Indent with blanks";
        }
        if (reason.contains("expected ','")) {
            return "Close it, or put quotes around a value that holds , : { } [ or ]";
        }
        if (reason.contains("expected <block end>") || reason.contains("could not find expected ':'")) {
            return "Give all keys of a block the same indentation, and put quotes around a value that begins with \" or holds \": \"";
        }
        if (reason.contains("unexpected end of stream")) {
            return "Close the quotes";
        }
        return "Put quotes around the value";
    }
}
