package comporta.app;

import com.beust.jcommander.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** {@code comporta runs rerun}. */
final class RunsRerunVerb extends ServerAction {
    static final String HELP = """
            Usage: comporta runs rerun RUN [OPTIONS]

            Lets tasks of a run and all that comes after them run again, by other parameters than those of the run. What is not
            given stays as the run has it; a run that is over goes on; what ran before stays in the history. comporta runs clear
            lets tasks start over by the same parameters.

            Options
              -p, --param NAME=VALUE      a parameter; lists and objects as JSON; may be repeated; none that is secret
              --task TASKS                from these tasks on: ids, instances such as score[3], by commas; default the whole run
              --failed                    of all these only what did not succeed
            %s
            Examples
              comporta runs rerun nightly/latest -p filter=families --dry-run
              comporta runs rerun nightly/latest -p filter=families --task itaipu --reason "prices were late"

            Exit codes: 0 done, 1 it cannot be done, 2 wrong usage, no such run or task, or the parameters do not fit;
            3 no server, or it refuses.
            """.formatted(RunWords.COMMON);

    @Parameter
    private List<String> runs = new ArrayList<>();

    @Parameter(names = {"-p", "--param"}, splitter = NoSplit.class)
    private List<String> params = new ArrayList<>();

    @Parameter(names = "--task")
    private List<String> from = new ArrayList<>();

    @Parameter(names = "--failed")
    private boolean failed;

    @Parameter(names = "--reason")
    private String reason = "";

    @Parameter(names = "--dry-run")
    private boolean dryRun;

    @Override
    int run(Terminal terminal, Remote remote) {
        var path = RunAddress.path(remote, only(runs, "which run? Write e.g. comporta runs rerun nightly/latest -p filter=families."));
        var body = new LinkedHashMap<String, Object>();
        body.put("tasks", from);
        body.put("params", ParamWords.ofRun(remote, path, params));
        body.put("failed_only", failed);
        body.put("reason", reason);
        return RunWords.deed(terminal, remote, json(), path + "/rerun", dryRun, body);
    }
}
