package comporta.app;

import com.beust.jcommander.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code comporta dags rollback}. */
final class DagsRollbackVerb extends ServerAction {
    @Parameter
    private List<String> dags = new ArrayList<>();

    @Parameter(names = "--to")
    private @Nullable Integer version;

    @Parameter(names = "--undo")
    private boolean undo;

    @Parameter(names = "--reason")
    private String reason = "";

    @Parameter(names = "--dry-run")
    private boolean dryRun;

    static String help() {
        return """
            Usage: comporta dags rollback DAG --to VERSION [OPTIONS]

            Lets new runs of a DAG use an older version, until its file changes or the rollback is undone. Runs that have begun stay with
            theirs; comporta runs move takes them along. comporta dags versions DAG lists the versions.

            Options
              --to VERSION                number of the version
              --undo                      use what the file says again
            %s
            Examples
              comporta dags rollback nightly --to 41 --reason "wrong image"
              comporta dags rollback nightly --undo

            Exit codes: 0 done, 1 it cannot be done, 2 wrong usage, no such DAG or version, 3 no server, or it refuses.
            """.formatted(RunWords.COMMON);
    }

    @Override
    int run(Terminal terminal, Remote remote) {
        var path = "/dags/" + Remote.encode(only(dags, "which DAG? Write e.g. comporta dags rollback nightly --to 41.")) + "/rollback";
        if (undo == (version != null)) {
            throw new UsageException(undo ? "--undo and --to exclude each other." : "to which version? Say it with --to, or --undo.");
        }
        var body = new LinkedHashMap<String, Object>();
        if (version == null) {
            body.put("undo", true);
        } else {
            body.put("to", version.longValue());
        }
        body.put("reason", reason);
        return RunWords.deed(terminal, remote, json(), path, dryRun, body);
    }
}
