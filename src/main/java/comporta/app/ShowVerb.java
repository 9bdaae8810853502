package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dagfile.Checking;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code comporta dags show}. */
final class ShowVerb extends Action {
    static final String HELP = """
            Usage: comporta dags show FILE [OPTIONS]

            Shows a DAG as it was understood: its tasks in the order in which they can start, with operator, upstream, rule, retries,
            limits and deadlines, after defaults and groups have been worked in; and what of it this version does not do yet.

            Options
              --output text|json          json: one object
              --color auto|always|never

            Examples
              comporta dags show dags/nightly.yaml
              comporta dags show dags/nightly.yaml --output json

            Exit codes: 0 shown, 2 the file has errors.
            """;

    @Parameter
    private List<String> files = new ArrayList<>();

    private final Set<String> operators;

    /** @param operators names of the operators that are built */
    ShowVerb(Set<String> operators) {
        this.operators = operators;
    }

    @Override
    int run(Terminal terminal) {
        if (files.size() != 1) {
            throw new UsageException(files.isEmpty()
                    ? "which file? Write e.g. comporta dags show dags/nightly.yaml."
                    : "one file at a time, and these are " + files.size() + ".");
        }
        var source = DagSources.file(Path.of(files.getFirst()));
        var reading = source.read(Checking.LENIENT);
        reading.problems().forEach(terminal.err()::println);
        var dag = reading.dag();
        if (dag == null) {
            return ExitCode.WRONG;
        }
        var description = new DagDescription(dag, NotInEffect.of(dag, operators));
        if (json()) {
            terminal.out().println(description.json());
        } else {
            int columns = terminal.outIsTerminal() ? ScreenSize.of(terminal.environment()).columns() : Integer.MAX_VALUE;
            description.lines(columns).forEach(line -> terminal.out().println(line.render(columns, paint(terminal))));
        }
        return ExitCode.DONE;
    }
}
