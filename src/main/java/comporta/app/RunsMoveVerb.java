package comporta.app;

import com.beust.jcommander.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code comporta runs move}. */
final class RunsMoveVerb extends ServerAction {
    static final String HELP = """
            Usage: comporta runs move RUN --to VERSION [OPTIONS]

            Goes on with a run by another version of its DAG: tasks that came are waited for, tasks that are gone are removed, and what has
            ended stays as it is. --dry-run shows the difference. comporta dags versions DAG lists the versions.

            Options
              --to VERSION                number of the version
            %s
            Examples
              comporta runs move nightly/latest --to 42 --dry-run

            Exit codes: 0 done, 1 it cannot be done, 2 wrong usage, no such run or version, 3 no server, or it refuses.
            """.formatted(RunWords.COMMON);

    @Parameter
    private List<String> runs = new ArrayList<>();

    @Parameter(names = "--to")
    private @Nullable Integer version;

    @Parameter(names = "--reason")
    private String reason = "";

    @Parameter(names = "--dry-run")
    private boolean dryRun;

    @Override
    int run(Terminal terminal, Remote remote) {
        var path = RunAddress.path(remote, only(runs, "which run? Write e.g. comporta runs move nightly/latest --to 42."));
        if (version == null) {
            throw new UsageException("to which version? Say it with --to; comporta dags versions lists them.");
        }
        var body = new LinkedHashMap<String, Object>();
        body.put("to", version.longValue());
        body.put("reason", reason);
        return RunWords.deed(terminal, remote, json(), path + "/move", dryRun, body);
    }
}
