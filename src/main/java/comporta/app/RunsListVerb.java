package comporta.app;

import com.beust.jcommander.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code comporta runs list}. */
final class RunsListVerb extends ServerAction {
    static final String HELP = """
            Usage: comporta runs list [DAG] [OPTIONS]

            Lists the runs of a DAG, or of all DAGs, the newest first.

            Options
              --state STATE               queued|running|paused|success|failed|cancelled
              -n, --count N               how many; default 20
              --server URL                default http://127.0.0.1:8080
              --token TOKEN               default $COMPORTA_TOKEN
              --output text|json          json: one array of runs
              --color auto|always|never

            Examples
              comporta runs list nightly -n 7
              comporta runs list --state failed
              comporta runs list nightly --output json | jq -r '.[] | .run_id + " " + .state'

            Exit codes: 0 told, 2 wrong usage or no such DAG, 3 no server, or it refuses.
            """;
    private static final List<String> STATES = List.of("queued", "running", "paused", "success", "failed", "cancelled");

    @Parameter
    private List<String> dags = new ArrayList<>();

    @Parameter(names = "--state")
    private @Nullable String state;

    @Parameter(names = {"-n", "--count"})
    private int count = 20;

    @Override
    int run(Terminal terminal, Remote remote) {
        var query = new LinkedHashMap<String, String>();
        if (state != null) {
            oneOf("--state", state, STATES);
            query.put("state", state);
        }
        if (count < 1) {
            throw new UsageException("-n is " + count + ", and must be a number from 1.");
        }
        var path = dags.isEmpty() ? "/runs" : "/dags/" + Remote.encode(only(dags, "")) + "/runs";
        var runs = remote.list(path, query, count);
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("RUN", "STATE", "TASKS", "STARTED", "ENDED", "REASON"));
        runs.forEach(run -> rows.add(row(run)));
        tell(terminal, runs, rows);
        if (runs.isEmpty() && !json()) {
            terminal.err().println("no runs" + (state == null ? "" : " that are " + state) + ".");
        }
        return ExitCode.DONE;
    }

    private static List<String> row(Map<String, Object> run) {
        return List.of(
                text(run, "dag_id") + "/" + text(run, "run_id"), text(run, "state"), text(run, "done") + "/" + text(run, "total"),
                moment(run, "started_at"), moment(run, "ended_at"), text(run, "reason"));
    }

    /** An instant to the second. */
    static String moment(Map<String, Object> object, String name) {
        return text(object, name).replaceFirst("\\.[0-9]+Z$", "Z");
    }
}
