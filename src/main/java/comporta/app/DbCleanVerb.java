package comporta.app;

import com.beust.jcommander.Parameter;
import comporta.dag.DagId;
import comporta.dag.Durations;
import comporta.dag.Misspelt;
import comporta.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** {@code comporta db clean}. */
final class DbCleanVerb extends DatabaseAction {
    static final String HELP = """
            Usage: comporta db clean --older-than DURATION [OPTIONS]

            Removes runs that ended longer ago than that, with their tasks and history, in many small commits, so that a scheduler on the same
            PostgreSQL goes on beside it. An H2 file serves one process: stop the scheduler first.
            What stays: the last run of each DAG, the last one that its schedule began, whatever still holds machines, the audit, which ticks
            were served, the keys of runs, and how long tasks took, for forecasts. The logs of a run go with it, as far as they lie below
            $COMPORTA_HOME of this machine.

            Options
              --older-than DURATION       e.g. 90d
              --dry-run                   only tells how many runs that would be
              --why TEXT                  kept in the audit
              --config FILE               in place of $COMPORTA_HOME/comporta.yaml
              --output text|json          json: one object {before, removed}
              --color auto|always|never

            Examples
              comporta db clean --older-than 90d --dry-run
              comporta db clean --older-than 90d

            Exit codes: 0 done, 2 wrong usage, or the database cannot be used.
            """;
    private static final long NOW_AND_THEN = 1_000;

    @Parameter(names = "--older-than")
    private @Nullable String olderThan;

    @Parameter(names = "--dry-run")
    private boolean dryRun;

    @Parameter(names = "--why")
    private @Nullable String why;

    private final InstantSource clock;

    DbCleanVerb(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    int run(Terminal terminal, StoreSettings database) {
        var now = clock.instant();
        var before = now.minus(age());
        try (var store = open(database)) {
            var gone = new long[1];
            var removed = dryRun ? store.upkeep().cleanable(before) : store.upkeep().clean(before, deed(now, why), (dag, run) -> {
                removeLogs(terminal, dag, run);
                if (++gone[0] % NOW_AND_THEN == 0) {
                    terminal.err().println(gone[0] + " runs removed");
                }
            });
            return tell(terminal, before, removed);
        }
    }

    /** A folder that cannot be removed is told, and stays: the run is gone all the same. */
    private void removeLogs(Terminal terminal, DagId dag, String run) {
        var logs = home().logs().toAbsolutePath().normalize();
        var folder = logs.resolve(dag.value()).resolve(run).normalize();
        if (!folder.startsWith(logs.resolve(dag.value())) || folder.getNameCount() != logs.getNameCount() + 2
                || !Files.isDirectory(folder)) {
            return;
        }
        try (var inside = Files.walk(folder)) {
            for (var path : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            terminal.err().println("comporta db clean: the logs in " + folder + " cannot be removed: " + e.getMessage());
        }
    }

    private Duration age() {
        if (olderThan == null) {
            throw new UsageException("how old? Write e.g. --older-than 90d.");
        }
        try {
            return Durations.parse(olderThan);
        } catch (Misspelt e) {
            throw new UsageException("--older-than: " + e.getMessage());
        }
    }

    private int tell(Terminal terminal, Instant before, long removed) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("before", before.toString());
        answer.put("removed", dryRun ? 0 : removed);
        if (dryRun) {
            answer.put("would_remove", removed);
        }
        tell(terminal, answer,
                (removed == 1 ? "1 run" : removed + " runs") + " that ended before " + before + (dryRun ? " would go" : " removed"));
        return ExitCode.DONE;
    }
}
