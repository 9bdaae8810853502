package comporta.store;

import comporta.decide.BackfillPlan;
import comporta.decide.TimeLimit;
import comporta.decide.Wish;
import comporta.operator.Cause;
import comporta.operator.Lease;
import comporta.run.Launch;
import comporta.run.RunState;
import comporta.run.RunType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The numbers that stand for words in the tables: places in these lists. Lists only ever grow at their end. */
final class Codes {
    static final List<Cause> CAUSES = List.of(Cause.USER, Cause.PLATFORM, Cause.TIMEOUT, Cause.DEADLINE, Cause.OPERATOR);
    static final List<RunState> RUN_STATES = List.of(
            RunState.QUEUED, RunState.RUNNING, RunState.PAUSED, RunState.SUCCESS, RunState.FAILED, RunState.CANCELLED);
    static final List<RunType> RUN_TYPES = List.of(RunType.SCHEDULED, RunType.MANUAL, RunType.BACKFILL, RunType.TRIGGERED);
    static final List<Launch.State> LAUNCH_STATES =
            List.of(Launch.State.INTENDED, Launch.State.ACCEPTED, Launch.State.RUNNING, Launch.State.ENDED, Launch.State.LOST,
                    Launch.State.GIVEN_UP);
    static final List<Lease.State> LEASE_STATES =
            List.of(Lease.State.OPENING, Lease.State.OPEN, Lease.State.CLOSING, Lease.State.CLOSED, Lease.State.KEPT);
    static final List<Wish.Verb> VERBS = List.of(
            Wish.Verb.CANCEL, Wish.Verb.FORCE, Wish.Verb.PAUSE, Wish.Verb.RESUME, Wish.Verb.KILL, Wish.Verb.CLEAR,
            Wish.Verb.MARK_SUCCESS, Wish.Verb.MARK_FAILED, Wish.Verb.SKIP,
            Wish.Verb.TRIGGER, Wish.Verb.PAUSE_DAG, Wish.Verb.RESUME_DAG, Wish.Verb.BACKFILL, Wish.Verb.CANCEL_BACKFILL,
            Wish.Verb.PAUSE_BACKFILL, Wish.Verb.RESUME_BACKFILL,
            Wish.Verb.RERUN, Wish.Verb.BREAKPOINT, Wish.Verb.BYPASS, Wish.Verb.APPROVE, Wish.Verb.REJECT, Wish.Verb.MOVE,
            Wish.Verb.KEEP, Wish.Verb.RELEASE);
    static final List<HistoryRow.Kind> KINDS =
            List.of(HistoryRow.Kind.RUN, HistoryRow.Kind.TASK, HistoryRow.Kind.LAUNCH, HistoryRow.Kind.LEASE, HistoryRow.Kind.DEADLINE);
    static final List<TimeLimit.Kind> LIMIT_KINDS = List.of(
            TimeLimit.Kind.DEADLINE, TimeLimit.Kind.LONGER_THAN, TimeLimit.Kind.SHORTER_THAN, TimeLimit.Kind.QUEUED_FOR);
    static final List<TimeLimit.State> LIMIT_STATES =
            List.of(TimeLimit.State.PENDING, TimeLimit.State.MET, TimeLimit.State.MISSED, TimeLimit.State.OFF);

    static final List<Role> ROLES = List.of(Role.VIEWER, Role.OPERATOR, Role.AUTHOR, Role.ADMIN);
    static final List<Problem.Kind> PROBLEMS = List.of(
            Problem.Kind.DAG_FILE, Problem.Kind.MISSED_TICK, Problem.Kind.OPEN_LEASE, Problem.Kind.BACKEND_UNREACHABLE,
            Problem.Kind.FORECAST_OFF,
            Problem.Kind.CLOCK, Problem.Kind.STORE);

    static final List<StoredDag.FileState> FILE_STATES = List.of(StoredDag.FileState.OK, StoredDag.FileState.BROKEN,
            StoredDag.FileState.GONE);
    static final List<SettledTick.State> TICK_STATES =
            List.of(SettledTick.State.RUN, SettledTick.State.MISSED, SettledTick.State.SKIPPED);

    static final List<Via> VIAS = List.of(Via.WEB, Via.CLI, Via.API, Via.ENGINE);

    static final List<Backfill.State> BACKFILL_STATES =
            List.of(Backfill.State.RUNNING, Backfill.State.PAUSED, Backfill.State.DONE, Backfill.State.CANCELLED);
    static final List<BackfillPlan.Reprocess> REPROCESS =
            List.of(BackfillPlan.Reprocess.NONE, BackfillPlan.Reprocess.FAILED, BackfillPlan.Reprocess.COMPLETED);
    static final List<BackfillItem.State> ITEM_STATES =
            List.of(BackfillItem.State.WAITING, BackfillItem.State.RUN, BackfillItem.State.LEFT_OUT);
    static final List<Letter.State> LETTER_STATES = List.of(Letter.State.WAITING, Letter.State.DELIVERED, Letter.State.GIVEN_UP);

    private Codes() {}

    static <E extends Enum<E>> int of(List<E> codes, E word) {
        var code = codes.indexOf(word);
        if (code < 0) {
            throw new IllegalStateException(word + " has no number in the tables: append it to Codes");
        }
        return code;
    }

    static <E extends Enum<E>> @Nullable Integer ofAny(List<E> codes, @Nullable E word) {
        return word == null ? null : of(codes, word);
    }

    static <E extends Enum<E>> E word(List<E> codes, int code) {
        if (code < 0 || code >= codes.size()) {
            throw new StoreFailed("the tables hold the number " + code + " where only 0 to " + (codes.size() - 1)
                    + " mean something: was this database written by a newer Comporta?");
        }
        return codes.get(code);
    }

    static <E extends Enum<E>> @Nullable E anyWord(List<E> codes, @Nullable Integer code) {
        return code == null ? null : word(codes, code);
    }
}
