package comporta.app;

import com.beust.jcommander.Parameter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** {@code comporta tasks logs}. */
final class TasksLogsVerb extends ServerAction {
    static final String HELP = """
            Usage: comporta tasks logs RUN TASK [OPTIONS]

            Prints what a task wrote, stdout and stderr as they came. It is there still when the machine is gone.

            Options
              -f, --follow                go on until the try has ended
              --try N                     which try; default the last
              --stream all|stdout|stderr  default all
              --executor N                of a Spark driver: what its executor N wrote
              --server URL                default http://127.0.0.1:8080
              --token TOKEN               default $COMPORTA_TOKEN
              --output text|json
              --color auto|always|never

            Examples
              comporta tasks logs nightly/latest itaipu -f
              comporta tasks logs nightly/latest 'score[churn]' --try 1 --stream stderr
              comporta tasks logs nightly/latest itaipu --executor 3

            Exit codes: 0 told, 2 wrong usage, no such run or task, 3 no server, or it refuses.
            """;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);

    @Parameter
    private List<String> words = new ArrayList<>();

    @Parameter(names = {"-f", "--follow"})
    private boolean follow;

    @Parameter(names = "--try")
    private @Nullable Integer number;

    @Parameter(names = "--stream")
    private String stream = "all";

    @Parameter(names = "--executor")
    private @Nullable String executor;

    @Override
    int run(Terminal terminal, Remote remote) {
        oneOf("--stream", stream, List.of("all", "stdout", "stderr"));
        var tasks = new ArrayList<String>();
        var run = RunAddress.path(remote, RunWords.runAndTasks(words, "tasks logs", tasks));
        var task = RunWords.task(remote, run, only(tasks, ""));
        var wanted = number == null ? last(remote, task) : Integer.toString(number);
        var query = new LinkedHashMap<String, String>(Map.of("stream", stream, "offset", "0"));
        if (executor != null) {
            query.put("executor", executor);
        }
        while (true) {
            var part = remote.text(task + "/tries/" + wanted + "/log", query);
            terminal.out().print(part.body());
            terminal.out().flush();
            var next = part.headers().firstValue("Log-Next").orElse("0");
            var ended = part.headers().firstValue("Log-At-End").map(Boolean::parseBoolean).orElse(true);
            var more = !next.equals(query.put("offset", next)) && !part.body().isEmpty();
            if (!more && (ended || !follow)) {
                return ExitCode.DONE;
            }
            if (!more) {
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            }
        }
    }

    private static String last(Remote remote, String task) {
        var number = text(remote.get(task, Map.of()).object(), "try_number");
        if (number.isEmpty()) {
            throw new UsageException("the task has not been tried yet, so there is no log. comporta tasks why tells what it waits for.");
        }
        return number;
    }
}
