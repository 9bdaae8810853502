package comporta.decide;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A deadline or an alert that counts for a run or for one of its task instances. It fires at most once, and never after the end of what it
 * is set for.
 *
 * @param task number of the task; -1: the run
 * @param mapIndex of an instance of an expanded task, or -1
 * @param number its place among the deadlines of the task or the DAG; 0 for an alert
 * @param firedAt when it was told, and took effect; null: it did neither
 */
public record TimeLimit(Kind kind, int task, int mapIndex, int number, Instant dueAt, State state, @Nullable Instant firedAt) {
    /** Where a run stands among task numbers. */
    public static final int RUN = -1;

    /** What is limited. */
    public enum Kind {
        DEADLINE,
        LONGER_THAN,
        SHORTER_THAN,
        QUEUED_FOR
    }

    /** Where it stands. */
    public enum State {
        PENDING,
        /** What it is set for was there in time. */
        MET,
        MISSED,
        /** It does not count: what it is set for ended otherwise, or does not run now. */
        OFF;

        /** The word that users see. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Which one it is, for as long as its run is pinned to the same DAG version. */
    record Key(Kind kind, int task, int mapIndex, int number) {}

    Key key() {
        return new Key(kind, task, mapIndex, number);
    }

    TimeLimit in(State next) {
        return new TimeLimit(kind, task, mapIndex, number, dueAt, next, firedAt);
    }

    TimeLimit due(Instant at) {
        return new TimeLimit(kind, task, mapIndex, number, at, State.PENDING, firedAt);
    }

    TimeLimit fired(Instant now) {
        return new TimeLimit(kind, task, mapIndex, number, dueAt, State.MISSED, now);
    }

    boolean isPending() {
        return state == State.PENDING;
    }
}
