package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dag.PlainData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** {@code comporta tasks approve}. */
final class TasksApproveVerb extends ServerAction {
    static final String HELP = """
            Usage: comporta tasks approve RUN TASK [OPTIONS]

            Answers a task that waits for a person. The first answer counts.

            Options
              --reject                    say no
              -f, --field NAME=VALUE      a field that the task asks for; lists and objects as JSON; may be repeated
            %s
            Examples
              comporta tasks approve nightly/latest publish
              comporta tasks approve nightly/latest publish -f budget=120 --reason "month end"
              comporta tasks approve nightly/latest publish --reject --reason "figures look wrong"

            Exit codes: 0 done, 1 it was answered before, 2 wrong usage, no such run or task, 3 no server, or it refuses.
            """.formatted(RunWords.COMMON);

    @Parameter
    private List<String> words = new ArrayList<>();

    @Parameter(names = "--reject")
    private boolean reject;

    @Parameter(names = {"-f", "--field"}, splitter = NoSplit.class)
    private List<String> fields = new ArrayList<>();

    @Parameter(names = "--reason")
    private String reason = "";

    @Parameter(names = "--dry-run")
    private boolean dryRun;

    @Override
    int run(Terminal terminal, Remote remote) {
        var tasks = new ArrayList<String>();
        var run = RunAddress.path(remote, RunWords.runAndTasks(words, "tasks approve", tasks));
        var given = new LinkedHashMap<String, Object>();
        for (var field : fields) {
            int equals = field.indexOf('=');
            if (equals < 1) {
                throw new UsageException("-f is \"" + field + "\", and must be NAME=VALUE.");
            }
            given.put(field.substring(0, equals), value(field.substring(equals + 1)));
        }
        var body = new LinkedHashMap<String, Object>();
        body.put("fields", given);
        body.put("reason", reason);
        var path = RunWords.task(remote, run, only(tasks, "")) + (reject ? "/reject" : "/approve");
        return RunWords.deed(terminal, remote, json(), path, dryRun, body);
    }

    private static Object value(String typed) {
        try {
            var value = PlainData.fromJson(typed);
            return value == null ? typed : value;
        } catch (IllegalArgumentException e) {
            return typed;
        }
    }
}
