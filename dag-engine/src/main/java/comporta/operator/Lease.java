package comporta.operator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The engine's claim on a node pool.
 *
 * @param id what machines are tagged with; a pure function of run, task and number
 * @param task number of the set-up in its DAG version
 * @param mapIndex index of a mapped set-up, or -1
 * @param number from 1 within the set-up: cleared set-ups lease anew
 * @param registered machines that are up
 * @param expiresAt the end of its time: then it is given back, whatever its tasks do
 * @param keptUntil until then it is held though nothing uses it; null: it was never kept, or is in use again
 * @param closedAt null while anything may be left
 */
public record Lease(
        String id,
        long run,
        int task,
        int mapIndex,
        int number,
        LeaseTerms terms,
        State state,
        int registered,
        Instant openedAt,
        Instant expiresAt,
        @Nullable Instant keptUntil,
        @Nullable Instant closedAt) {

    /** Where a lease stands. */
    public enum State {
        OPENING,
        OPEN,
        CLOSING,
        CLOSED,
        KEPT
    }

    /** This lease in another state; what is in use again is kept no longer. */
    public Lease in(State next, int nowRegistered, @Nullable Instant closed) {
        var kept = next == State.OPENING || next == State.OPEN ? null : keptUntil;
        return new Lease(id, run, task, mapIndex, number, terms, next, nowRegistered, openedAt, expiresAt, kept, closed);
    }

    /** This lease, kept after a failure: for as long as its terms say, and never beyond its time. */
    public Lease kept(Instant now) {
        return keptUntil(now.plus(terms.keepOnFailure()));
    }

    /** This lease, kept until then, and never beyond its time. */
    public Lease keptUntil(Instant until) {
        return new Lease(
                id, run, task, mapIndex, number, terms, State.KEPT, registered, openedAt, expiresAt,
                until.isBefore(expiresAt) ? until : expiresAt,
                null);
    }
}
