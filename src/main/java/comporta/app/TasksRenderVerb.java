package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dag.PlainData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code comporta tasks render}. */
final class TasksRenderVerb extends ServerAction {
    static final String HELP = """
            Usage: comporta tasks render RUN TASK [OPTIONS]

            Shows what the templates of a task became in its last try. Secrets are three stars.

            Options
              --server URL                default http://127.0.0.1:8080
              --token TOKEN               default $COMPORTA_TOKEN
              --output text|json          json: one object, text by key
              --color auto|always|never

            Examples
              comporta tasks render nightly/latest itaipu

            Exit codes: 0 told, 1 it has not been tried yet, 2 wrong usage, no such run or task, 3 no server, or it refuses.
            """;

    @Parameter
    private List<String> words = new ArrayList<>();

    @Override
    int run(Terminal terminal, Remote remote) {
        var tasks = new ArrayList<String>();
        var run = RunAddress.path(remote, RunWords.runAndTasks(words, "tasks render", tasks));
        var task = remote.get(RunWords.task(remote, run, only(tasks, "")), Map.of()).object();
        var rendered = task.get("rendered") instanceof Map<?, ?> map ? PlainData.plain(map) : Map.<String, Object>of();
        if (json()) {
            terminal.out().println(PlainData.toJson(rendered));
        } else {
            rendered.forEach((name, value) -> terminal.out()
                    .println(name + ": " + (value instanceof String text ? text : PlainData.toJson(value))));
        }
        if (rendered.isEmpty()) {
            terminal.err().println("comporta: the task has not been tried yet. comporta tasks why tells what it waits for.");
            return ExitCode.NOT_SUCCESSFUL;
        }
        return ExitCode.DONE;
    }
}
