package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dagfile.Checking;
import comporta.dagfile.DagFiles;
import comporta.dagfile.FolderList;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code comporta dags show}. */
final class ShowVerb extends ServerAction {
    static final String HELP = """
            Usage: comporta dags show DAG|FILE [OPTIONS]

            Shows the DAG of a file as it was understood: its tasks in the order in which they can start, with operator, upstream, rule,
            retries, limits and deadlines, after defaults and groups have been worked in; and what of it this version does not do yet.
            Of a DAG by its name it shows what a server knows: version, file, schedule, last runs, parameters, tasks, problems.

            Options
              --server URL                default http://127.0.0.1:8080
              --token TOKEN               default $COMPORTA_TOKEN
              --output text|json          json: one object
              --color auto|always|never

            Examples
              comporta dags show dags/nightly.yaml
              comporta dags show dags/nightly.yaml --output json
              comporta dags show nightly

            Exit codes: 0 shown, 2 the file has errors, or no such DAG, 3 no server, or it refuses.
            """;

    @Parameter
    private List<String> files = new ArrayList<>();

    private final Set<String> operators;

    /** @param operators names of the operators that are built */
    ShowVerb(Set<String> operators) {
        this.operators = operators;
    }

    @Override
    int run(Terminal terminal, Remote remote) {
        var word = only(files, "which DAG? Write e.g. comporta dags show dags/nightly.yaml, or comporta dags show nightly.");
        var path = Path.of(word);
        boolean file = Files.exists(path) || word.indexOf('/') >= 0 || FolderList.isYaml(path) || DagFiles.isJava(path);
        return file
                ? showFile(path, terminal)
                : ShownDag.show(remote.get("/dags/" + Remote.encode(word), Map.of()).object(), json(), terminal);
    }

    private int showFile(Path file, Terminal terminal) {
        var source = DagSources.file(file);
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
