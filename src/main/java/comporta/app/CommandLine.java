package comporta.app;

import com.beust.jcommander.JCommander;
import com.beust.jcommander.ParameterDescription;
import com.beust.jcommander.ParameterException;
import comporta.dag.Suggestion;
import java.util.List;
import java.util.stream.Stream;

/** Fills the fields of an action with the words of a command line, by JCommander; help texts do without it. */
final class CommandLine {
    private static final String TOO_MUCH = "Was passed main parameter '";

    private final JCommander parser;
    private final String more;

    /** @param verb words of the verb, for messages */
    CommandLine(String verb, Action action) {
        // "@x" is a value like any other, never a file to read more words from.
        parser = JCommander.newBuilder().addObject(action).expandAtSign(false).build();
        parser.parse();     // before it has parsed anything, it knows of no option
        more = "`comporta " + verb + " --help` tells what it takes.";
    }

    /** All that an option can be called. */
    List<String> options() {
        return parser.getParameters().stream()
                .map(ParameterDescription::getParameter)
                .flatMap(option -> Stream.of(option.names()))
                .toList();
    }

    /** Options that were known with underscores elsewhere are known so here. */
    private String dashed(String word) {
        int equals = word.indexOf('=');
        var name = (equals < 0 ? word : word.substring(0, equals)).replace('_', '-');
        return word.startsWith("--") && options().contains(name) ? name + (equals < 0 ? "" : word.substring(equals)) : word;
    }

    /** @throws UsageException when the words do not fit */
    void read(List<String> typed) {
        var words = typed.stream().map(this::dashed).toList();
        // JCommander takes an option that it does not know for one more file.
        for (var word : words) {
            int equals = word.indexOf('=');
            var name = equals < 0 ? word : word.substring(0, equals);
            if (name.startsWith("-") && !options().contains(name)) {
                throw new UsageException("there is no option " + name + ". " + Suggestion.didYouMean(name, options(), more));
            }
        }
        try {
            parser.parse(words.toArray(String[]::new));
        } catch (ParameterException e) {
            var message = String.valueOf(e.getMessage());
            throw new UsageException((message.startsWith(TOO_MUCH)
                    ? "nothing is expected at \"" + message.substring(TOO_MUCH.length(), message.indexOf('\'', TOO_MUCH.length())) + "\""
                    : message) + ". " + more);
        }
    }
}
