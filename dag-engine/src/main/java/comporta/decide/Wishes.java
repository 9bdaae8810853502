package comporta.decide;

import comporta.operator.Cause;
import comporta.run.Afterwards;
import comporta.run.DagRun;
import comporta.run.RunState;
import comporta.run.TaskEvent;
import comporta.run.TaskState;

/** What persons want, and what becomes of it. */
final class Wishes {
    private Wishes() {}

    static void grant(Draft draft, Wish wish) {
        draft.add(new Change.WishSettled(draft.run().id(), wish.id(), granted(draft, wish), draft.now()));
    }

    private static String granted(Draft draft, Wish wish) {
        var by = wish.user() + (wish.reason().isEmpty() ? "" : ": " + wish.reason());
        return switch (wish.verb()) {
            case CANCEL -> cancel(draft, by, false);
            case FORCE -> cancel(draft, by, true);
            case PAUSE -> pause(draft, RunState.RUNNING, true);
            case RESUME -> pause(draft, RunState.PAUSED, false);
            case KILL -> each(draft, wish, new Afterwards.Fail(Cause.OPERATOR, "killed by " + by, false));
            case MARK_FAILED -> each(draft, wish, new Afterwards.Fail(Cause.OPERATOR, "marked failed by " + by, false));
            case MARK_SUCCESS -> each(draft, wish, new Afterwards.Succeed("marked success by " + by));
            case SKIP -> each(draft, wish, new Afterwards.Skip("skipped by " + by));
            case CLEAR -> clear(draft, wish);
        };
    }

    private static String cancel(Draft draft, String by, boolean force) {
        if (draft.run().state().isFinal()) {
            return "refused: the run is over, " + draft.run().state().word();
        }
        Course.halt(draft, new DagRun.Halt(RunState.CANCELLED, Cause.OPERATOR, "cancelled by " + by, true), force);
        return "granted";
    }

    private static String pause(Draft draft, RunState from, boolean pause) {
        if (draft.run().state() != from) {
            return "refused: the run is " + draft.run().state().word();
        }
        draft.move(draft.run().paused(pause));
        return "granted";
    }

    private static String each(Draft draft, Wish wish, Afterwards then) {
        var meant = 0;
        for (var id : wish.tasks()) {
            var task = draft.plan().graph().number(id);
            var kill = wish.verb() == Wish.Verb.KILL;
            if (kill && !(draft.instance(task).state() instanceof TaskState.InTry)) {
                continue;
            }
            var before = draft.instance(task);
            Tries.stop(draft, task, new TaskEvent.StopAsked(then), false);
            meant += draft.instance(task).equals(before) ? 0 : 1;
        }
        return meant == 0 ? "refused: none of the tasks can " + wish.verb().word() : "granted for " + meant;
    }

    /** The named tasks start over; a run that is over goes on. */
    private static String clear(Draft draft, Wish wish) {
        if (draft.run().state().isFinal() || draft.run().halt() != null) {
            draft.move(draft.run().reopened());
        }
        for (var id : wish.tasks()) {
            Tries.stop(draft, draft.plan().graph().number(id), new TaskEvent.Cleared(), false);
        }
        return "granted for " + wish.tasks().size();
    }
}
