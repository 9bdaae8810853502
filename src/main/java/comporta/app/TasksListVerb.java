package comporta.app;

import com.beust.jcommander.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code comporta tasks list}. */
final class TasksListVerb extends ServerAction {
    static final String HELP = """
            Usage: comporta tasks list RUN [OPTIONS]

            Lists the tasks of a run in the order of its file: where each stands, and why it waits or ended so.

            Options
              --state STATES              only those in one of these states, with commas between them: failed,upstream_failed
              --server URL                default http://127.0.0.1:8080
              --token TOKEN               default $COMPORTA_TOKEN
              --output text|json          json: one array of task instances
              --color auto|always|never

            Examples
              comporta tasks list nightly/latest
              comporta tasks list nightly/latest --state failed --output json

            Exit codes: 0 told, 2 wrong usage or no such run, 3 no server, or it refuses.
            """;

    @Parameter
    private List<String> runs = new ArrayList<>();

    @Parameter(names = "--state", splitter = NoSplit.class)
    private @Nullable String states;

    @Override
    int run(Terminal terminal, Remote remote) {
        var query = new LinkedHashMap<String, String>();
        if (states != null) {
            query.put("state", states);
        }
        var tasks = remote.list(RunAddress.path(remote, only(runs, "of which run? Write e.g. comporta tasks list nightly/latest."))
                + "/tasks", query);
        tell(terminal, tasks, rows(tasks));
        return ExitCode.DONE;
    }

    /** A table of tasks, its head first. */
    static List<List<String>> rows(List<Map<String, Object>> tasks) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("TASK", "STATE", "TRY", "STARTED", "ENDED", "REASON"));
        tasks.forEach(task -> rows.add(List.of(
                name(task), text(task, "state"), text(task, "try_number"), RunsListVerb.moment(task, "started_at"),
                RunsListVerb.moment(task, "ended_at"), text(task, "reason"))));
        return rows;
    }

    /** What people call it: {@code score}, {@code score[churn]}, {@code score[0]}. */
    static String name(Map<String, Object> task) {
        var label = text(task, "map_label");
        var index = label.isEmpty() ? text(task, "map_index") : label;
        return text(task, "task_id") + (index.isEmpty() ? "" : "[" + index + "]");
    }
}
