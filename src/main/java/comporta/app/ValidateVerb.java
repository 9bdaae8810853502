package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.app.Paint.Colour;
import comporta.dag.Dag;
import comporta.dag.DagId;
import comporta.dag.PlainData;
import comporta.dagfile.Checking;
import comporta.dagfile.DagFiles;
import comporta.dagfile.DagProblem;
import comporta.dagfile.DagProblem.Severity;
import comporta.dagfile.FolderChecks;
import comporta.dagfile.KnownNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code comporta dags validate}. */
final class ValidateVerb extends Action {
    static final String HELP = """
            Usage: comporta dags validate FILE...|DIR [OPTIONS]

            Checks DAG files and tells every mistake at once, each as FILE:LINE:COLUMN: what is wrong. What to write instead. [id]
            A folder is checked with all folders in it; names that begin with . or _ are passed over, and so are the folders src, target and
            build beside a build file. That the DAGs which others wait for exist is checked over a folder. Connections, variables, targets
            and backends are looked up where comporta.yaml, or local.yaml beside the file, has a section of them, and calendars in _calendars.

            Options
              --strict                    warnings are errors
              --config FILE               in place of $COMPORTA_HOME/comporta.yaml
              --output text|json          json: one array of {file, line, column, severity, id, what, fix}
              --color auto|always|never

            Examples
              comporta dags validate dags/nightly.yaml
              comporta dags validate dags --strict
              comporta dags validate dags --output json

            Exit codes: 0 no errors, 2 there is an error, or nothing to check.
            """;
    private static final int MANY_FILES = 50;

    @Parameter
    private List<String> paths = new ArrayList<>();

    @Parameter(names = "--strict")
    private boolean strict;

    @Parameter(names = "--config")
    private @Nullable String configuration;

    private final Map<String, String> fileOfDag = new HashMap<>();
    private final Map<DagId, Right> right = new LinkedHashMap<>();

    /** A file without errors. */
    private record Right(String shown, Dag dag, String source) {}

    @Override
    int run(Terminal terminal) {
        if (paths.isEmpty()) {
            throw new UsageException("which file or folder? Write e.g. comporta dags validate dags.");
        }
        var sources = new ArrayList<DagSources.Source>();
        var helpers = new ArrayList<DagSources.Source>();
        boolean folders = false;
        for (var path : paths) {
            var file = Path.of(path);
            if (Files.isDirectory(file)) {
                var folder = DagSources.folder(file);
                sources.addAll(folder.dags());
                helpers.addAll(folder.helpers());
                folders = true;
            } else {
                sources.add(DagSources.file(file));
            }
        }
        if (sources.isEmpty() && helpers.isEmpty()) {
            throw new UsageException("there is no DAG file (.yaml, .yml or .java) in " + String.join(", ", paths) + ".");
        }
        var settings = Configuration.load(configuration == null ? null : Path.of(configuration), terminal.environment());
        var dags = folders ? OutsideNames.ofFolder(sources) : KnownNames.NONE;
        // Two DAGs may have the same mistake in the same helper.
        var problems = new LinkedHashSet<DagProblem>();
        int done = 0;
        for (var source : sources) {
            progress(terminal, done++, sources.size());
            var reading = source.read(new Checking(strict, OutsideNames.of(source.file(), settings, terminal.environment()).and(dags)));
            problems.addAll(reading.problems());
            if (reading.dag() != null) {
                checkName(source, reading.dag(), problems);
                right.putIfAbsent(reading.dag().id(), new Right(source.shown(), reading.dag(), reading.source()));
            }
        }
        progress(terminal, done, sources.size());
        checkCycles(problems);
        // Which helpers are used is known once every DAG has been read.
        helpers.forEach(helper ->
                problems.addAll(DagFiles.checkHelper(helper.file(), helper.shown(), strict ? Checking.STRICT : Checking.LENIENT)));
        return tell(List.copyOf(problems), sources.size(), terminal);
    }

    /** No two files may define the same DAG; the file that was read later is told. */
    private void checkName(DagSources.Source source, Dag dag, Set<DagProblem> problems) {
        var before = fileOfDag.putIfAbsent(dag.id().value(), source.shown());
        if (before != null && !before.equals(source.shown())) {
            problems.add(new DagProblem(
                    source.shown(), lineOfName(source.file()), 1, Severity.ERROR, "duplicate-dag",
                    "DAG \"" + dag.id() + "\" is also in " + before, "Rename one"));
        }
    }

    /** DAGs must not wait for each other, over all that was checked. */
    private void checkCycles(Set<DagProblem> problems) {
        for (var cycle : FolderChecks.cycles(right.values().stream().map(Right::dag).toList())) {
            var first = right.get(cycle.getFirst());
            if (first != null) {
                problems.add(FolderChecks.problem(cycle, first.shown(), first.source()));
            }
        }
    }

    private static int lineOfName(Path file) {
        try (var lines = Files.lines(file)) {
            return 1 + (int) lines.takeWhile(line -> !line.startsWith("dag:") && !line.contains("newDag(")).count();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private int tell(List<DagProblem> problems, int files, Terminal terminal) {
        long errors = problems.stream().filter(problem -> problem.severity() == Severity.ERROR).count();
        if (json()) {
            terminal.out().println(PlainData.toJson(problems.stream().map(ValidateVerb::data).toList()));
        } else {
            problems.forEach(problem -> terminal.out().println(colored(problem, paint(terminal))));
        }
        terminal.err().println(Figures.count(files, "file") + ": " + Figures.count(errors, "error") + ", "
                + Figures.count(problems.size() - errors, "warning"));
        return errors > 0 ? ExitCode.WRONG : ExitCode.DONE;
    }

    private static void progress(Terminal terminal, int done, int all) {
        if (all >= MANY_FILES && terminal.errIsTerminal() && (done % MANY_FILES == 0 || done == all)) {
            terminal.err()
                    .print(done == all ? "\r\u001b[K" : "\rreading " + Figures.count(done) + " of " + Figures.count(all) + " files …");
            terminal.err().flush();
        }
    }

    private static String colored(DagProblem problem, Paint paint) {
        var text = problem.toString();
        int place = (problem.file() + ":" + problem.line() + ":" + problem.column()).length();
        var colour = problem.severity() == Severity.ERROR ? Colour.RED : Colour.YELLOW;
        return paint.in(colour, text.substring(0, place)) + text.substring(place);
    }

    private static Map<String, Object> data(DagProblem problem) {
        var data = new LinkedHashMap<String, Object>();
        data.put("file", problem.file());
        data.put("line", problem.line());
        data.put("column", problem.column());
        data.put("severity", problem.severity().name().toLowerCase(Locale.ROOT));
        data.put("id", problem.id());
        data.put("what", problem.what());
        data.put("fix", problem.fix());
        return data;
    }
}
