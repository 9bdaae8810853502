package comporta.app;

import com.beust.jcommander.ParametersDelegate;
import comporta.dag.Dag;
import comporta.dagfile.Checking;
import comporta.dagfile.DagProblem;
import comporta.dagfile.Reading;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** {@code comporta run}: everything before the run itself, and the screen that it is watched on. */
final class RunVerb extends Action {
    static final String HELP = """
            Usage: comporta run FILE [OPTIONS]

            Runs a DAG here and now, to its end: the engine of the server, with local processes in place of a cluster and simulated
            machines in place of EC2. On a terminal it is watched as a tree; elsewhere as plain lines. Ctrl-C ends the run in order, with
            its teardowns; Ctrl-C again ends it at once. SIGHUP, as from a terminal that is closed, lets it go: what runs goes on, nothing
            new starts, and the same command goes on with the run.

            What runs
              --date DATE                 logical date: 2026-11-21, 2026-11-21T04:00 (the DAG's zone) or with an offset; default now
              -p, --param NAME=VALUE      a parameter; lists and objects as JSON; may be repeated
              --only TASKS                these tasks: ids, globs such as '*-model' and groups, separated by commas
              --from TASKS                these tasks and everything downstream
              --until TASKS               these tasks and everything upstream
                                          (the machines that the chosen tasks need are scaled up and down with them)
              --fresh                     begin anew, even if the same run was cut off before; else that one is gone on with

            How
              --parallel N                local processes at the same time; default 16
              --backend local|as-written  as-written: jobs go to the backends that the file names
              --var NAME=VALUE            a variable; may be repeated. Also $COMPORTA_VAR_NAME, and variables of local.yaml beside FILE
              --database URL              keep the state of the run in a PostgreSQL, e.g. postgresql://ana@db.example.org/comporta, in a schema
                                          that goes with the run; default database.url of the configuration, else a file; h2: a file.
                                          Passwords: $COMPORTA_DATABASE_PASSWORD, database.password_file, $PGPASSWORD, ~/.pgpass
              --config FILE               in place of $COMPORTA_HOME/comporta.yaml
              --dry-run                   start nothing: print order, rendered commands and machines
              --fast                      start nothing: simulate the run on a virtual clock, in a moment. Tasks last as long as they used
                                          to, or as expected_duration says; they hand on what they did in their last real success.
                                          What is not known is made up, and said
              --seed N                    with --fast: another run of the same kind; the same seed prints the same bytes
              --with TASK.KEY=JSON        with --fast: what a task hands on that never succeeded here; may be repeated

            Output
              --output text|json          json: one object a line {at, event, run_id, task_id, map_index, try_number, state, reason};
                                          event is run_started, task_state, progress, forecast, lease or run_ended
              --color auto|always|never   auto: on a terminal, unless NO_COLOR is set

            Examples
              comporta run dags/nightly.yaml
              comporta run dags/nightly.yaml -p filter=families --date 2026-11-21
              comporta run dags/nightly.yaml --only 'itaipu-*' --parallel 4
              comporta run dags/nightly.yaml --dry-run
              comporta run dags/nightly.yaml --fast --seed 7 --with churn-model.auc=0.81
              comporta run dags/nightly.yaml --output json | jq -r 'select(.event == "task_state") | .task_id + " " + .state'

            Exit codes: 0 success, 1 the run ended otherwise, 2 wrong usage, file or configuration, 130 interrupted, or let go.
            """;

    @ParametersDelegate
    private RunOptions options = new RunOptions();

    private static final int WARNINGS_TOLD = 3;

    private final Function<Terminal, LocalRunner> runner;
    private final LocalRunner fast;
    private final Set<String> operators;

    /**
     * @param runner carries the run out with the environment of a terminal
     * @param fast simulates it
     * @param operators names of the operators that are built
     */
    RunVerb(Function<Terminal, LocalRunner> runner, LocalRunner fast, Set<String> operators) {
        this.runner = runner;
        this.fast = fast;
        this.operators = operators;
    }

    @Override
    int run(Terminal terminal) {
        var request = options.request();
        var source = DagSources.file(request.file());
        var reading = source.read(Checking.LENIENT);
        tell(reading, terminal);
        var dag = reading.dag();
        if (dag == null) {
            return ExitCode.WRONG;
        }
        var simulated = request.fast() != null;
        var missing = simulated ? NotInEffect.simulated(dag) : NotInEffect.of(dag, operators);
        if (!missing.refused().isEmpty()) {
            throw new UsageException("a local run cannot do " + request.file() + ", since it does not have: "
                    + String.join(", ", missing.refused()) + "."
                    + (NotInEffect.nowhere(missing.refused()).isEmpty() ? " comporta start does." : ""));
        }
        var configuration = Configuration.load(request.configuration(), terminal.environment());
        var values = LocalValues.load(source.file(), configuration, terminal.environment(), request.variables());
        var vault = new LocalVault(values, new Home(configuration.home()).key());
        var order = new RunOrder(request, dag, source.file(), reading.source(), configuration, values, vault);
        var chosen = simulated ? fast : runner.apply(terminal);
        var shown = terminal.masked(vault.mask());
        if (request.dryRun()) {
            return print(chosen.plan(order), shown);
        }
        var screen = screen(shown, dag, simulated ? order.zone() : ZoneId.systemDefault());
        if (!missing.ignored().isEmpty()) {
            screen.note("not in effect in local runs: " + String.join(", ", missing.ignored()));
        }
        return chosen.run(order, screen);
    }

    /** All errors; of warnings, which keep nothing from running, the first few. */
    private static void tell(Reading reading, Terminal terminal) {
        var warnings = 0;
        for (var problem : reading.problems()) {
            warnings += problem.severity() == DagProblem.Severity.WARNING ? 1 : 0;
            if (problem.severity() == DagProblem.Severity.ERROR || warnings <= WARNINGS_TOLD) {
                terminal.err().println(problem);
            }
        }
        if (warnings > WARNINGS_TOLD) {
            terminal.err().println((warnings - WARNINGS_TOLD) + " more warnings; `comporta dags validate` tells them all.");
        }
    }

    private int print(List<PlannedTask> plan, Terminal terminal) {
        if (json()) {
            terminal.out().println(DryRun.json(plan));
        } else {
            DryRun.lines(plan).forEach(line -> terminal.out().println(line.render(Integer.MAX_VALUE, paint(terminal))));
        }
        return ExitCode.DONE;
    }

    private RunScreen screen(Terminal terminal, Dag dag, ZoneId zone) {
        if (json()) {
            return new JsonLines(terminal.out(), terminal.err(), dag);
        }
        return terminal.redraws()
                ? new LiveTree(terminal.out(), paint(terminal), zone, ScreenSize.watched(terminal.environment()), dag)
                : new PlainLines(terminal.out(), terminal.err(), dag, zone);
    }
}
