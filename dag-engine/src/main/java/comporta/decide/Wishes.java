package comporta.decide;

import comporta.operator.Cause;
import comporta.operator.Lease;
import comporta.run.Afterwards;
import comporta.run.DagRun;
import comporta.run.RunState;
import comporta.run.TaskEvent;
import comporta.run.TaskState;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.IntStream;

/** What persons want, and what becomes of it. */
final class Wishes {
    private Wishes() {}

    static void grant(Draft draft, Wish wish) {
        draft.add(new Change.WishSettled(draft.run().id(), wish.id(), granted(draft, wish), draft.now()));
    }

    private static String granted(Draft draft, Wish wish) {
        for (var id : wish.tasks()) {
            if (draft.plan().number(id) == null) {
                return "refused: DAG " + draft.run().dag() + " has no task \"" + id + "\"";
            }
        }
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
        int kept = LeaseEnds.giveUpKept(draft);
        if (draft.run().state().isFinal() && kept > 0) {
            return "granted: what was kept of the run is given back";
        }
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

    /** The named tasks start over, or all; a run that is over goes on. */
    private static String clear(Draft draft, Wish wish) {
        var named = wish.tasks().isEmpty()
                ? IntStream.range(0, draft.plan().size()).boxed().toList()
                : wish.tasks().stream().map(draft.plan().graph()::number).toList();
        var meant = withSetups(draft, named);
        var wasOver = draft.run().state().isFinal();
        if (wasOver || draft.run().halt() != null) {
            draft.move(draft.run().reopened(draft.now()));
        }
        meant.forEach(task -> IntStream.of(draft.plan().graph().setupsOf(task)).forEach(setup -> LeaseEnds.useAgain(draft, setup)));
        meant.forEach(task -> Tries.stop(draft, task, new TaskEvent.Cleared(), false));
        if (!wasOver) {
            Leases.release(draft);   // after the end they are being given back already
        }
        return "granted for " + meant.size();
    }

    /** Work starts over on what was set up for it, set up anew where it is gone; and what is set up is torn down again. */
    private static Set<Integer> withSetups(Draft draft, Collection<Integer> named) {
        var graph = draft.plan().graph();
        var teardowns = IntStream.range(0, draft.plan().size()).filter(graph::isTeardown).toArray();
        var meant = new LinkedHashSet<Integer>();
        var next = new ArrayDeque<>(named);
        for (var task = next.poll(); task != null; task = next.poll()) {
            if (!meant.add(task)) {
                continue;
            }
            for (int teardown : teardowns) {
                if (contains(graph.setupsOf(teardown), task)) {
                    next.add(teardown);
                } else if (contains(graph.scopeOf(teardown), task)) {
                    next.add(teardown);
                    IntStream.of(graph.setupsOf(teardown)).filter(setup -> !stands(draft, setup, teardown)).forEach(next::add);
                }
            }
        }
        return meant;
    }

    private static boolean contains(int[] tasks, int task) {
        return IntStream.of(tasks).anyMatch(each -> each == task);
    }

    /** Whether what a set-up brings up is there, or will be. */
    private static boolean stands(Draft draft, int setup, int teardown) {
        var lease = draft.lease(setup);
        return switch (draft.instance(setup).state()) {
            case TaskState.Success _ -> lease == null
                    ? draft.instance(teardown).state() instanceof TaskState.Waiting
                    : lease.state() == Lease.State.OPEN || lease.state() == Lease.State.KEPT;
            case TaskState.Removed _ -> true;
            case TaskState state -> !(state instanceof TaskState.AtRest);
        };
    }
}
