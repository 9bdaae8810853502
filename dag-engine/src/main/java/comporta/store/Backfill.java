package comporta.store;

import comporta.dag.DagId;
import comporta.dag.PlainData;
import comporta.decide.BackfillPlan;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs of a DAG for a past range.
 *
 * @param id its number in the store; 0 before it has one
 * @param until none from here on
 * @param only which tasks, as typed; empty for all
 * @param maxActive how many of its runs may be active
 * @param given parameters of its runs: {@code params}, and {@code sealed} for the secret ones
 */
public record Backfill(
        long id,
        DagId dag,
        State state,
        Instant from,
        Instant until,
        boolean newestFirst,
        BackfillPlan.Reprocess reprocess,
        String only,
        int maxActive,
        Map<String, Object> given,
        String note,
        String user,
        String reason,
        Instant createdAt,
        @Nullable Instant endedAt) {

    public Backfill {
        given = PlainData.ordered(given);
    }

    /** How it stands. */
    public enum State {
        RUNNING,
        PAUSED,
        DONE,
        CANCELLED;

        /** Whether it is over. */
        public boolean isFinal() {
            return this == DONE || this == CANCELLED;
        }

        /** The word that users see. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Backfill numbered(long number) {
        return new Backfill(
                number, dag, state, from, until, newestFirst, reprocess, only, maxActive, given, note, user, reason, createdAt, endedAt);
    }

    /** The same in another state. */
    public Backfill in(State next, Instant now) {
        return new Backfill(
                id, dag, next, from, until, newestFirst, reprocess, only, maxActive, given, note, user, reason, createdAt,
                next.isFinal() ? now : null);
    }
}
