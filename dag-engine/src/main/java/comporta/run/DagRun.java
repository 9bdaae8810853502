package comporta.run;

import comporta.dag.DagId;
import comporta.dag.PlainData;
import comporta.operator.Cause;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run of a DAG, without its tasks.
 *
 * @param id its number in the store
 * @param key its id within the DAG, e.g. {@code scheduled-20261121T040000Z}
 * @param dagVersion number in the store of the DAG version that it is pinned to
 * @param halt why nothing new is started any more; null: it goes its way
 * @param cause why it did not succeed; null: it did, or is not over
 */
public record DagRun(
        long id,
        DagId dag,
        String key,
        long dagVersion,
        RunType type,
        RunState state,
        @Nullable Cause cause,
        String reason,
        Instant logicalDate,
        @Nullable Instant intervalStart,
        @Nullable Instant intervalEnd,
        Map<String, Object> params,
        String note,
        @Nullable Halt halt,
        Instant queuedAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {

    public DagRun {
        params = PlainData.ordered(params);
    }

    /**
     * Why a run starts nothing new but teardowns.
     *
     * @param end what the run becomes in the end; null: what its leaves say
     * @param stopsRunning whether what runs is stopped too
     */
    public record Halt(@Nullable RunState end, Cause cause, String reason, boolean stopsRunning) {}

    /** The same run under way. */
    public DagRun started(Instant now) {
        return with(RunState.RUNNING, null, "", halt, startedAt == null ? now : startedAt, null);
    }

    /** The same run, over. */
    public DagRun ended(RunState end, @Nullable Cause why, String inWords, Instant now) {
        return with(end, why, inWords, halt, startedAt, now);
    }

    /** The same run, halted. */
    public DagRun halted(Halt why) {
        return with(state, cause, reason, why, startedAt, endedAt);
    }

    /** The same run, paused or going on. */
    public DagRun paused(boolean pause) {
        return with(pause ? RunState.PAUSED : RunState.RUNNING, cause, reason, halt, startedAt, endedAt);
    }

    /** The same run, going on after its end or its halt. Where its time had run out, or it was over, its clock starts anew. */
    public DagRun reopened(Instant now) {
        var startsAnew = state.isFinal() || (halt != null && halt.cause() == Cause.TIMEOUT);
        return with(state == RunState.PAUSED ? state : RunState.RUNNING, null, "", null, startsAnew ? now : startedAt, null);
    }

    private DagRun with(
            RunState nextState, @Nullable Cause why, String inWords, @Nullable Halt nextHalt, @Nullable Instant start,
            @Nullable Instant end) {
        return new DagRun(
                id, dag, key, dagVersion, type, nextState, why, inWords, logicalDate, intervalStart, intervalEnd, params, note, nextHalt,
                queuedAt, start, end);
    }
}
