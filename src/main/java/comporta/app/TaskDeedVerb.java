package comporta.app;

import com.beust.jcommander.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A verb that says all of what is to become of tasks: {@code tasks kill} and {@code tasks skip}. */
class TaskDeedVerb extends ServerAction {
    static final String KILL = help("kill", """
            Ends what runs of tasks, by SIGTERM and, after its grace, SIGKILL: failed, cause operator, no retry.
            """, "");
    static final String SKIP = help("skip", """
            Skips tasks: what runs of them is stopped first, and what follows goes on as their rules say.
            """, "");

    static String help(String verb, String about, String options) {
        return """
            Usage: comporta tasks %1$s RUN TASK... [OPTIONS]

            %2$s
            Options
            %3$s%4$s
            Examples
              comporta tasks %1$s nightly/latest itaipu
              comporta tasks %1$s nightly/latest 'score[churn]' --reason "wrong prices"

            Exit codes: 0 done, 1 it cannot be done, 2 wrong usage, no such run or task, 3 no server, or it refuses.
            """.formatted(verb, about, options, RunWords.COMMON);
    }

    @Parameter
    private List<String> words = new ArrayList<>();

    @Parameter(names = "--reason")
    private String reason = "";

    @Parameter(names = "--dry-run")
    private boolean dryRun;

    private final String verb;

    /** @param verb word of the command line, and of the API */
    TaskDeedVerb(String verb) {
        this.verb = verb;
    }

    /** What else the server is told. */
    Map<String, Object> more() {
        return Map.of();
    }

    @Override
    final int run(Terminal terminal, Remote remote) {
        var tasks = new ArrayList<String>();
        var run = RunAddress.path(remote, RunWords.runAndTasks(words, "tasks " + verb, tasks));
        var code = ExitCode.DONE;
        for (var task : tasks) {
            var body = new LinkedHashMap<String, Object>(more());
            body.put("reason", reason);
            code = RunWords.deed(terminal, remote, json(), RunWords.task(remote, run, task) + "/" + verb, dryRun, body);
        }
        return code;
    }
}
