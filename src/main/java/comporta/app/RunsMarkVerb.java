package comporta.app;

import com.beust.jcommander.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code comporta runs mark} and {@code comporta tasks mark}. */
final class RunsMarkVerb extends ServerAction {
    static final String HELP = help("runs mark RUN", "every task of a run that is not at rest", "runs mark nightly/latest --as success");
    static final String OF_TASKS = help("tasks mark RUN TASK...", "tasks of a run", "tasks mark nightly/latest itaipu --as success");

    private static String help(String words, String what, String example) {
        return """
            Usage: comporta %s --as success|failed [OPTIONS]

            Marks %s as success or failed. What runs is stopped first, and what
            follows goes on from what was marked.

            Options
              --as STATE                  success or failed
            %s
            Examples
              comporta %s --reason "checked by hand"

            Exit codes: 0 done, 1 it cannot be done, 2 wrong usage, no such run or task, 3 no server, or it refuses.
            """.formatted(words, what, RunWords.COMMON, example);
    }

    private static final List<String> AT_REST = List.of("success", "failed", "skipped", "upstream_failed", "cancelled", "removed");

    @Parameter
    private List<String> words = new ArrayList<>();

    @Parameter(names = "--as")
    private String state = "";

    @Parameter(names = "--reason")
    private String reason = "";

    @Parameter(names = "--dry-run")
    private boolean dryRun;

    private final boolean namesTasks;

    /** @param namesTasks whether tasks follow the run, as in {@code tasks mark} */
    RunsMarkVerb(boolean namesTasks) {
        this.namesTasks = namesTasks;
    }

    @Override
    int run(Terminal terminal, Remote remote) {
        var tasks = new ArrayList<String>();
        var run = namesTasks
                ? RunWords.runAndTasks(words, "tasks mark", tasks)
                : only(words, "which run? Write e.g. comporta runs mark nightly/latest --as success.");
        oneOf("--as", state, List.of("success", "failed"));
        var path = RunAddress.path(remote, run);
        if (!namesTasks) {
            remote.list(path + "/tasks", Map.of()).stream()
                    .filter(task -> !AT_REST.contains(text(task, "state")))
                    .forEach(task -> tasks.add(TasksListVerb.name(task)));
            if (tasks.isEmpty()) {
                throw new UsageException("every task of the run is at rest. comporta tasks mark marks one of them.");
            }
        }
        var body = new LinkedHashMap<String, Object>();
        body.put("state", state);
        body.put("tasks", tasks);
        body.put("reason", reason);
        return RunWords.deed(terminal, remote, json(), path + "/mark", dryRun, body);
    }
}
