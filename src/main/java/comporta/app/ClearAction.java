package comporta.app;

import com.beust.jcommander.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Lets tasks of a run start over: {@code runs clear} and {@code tasks clear}. */
abstract class ClearAction extends ServerAction {
    @Parameter
    private List<String> words = new ArrayList<>();

    @Parameter(names = "--upstream")
    private boolean upstream;

    @Parameter(names = "--downstream")
    private boolean downstream;

    @Parameter(names = "--failed")
    private boolean failed;

    @Parameter(names = "--reason")
    private String reason = "";

    @Parameter(names = "--dry-run")
    private boolean dryRun;

    static String help(String words, String options, String example) {
        return """
            Usage: comporta %s [OPTIONS]

            Lets tasks of a run start over; a run that is over goes on. Work starts over on the machines that were set up for it, set up anew
            where they are gone. What ran before stays in the history.

            Options
            %s  --upstream                  and everything before them
              --downstream                and everything behind them
              --failed                    of all these only what did not succeed
            %s
            Examples
              comporta %s --dry-run

            Exit codes: 0 done, 1 it cannot be done, 2 wrong usage, no such run or task, 3 no server, or it refuses.
            """.formatted(words, options, RunWords.COMMON, example);
    }

    /**
     * The run that the words name; the tasks that are meant are added to {@code tasks}, none for all.
     *
     * @throws UsageException when the words name none
     */
    abstract String run(List<String> words, List<String> tasks);

    @Override
    final int run(Terminal terminal, Remote remote) {
        var tasks = new ArrayList<String>();
        var run = run(words, tasks);
        var body = new LinkedHashMap<String, Object>();
        body.put("tasks", tasks);
        body.put("upstream", upstream);
        body.put("downstream", downstream);
        body.put("failed_only", failed);
        body.put("reason", reason);
        return RunWords.deed(terminal, remote, json(), RunAddress.path(remote, run) + "/clear", dryRun, body);
    }
}
