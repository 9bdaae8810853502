package comporta.store;

import comporta.dag.DagId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the schedule of a DAG is served, and whether it is paused.
 *
 * @param firstSeen when there was a DAG of this id for the first time
 * @param since the present schedule counts from here
 * @param schedule a fingerprint of it
 * @param servedUntil every tick up to here is settled
 * @param heardUntil number of the last history row that was looked at for a schedule that follows other DAGs
 * @param pauseReason who paused it and why; empty: it is not paused
 * @param pausedAt null: it never was
 * @param resumedAt null: it never was
 */
public record Standing(
        DagId dag,
        Instant firstSeen,
        Instant since,
        String schedule,
        Instant servedUntil,
        long heardUntil,
        boolean paused,
        String pauseReason,
        @Nullable Instant pausedAt,
        @Nullable Instant resumedAt) {

    /** The same with ticks settled up to {@code until}. */
    public Standing served(Instant until) {
        return new Standing(dag, firstSeen, since, schedule, until, heardUntil, paused, pauseReason, pausedAt, resumedAt);
    }

    /** The same with history looked at up to a row. */
    public Standing heard(long row) {
        return new Standing(dag, firstSeen, since, schedule, servedUntil, row, paused, pauseReason, pausedAt, resumedAt);
    }

    /** The same with another schedule. */
    public Standing with(String another, Instant from, Instant until, long heard) {
        return new Standing(dag, firstSeen, from, another, until, heard, paused, pauseReason, pausedAt, resumedAt);
    }

    /** The same, paused. */
    public Standing paused(String reason, Instant now) {
        return new Standing(dag, firstSeen, since, schedule, servedUntil, heardUntil, true, reason, now, resumedAt);
    }

    /** The same, going on. */
    public Standing resumed(Instant now) {
        return new Standing(dag, firstSeen, since, schedule, servedUntil, heardUntil, false, "", pausedAt, now);
    }
}
