package comporta.dagfile;

import comporta.dag.Ids;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Turns the parser's reasons for giving up into words that help the author of a file. */
final class SyntaxProblems {
    private final String source;
    private final Problems problems;

    SyntaxProblems(String source, Problems problems) {
        this.source = source;
        this.problems = problems;
    }

    void tell(ReaderException e) {
        problems.error(placeOf(e.getPosition()), "yaml-syntax",
                "this is not YAML: the character U+%04X may not stand in it".formatted(e.getCodePoint()), "Remove it");
    }

    /** The reader gave up without saying where: somewhere behind {@code last}. */
    void tell(YamlEngineException e, Place last) {
        problems.error(last, "yaml-syntax", "this is not YAML: behind this place it cannot be read (" + e.getMessage() + ")",
                "Give each key a line of its own, or put quotes around its value");
    }

    void unquoted(Place place) {
        problems.error(place, "unquoted-template", "{{ without quotes begins a YAML map", "Write \"{{ ds }}\" with quotes");
    }

    /** @param bareTemplate place of the last template without quotes; what follows from it is not told again */
    void tell(MarkedYamlEngineException e, @Nullable Place bareTemplate) {
        var place = YamlText.place(e.getProblemMark().or(e::getContextMark));
        if (bareTemplate != null && place.line() <= bareTemplate.line() + 1) {
            return;
        }
        var line = line(place.line());
        var begun = line.indexOf("{{");
        if (begun >= 0 && isBare(line, begun)) {
            unquoted(new Place(place.line(), line.codePointCount(0, begun) + 1));
            return;
        }
        var reason = e.getProblem() == null ? "" : e.getProblem();
        if (toldAsSign(e)) {
            return;
        }
        if (reason.contains("mapping values are not allowed") && isKey(line, place.column() - 1)) {
            var key = line.substring(0, place.column() - 1).strip();
            problems.error(new Place(place.line(), line.indexOf(key) + 1), "yaml-syntax",
                    "this is not YAML: \"" + key + "\" is indented as if it went on with the text above",
                    "Give all keys of a block the same indentation");
            return;
        }
        var colon = reason.contains("mapping values are not allowed");
        problems.error(place, "yaml-syntax", "this is not YAML: " + (colon ? "found \":\" inside a plain text" : inWords(reason)),
                colon ? "Put quotes around the value" : fix(reason));
    }

    /** Tells a value that begins with a sign of YAML and cannot be read as that; false: the mistake is another. */
    private boolean toldAsSign(MarkedYamlEngineException e) {
        var context = e.getContext() == null ? "" : e.getContext();
        var kind = context.contains("scanning a tag")
                ? "tag"
                : context.contains("scanning an alias")
                ? "alias"
                : context.contains("scanning an anchor")
                ? "anchor"
                : "";
        if (kind.isEmpty()) {
            return false;
        }
        var place = YamlText.place(e.getContextMark().or(e::getProblemMark));
        var rest = line(place.line()).substring(Math.min(line(place.line()).length(), place.column() - 1));
        int end = 0;
        while (end < rest.length() && " ,}]".indexOf(rest.charAt(end)) < 0) {
            end++;
        }
        var sign = Node.Scalar.quoted(rest.substring(0, end));
        problems.error(place, kind.equals("tag") ? "yaml-tag" : "yaml-syntax", sign + " is read as a YAML " + kind,
                "Write " + sign + " with quotes");
        return true;
    }

    /** Whether nothing but one word stands before the colon. */
    private static boolean isKey(String line, int colon) {
        var before = line.substring(0, Math.min(colon, line.length())).strip();
        return !before.isEmpty() && Ids.isId(before);
    }

    /** Whether what begins there is outside of quotes, at the beginning of a value. */
    private static boolean isBare(String line, int at) {
        int before = at - 1;
        while (before >= 0 && line.charAt(before) == ' ') {
            before--;
        }
        return before < 0 || ":-[,{".indexOf(line.charAt(before)) >= 0;
    }

    /** The text of a line, from 1. */
    String line(int number) {
        int begin = 0;
        for (int line = 1; line < number && begin >= 0; line++) {
            begin = source.indexOf('\n', begin) + 1;
            if (begin == 0) {
                return "";
            }
        }
        int end = source.indexOf('\n', begin);
        return end < 0 ? source.substring(begin) : source.substring(begin, end);
    }

    private Place placeOf(int codePoints) {
        int end = source.offsetByCodePoints(0, Math.min(codePoints, source.codePointCount(0, source.length())));
        int line = 1;
        int begin = 0;
        for (int i = 0; i < end; i++) {
            if (source.charAt(i) == '\n') {
                line++;
                begin = i + 1;
            }
        }
        return new Place(line, source.codePointCount(begin, end) + 1);
    }

    private static String inWords(String reason) {
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

    private static String fix(String reason) {
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
