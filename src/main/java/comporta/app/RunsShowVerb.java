package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dag.PlainData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code comporta runs show}. */
final class RunsShowVerb extends ServerAction {
    static final String HELP = """
            Usage: comporta runs show RUN [OPTIONS]

            Shows a run and where each of its tasks stands. RUN is DAG/RUN or DAG/latest; a run id alone does where only one DAG has it.

            Options
              --server URL                default http://127.0.0.1:8080
              --token TOKEN               default $COMPORTA_TOKEN
              --output text|json          json: the run
              --color auto|always|never

            Examples
              comporta runs show nightly/latest
              comporta runs show scheduled-20261121T040000Z --output json

            Exit codes: 0 told, 2 wrong usage or no such run, 3 no server, or it refuses.
            """;
    private static final List<String> TOLD = List.of(
            "state", "cause", "reason", "run_type", "logical_date", "dag_version", "queued_at", "started_at", "ended_at",
            "predicted_end", "note");

    @Parameter
    private List<String> runs = new ArrayList<>();

    @Override
    int run(Terminal terminal, Remote remote) {
        var path = RunAddress.path(remote, only(runs, "which run? Write e.g. comporta runs show nightly/latest."));
        var run = remote.get(path, Map.of()).object();
        if (json()) {
            terminal.out().println(PlainData.toJson(run));
            return ExitCode.DONE;
        }
        terminal.out().println(text(run, "dag_id") + "/" + text(run, "run_id"));
        for (var name : TOLD) {
            if (!text(run, name).isEmpty()) {
                terminal.out().println("  " + (name.replace('_', ' ') + "              ").substring(0, 14) + text(run, name));
            }
        }
        if (run.get("params") instanceof Map<?, ?> params && !params.isEmpty()) {
            terminal.out().println("  params        " + PlainData.toJson(params));
        }
        var tasks = remote.list(path + "/tasks", Map.of());
        tell(terminal, tasks, TasksListVerb.rows(tasks));
        return ExitCode.DONE;
    }
}
