package comporta.app;

import com.beust.jcommander.JCommander;
import com.beust.jcommander.ParameterDescription;
import com.beust.jcommander.ParameterException;
import comporta.dag.Suggestion;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A verb of the command line. Only the one that was typed is given to JCommander, and none for a help text, so that a start pays for
 * nothing it does not use.
 *
 * @param words one, or two such as {@code dags validate}
 * @param help all that {@code --help} tells of it
 */
record Verb(String words, String summary, String help, Supplier<Action> action) {
    private static final String TOO_MUCH = "Was passed main parameter '";
    static final List<Verb> ALL = List.of(
            new Verb("run", "run a DAG file to its end on this machine", RunVerb.HELP,
                    () -> new RunVerb(terminal -> new LocalRun(terminal.environment()), Wiring.BUILT)),
            new Verb("dags validate", "check DAG files, every mistake at once", ValidateVerb.HELP, ValidateVerb::new),
            new Verb("dags show", "show a DAG as it was understood", ShowVerb.HELP, () -> new ShowVerb(Wiring.BUILT)),
            new Verb("version", "print the version of Comporta and of the Java that runs it", VersionVerb.HELP, VersionVerb::new));

    /** Whether the command line begins with this verb. */
    boolean begins(List<String> line) {
        var mine = List.of(words.split(" ", -1));
        return line.size() >= mine.size() && line.subList(0, mine.size()).equals(mine);
    }

    /** Runs it with the words that follow the verb. */
    int run(List<String> rest, Terminal terminal) {
        if (asksForHelp(rest)) {
            terminal.out().print(help);
            return ExitCode.DONE;
        }
        try {
            var chosen = action.get();
            parse(chosen, rest);
            chosen.check();
            return chosen.run(terminal);
        } catch (UsageException wrong) {
            terminal.err().println("comporta " + words + ": " + wrong.getMessage());
            return ExitCode.WRONG;
        }
    }

    /** The options of the verb, for its help to be checked against. */
    List<String> options() {
        return options(parser(action.get())).toList();
    }

    private static boolean asksForHelp(List<String> rest) {
        return rest.stream().takeWhile(word -> !word.equals("--")).anyMatch(word -> word.equals("--help") || word.equals("-h"));
    }

    private void parse(Action chosen, List<String> rest) {
        var parser = parser(chosen);
        // JCommander takes an option that it does not know for one more file.
        var options = options(parser).toList();
        for (var word : rest) {
            int equals = word.indexOf('=');
            var name = equals < 0 ? word : word.substring(0, equals);
            if (name.startsWith("-") && !options.contains(name)) {
                throw new UsageException("there is no option " + name + ". " + Suggestion.didYouMean(name, options, more()));
            }
        }
        try {
            parser.parse(rest.toArray(String[]::new));
        } catch (ParameterException e) {
            var message = String.valueOf(e.getMessage());
            throw new UsageException((message.startsWith(TOO_MUCH)
                    ? "nothing is expected at \"" + message.substring(TOO_MUCH.length(), message.indexOf('\'', TOO_MUCH.length())) + "\""
                    : message) + ". " + more());
        }
    }

    private String more() {
        return "`comporta " + words + " --help` tells what it takes.";
    }

    private static JCommander parser(Action action) {
        // "@x" is a value like any other, never a file to read more words from.
        var parser = JCommander.newBuilder().addObject(action).expandAtSign(false).build();
        parser.parse();     // before it has parsed anything, it knows of no option
        return parser;
    }

    private static Stream<String> options(JCommander parser) {
        return parser.getParameters().stream().map(ParameterDescription::getParameter).flatMap(option -> Stream.of(option.names()));
    }
}
