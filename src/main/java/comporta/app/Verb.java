package comporta.app;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * A verb of the command line. Its action is made, and given to JCommander, only when it is to be carried out: a help text costs nothing else.
 *
 * @param words one, or two such as {@code dags validate}
 * @param help all that {@code --help} tells of it
 */
record Verb(String words, String summary, String help, Supplier<Action> action) {
    static final List<Verb> ALL = List.of(
            new Verb("run", "run a DAG file to its end on this machine", RunVerb.HELP,
                    () -> new RunVerb(terminal -> new LocalRun(terminal.environment()), new FastRun(), Wiring.BUILT)),
            new Verb("simulate", "simulate a DAG night after night and judge its deadlines", SimulateVerb.HELP, SimulateVerb::new),
            new Verb("dags validate", "check DAG files, every mistake at once", ValidateVerb.HELP, ValidateVerb::new),
            new Verb("dags show", "show a DAG as it was understood", ShowVerb.HELP, () -> new ShowVerb(Wiring.BUILT)),
            new Verb("dags next", "when a DAG runs next, and why then", NextVerb.HELP, () -> new NextVerb(InstantSource.system())),
            new Verb("dags graph", "draw a DAG as SVG, Mermaid or Graphviz", GraphVerb.HELP, GraphVerb::new),
            new Verb("dags new", "write a DAG file to begin with", NewVerb.HELP, () -> new NewVerb(InstantSource.system())),
            new Verb("dags schema", "the format of DAG files as a JSON Schema, for editors", SchemaVerb.HELP, SchemaVerb::new),
            new Verb("calendars audit", "hold the timetable against the clock in every minute of every change of clocks", AuditVerb.HELP, AuditVerb::new),
            new Verb("completion", "let bash, zsh or fish complete what is typed", CompletionVerb.HELP, CompletionVerb::new),
            new Verb("version", "print the version of Comporta and of the Java that runs it", VersionVerb.HELP, VersionVerb::new));

    /** Whether the command line begins with this verb. */
    boolean begins(List<String> line) {
        var mine = List.of(words.split(" ", -1));
        return line.size() >= mine.size() && line.subList(0, mine.size()).equals(mine);
    }

    /** Carries it out with the words that follow the verb. */
    int run(List<String> rest, Terminal terminal) {
        if (rest.contains("--help") || rest.contains("-h")) {
            terminal.out().print(help);
            return ExitCode.DONE;
        }
        try {
            var chosen = action.get();
            new CommandLine(words, chosen).read(rest);
            chosen.check();
            return chosen.run(terminal);
        } catch (UsageException wrong) {
            terminal.err().println("comporta " + words + ": " + wrong.getMessage());
            return ExitCode.WRONG;
        } catch (RemoteRefusal refused) {
            terminal.err().println("comporta " + words + ": " + refused.getMessage());
            return refused.exitCode();
        }
    }
}
