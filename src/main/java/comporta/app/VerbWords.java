package comporta.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a shell can complete of one verb, read from its help text: the options with their values stand there in one form.
 *
 * @param words of the verb
 * @param operand what stands besides options
 */
record VerbWords(String words, String summary, List<Option> options, Operand operand) {
    private static final Pattern OPTION = Pattern.compile("^ +(?:(-[a-zA-Z]), )?(--[a-z-]+)(?: ([A-Za-z=.|/_\\[\\]-]+))?(?: {2,}(.*))?$");
    private static final Pattern WORDS = Pattern.compile("[a-z_-]+(\\|[a-z_-]+)+");

    /** What kind of word a value is. */
    enum Operand {
        NONE,
        FREE,
        WORDS,
        FILE,
        DAG_FILE,
        FOLDER
    }

    /**
     * An option.
     *
     * @param names with their dashes, the long one last
     * @param about what it does, in a few words
     * @param values the words that may follow, where there are only some
     */
    record Option(List<String> names, String about, Operand operand, List<String> values) {}

    static List<VerbWords> all() {
        return Verb.ALL.stream().map(VerbWords::of).toList();
    }

    /** The words that can follow {@code comporta}, each with a summary. */
    static Map<String, String> firstWords() {
        var first = new LinkedHashMap<String, String>();
        for (var verb : Verb.ALL) {
            var parts = verb.words().split(" ", -1);
            first.merge(parts[0], parts.length == 1 ? verb.summary() : parts[1], (one, other) -> one + ", " + other);
        }
        first.put("help", "tell about a verb");
        return first;
    }

    /** The words that can follow that one, each with a summary; empty when it is a whole verb. */
    static Map<String, String> secondWords(String first) {
        var second = new LinkedHashMap<String, String>();
        for (var verb : Verb.ALL) {
            if (verb.words().startsWith(first + " ")) {
                second.put(verb.words().substring(first.length() + 1), verb.summary());
            }
        }
        return second;
    }

    private static VerbWords of(Verb verb) {
        var options = new ArrayList<Option>();
        for (var line : verb.help().lines().toList()) {
            var match = OPTION.matcher(line);
            if (match.matches()) {
                var names = match.group(1) == null ? List.of(match.group(2)) : List.of(match.group(1), match.group(2));
                var value = match.group(3) == null ? "" : match.group(3);
                options.add(new Option(names, match.group(4) == null ? "" : match.group(4), operand(value), words(value)));
            }
        }
        options.add(new Option(List.of("--help"), "what it does, with examples", Operand.NONE, List.of()));
        var usage = verb.help().substring("Usage: comporta ".length() + verb.words().length(), verb.help().indexOf('\n'))
                .replace("[OPTIONS]", "").strip();
        return new VerbWords(verb.words(), verb.summary(), options, usage.contains("FILE") ? Operand.DAG_FILE : operand(usage));
    }

    /** The words of the operand, where there are only some. */
    List<String> operands() {
        return operand == Operand.WORDS
                ? words(Verb.ALL.stream().filter(verb -> verb.words().equals(words)).findFirst().orElseThrow().help()
                .lines().findFirst().orElse("").replaceAll(".* (?=[a-z]+\\|)|\\s.*$", "")) : List.of();
    }

    private static Operand operand(String value) {
        if (WORDS.matcher(value).matches()) {
            return Operand.WORDS;
        }
        return switch (value) {
            case "" -> Operand.NONE;
            case "FILE" -> Operand.FILE;
            case "DIR" -> Operand.FOLDER;
            default -> Operand.FREE;
        };
    }

    private static List<String> words(String value) {
        return WORDS.matcher(value).matches() ? List.of(value.split("\\|", -1)) : List.of();
    }
}
