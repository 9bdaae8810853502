package comporta.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A DAG in a list.
 *
 * @param lastRuns the newest first, at most fourteen
 * @param successRate of the runs that ended, of the last thirty; null: none did
 * @param deadlineRate of the deadlines of those runs that were met or missed; null: none was
 * @param problems how many its file has now
 */
record DagShape(
        String dagId,
        String description,
        String owner,
        List<String> tags,
        boolean paused,
        @Words({"ok", "broken", "gone"}) String file,
        int version,
        Text schedule,
        @Nullable NextTick nextTick,
        List<LastRun> lastRuns,
        @Nullable Usual duration,
        @Nullable Double successRate,
        @Nullable Double deadlineRate,
        int problems,
        List<Action> actions) {

    /** When it is due next. */
    record NextTick(Instant at, List<Text> notes) {}

    /** A run, in short. */
    record LastRun(String runId, String state, @Nullable Instant startedAt, @Nullable Duration durationS) {}

    /** How long successful runs took. */
    record Usual(double p50S, double p90S, int n) {}
}
