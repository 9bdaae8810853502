package comporta.app;

import java.util.List;

/** {@code comporta run}. */
final class RunVerb extends Action {
    static final String HELP = """
            Usage: comporta run FILE [options]

            Runs a DAG file to its end on this machine, without a server: jobs are local processes, machines of
            node pools are simulated. A run that was cut off is gone on with by the same command.

            Which run
              --date DATE                 logical date: 2026-11-21 or 2026-11-21T04:00 in the DAG's zone; else now
              -p, --param NAME=VALUE      a parameter; lists and objects as JSON; again for each
              --var NAME=VALUE            a variable for {{ var.NAME }}; again for each
              --only TASKS                only these: ids, globs or groups, separated by commas
              --from TASKS                only these and what comes after them
              --until TASKS               only these and what comes before them
              --fresh                     begin anew even if the same run was cut off before

            How
              --parallel N                at most N processes at the same time (16)
              --backend local|as-written  local: every job is a process here; as-written: by job.backend
              --config FILE               in place of $COMPORTA_HOME/comporta.yaml
              --dry-run                   show order, rendered commands and machines; start nothing

            What is shown
              --output text|json          json: one object a line on stdout, the last one run_ended
              --color auto|always|never

            Ctrl-C cancels the run and lets teardowns give machines back; a second one forces the end.
            Exit code: 0 success, 1 the run ended otherwise, 2 the file or the options are wrong, 130 interrupted.

            Examples
              comporta run dags/nightly.yaml
              comporta run dags/nightly.yaml --date 2026-11-20 -p filter=contracts
              comporta run dags/nightly.yaml --only report --dry-run
            """;

    private final RunOptions options = new RunOptions();

    @Override
    List<Object> parameters() {
        return List.of(this, options);
    }

    @Override
    int run(Terminal terminal) {
        return new LocalRun(options.request(), terminal, json(), paint(terminal)).run();
    }
}
