package comporta.store;

import comporta.operator.Cause;
import comporta.run.Afterwards;
import comporta.run.TaskState;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task's state as columns; the numbers stand at the table. Two more came later: 14 is stopping, 15 unreachable, of a try that waited
 * without a slot.
 *
 * @param cause of the state; of what follows when it is stopping
 * @param reason likewise
 */
record StateColumns(
        int state,
        @Nullable Integer tryNumber,
        @Nullable Instant since,
        @Nullable Cause cause,
        @Nullable String reason,
        @Nullable Instant dueAt,
        @Nullable Integer afterStop) {

    /** The states as users call them, from the first to the last of a life. */
    static final List<String> WORDS = List.of(
            "waiting", "queued", "launching", "running", "deferred", "up_for_retry", "stopping", "unreachable", "success",
            "failed", "skipped",
            "upstream_failed", "cancelled", "removed");

    static StateColumns of(TaskState state) {
        return switch (state) {
            case TaskState.Waiting() -> bare(0);
            case TaskState.Queued(var since) -> new StateColumns(1, null, since, null, null, null, null);
            case TaskState.Launching(var number, var since) -> inTry(2, number, since, null);
            case TaskState.Running(var number, var since) -> inTry(3, number, since, null);
            case TaskState.Deferred(var number, var since) -> inTry(4, number, since, null);
            case TaskState.UpForRetry(var cause, var reason, var dueAt) -> new StateColumns(5, null, null, cause, reason, dueAt, null);
            case TaskState.Stopping stopping -> of(stopping);
            case TaskState.Unreachable(var number, var reason, var since, var holdsSlots) ->
                inTry(holdsSlots ? 7 : 15, number, since, reason);
            case TaskState.Success(var reason) -> because(8, null, reason.isEmpty() ? null : reason);
            case TaskState.Failed(var cause, var reason) -> because(9, cause, reason);
            case TaskState.Skipped(var reason) -> because(10, null, reason);
            case TaskState.UpstreamFailed(var reason) -> because(11, null, reason);
            case TaskState.Cancelled(var cause, var reason) -> because(12, cause, reason);
            case TaskState.Removed() -> bare(13);
        };
    }

    private static StateColumns of(TaskState.Stopping stopping) {
        return switch (stopping.then()) {
            case Afterwards.Fail(var cause, var reason, var mayRetry) -> stopping(stopping, mayRetry ? 1 : 0, cause, reason);
            case Afterwards.Cancel(var cause, var reason) -> stopping(stopping, 2, cause, reason);
            case Afterwards.Succeed(var reason) -> stopping(stopping, 3, null, reason);
            case Afterwards.Skip(var reason) -> stopping(stopping, 4, null, reason);
            case Afterwards.StartOver() -> stopping(stopping, 5, null, null);
        };
    }

    /** The numbers of the states that users call so; none for what is no state. */
    static List<Integer> numbers(String word) {
        return switch (word) {
            case "waiting" -> List.of(0);
            case "queued" -> List.of(1);
            case "launching" -> List.of(2);
            case "running" -> List.of(3);
            case "deferred" -> List.of(4);
            case "up_for_retry" -> List.of(5);
            case "stopping" -> List.of(6, 14);
            case "unreachable" -> List.of(7, 15);
            case "success" -> List.of(8);
            case "failed" -> List.of(9);
            case "skipped" -> List.of(10);
            case "upstream_failed" -> List.of(11);
            case "cancelled" -> List.of(12);
            case "removed" -> List.of(13);
            default -> List.of();
        };
    }

    /** The word of a number. */
    static String word(int number) {
        return WORDS.stream().filter(word -> numbers(word).contains(number)).findFirst().orElseThrow(() -> new StoreFailed(
                "task_instance holds the state " + number + ", which means nothing here: was this database written by a newer Comporta?"));
    }

    static StateColumns read(Row row) throws SQLException {
        return new StateColumns(
                row.number(), row.anyNumber(), row.anyInstant(), row.anyWord(Codes.CAUSES), row.anyText(), row.anyInstant(),
                row.anyNumber());
    }

    TaskState asState() {
        return switch (state) {
            case 0 -> new TaskState.Waiting();
            case 1 -> new TaskState.Queued(there(since));
            case 2 -> new TaskState.Launching(there(tryNumber), there(since));
            case 3 -> new TaskState.Running(there(tryNumber), there(since));
            case 4 -> new TaskState.Deferred(there(tryNumber), there(since));
            case 5 -> new TaskState.UpForRetry(there(cause), there(reason), there(dueAt));
            case 6, 14 -> new TaskState.Stopping(there(tryNumber), afterwards(), there(since), state == 6);
            case 7, 15 -> new TaskState.Unreachable(there(tryNumber), there(reason), there(since), state == 7);
            case 8 -> new TaskState.Success(reason == null ? "" : reason);
            case 9 -> new TaskState.Failed(there(cause), there(reason));
            case 10 -> new TaskState.Skipped(there(reason));
            case 11 -> new TaskState.UpstreamFailed(there(reason));
            case 12 -> new TaskState.Cancelled(there(cause), there(reason));
            case 13 -> new TaskState.Removed();
            default -> throw unreadable();
        };
    }

    private Afterwards afterwards() {
        return switch (there(afterStop)) {
            case 0 -> new Afterwards.Fail(there(cause), there(reason), false);
            case 1 -> new Afterwards.Fail(there(cause), there(reason), true);
            case 2 -> new Afterwards.Cancel(there(cause), there(reason));
            case 3 -> new Afterwards.Succeed(there(reason));
            case 4 -> new Afterwards.Skip(there(reason));
            case 5 -> new Afterwards.StartOver();
            default -> throw unreadable();
        };
    }

    private <T> T there(@Nullable T value) {
        if (value == null) {
            throw unreadable();
        }
        return value;
    }

    private StoreFailed unreadable() {
        return new StoreFailed("a row of task_instance makes no state: " + this + "; was this database written by a newer Comporta?");
    }

    private static StateColumns bare(int state) {
        return new StateColumns(state, null, null, null, null, null, null);
    }

    private static StateColumns because(int state, @Nullable Cause cause, @Nullable String reason) {
        return new StateColumns(state, null, null, cause, reason, null, null);
    }

    private static StateColumns inTry(int state, int number, Instant since, @Nullable String reason) {
        return new StateColumns(state, number, since, null, reason, null, null);
    }

    private static StateColumns stopping(TaskState.Stopping stopping, int then, @Nullable Cause cause, @Nullable String reason) {
        return new StateColumns(stopping.holdsSlots() ? 6 : 14, stopping.tryNumber(), stopping.since(), cause, reason, null, then);
    }
}
