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

    /** This lease in another state. */
    public Lease in(State next, int nowRegistered, @Nullable Instant closed) {
        return new Lease(id, run, task, mapIndex, number, terms, next, nowRegistered, openedAt, expiresAt, keptUntil, closed);
    }
}
