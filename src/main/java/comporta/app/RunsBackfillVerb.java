package comporta.app;

import com.beust.jcommander.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code comporta runs backfill}. */
final class RunsBackfillVerb extends ServerAction {
    static final String HELP = """
            Usage: comporta runs backfill DAG --from DATE --to DATE [OPTIONS]

            Runs a DAG for ticks, or pieces of data, that lie behind. --dry-run lists them, and why others are left out. Fresh runs go first,
            and a limit of its own holds; a DAG has one backfill at a time.

            Options
              --from DATE                 the first: 2026-11-01, 2026-11-01T04:00 (the DAG's zone) or with an offset
              --to DATE                   the last, inclusive
              --order oldest|newest       which goes first; default oldest
              --reprocess none|failed|completed
                                          none: only what never ran; failed: also what failed; completed: all; default none
              --only TASKS                only these tasks: ids, globs and groups, separated by commas
              -p, --param NAME=VALUE      a parameter of every run; may be repeated
              --parallel N                runs at the same time; default 10
            %s
            Examples
              comporta runs backfill nightly --from 2026-11-01 --to 2026-11-07 --dry-run
              comporta runs backfill nightly --from 2026-11-01 --to 2026-11-07 --reprocess failed --only 'itaipu-*'

            Exit codes: 0 begun, 1 it cannot be done, 2 wrong usage or no such DAG, 3 no server, or it refuses.
            """.formatted(RunWords.COMMON);

    @Parameter
    private List<String> dags = new ArrayList<>();

    @Parameter(names = "--from")
    private @Nullable String from;

    @Parameter(names = "--to")
    private @Nullable String to;

    @Parameter(names = "--order")
    private String order = "oldest";

    @Parameter(names = "--reprocess")
    private String reprocess = "none";

    @Parameter(names = "--only", splitter = NoSplit.class)
    private @Nullable String only;

    @Parameter(names = {"-p", "--param"}, splitter = NoSplit.class)
    private List<String> params = new ArrayList<>();

    @Parameter(names = "--parallel")
    private @Nullable Integer parallel;

    @Parameter(names = "--reason")
    private String reason = "";

    @Parameter(names = "--dry-run")
    private boolean dryRun;

    @Override
    int run(Terminal terminal, Remote remote) {
        var dag = only(dags, "which DAG? Write e.g. comporta runs backfill nightly --from 2026-11-01 --to 2026-11-07.");
        if (from == null || to == null) {
            throw new UsageException("which days? Say them with --from and --to, such as --from 2026-11-01 --to 2026-11-07.");
        }
        oneOf("--order", order, List.of("oldest", "newest"));
        oneOf("--reprocess", reprocess, List.of("none", "failed", "completed"));
        var body = new LinkedHashMap<String, Object>(Map.of("from", from, "to", to, "order", order, "reprocess", reprocess, "reason", reason));
        body.put("only", only == null ? List.of() : List.of(only.split(",", -1)));
        body.put("params", ParamWords.ofDag(remote, dag, params));
        if (parallel != null) {
            body.put("max_active", parallel.longValue());
        }
        return RunWords.deed(terminal, remote, json(), "/dags/" + Remote.encode(dag) + "/backfills", dryRun, body);
    }
}
