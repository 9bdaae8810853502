package comporta.decide;

import comporta.operator.Cause;
import comporta.run.Afterwards;
import comporta.run.DagRun;
import comporta.run.RunState;
import comporta.run.TaskEvent;
import comporta.run.TaskState;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** What persons want, and what becomes of it. */
final class Wishes {
    private Wishes() {}

    static void grant(Draft draft, Wish wish) {
        draft.add(new Change.WishSettled(draft.run().id(), wish.id(), granted(draft, wish), draft.now()));
    }

    private static String granted(Draft draft, Wish wish) {
        List<Integer> named;
        try {
            named = Chosen.nodes(draft, wish.tasks());
        } catch (Chosen.Unknown e) {
            return "refused: " + e.getMessage();
        }
        var by = wish.user() + (wish.reason().isEmpty() ? "" : ": " + wish.reason());
        return switch (wish.verb()) {
            case CANCEL -> cancel(draft, by, false);
            case FORCE -> cancel(draft, by, true);
            case PAUSE -> pause(draft, RunState.RUNNING, true);
            case RESUME -> pause(draft, RunState.PAUSED, false);
            case KILL -> each(draft, wish.verb(), named, new Afterwards.Fail(Cause.OPERATOR, "killed by " + by, false));
            case MARK_FAILED -> each(draft, wish.verb(), named, new Afterwards.Fail(Cause.OPERATOR, "marked failed by " + by, false));
            case MARK_SUCCESS -> goingOn(draft, named, each(draft, wish.verb(), named, new Afterwards.Succeed("marked success by " + by)));
            case SKIP -> goingOn(draft, named, each(draft, wish.verb(), named, new Afterwards.Skip("skipped by " + by)));
            case TRIGGER, PAUSE_DAG, RESUME_DAG, BACKFILL, CANCEL_BACKFILL, PAUSE_BACKFILL, RESUME_BACKFILL ->
                "refused: a run cannot " + wish.verb().word() + ", only a DAG can";
            case CLEAR -> Clearing.clear(draft, wish, named);
            case RERUN -> Clearing.rerun(draft, wish, named);
            case BREAKPOINT ->
                    order(draft, named, "can have a breakpoint",
                            order -> order.breakpoint(!Boolean.TRUE.equals(wish.details().get("remove"))));
            case BYPASS ->
                    order(draft, named.stream().filter(node -> !draft.plan().waits(node).isEmpty()).toList(), "waits for other runs",
                            TaskOrder::bypassed);
            case APPROVE -> Approvals.answer(draft, wish, named, true);
            case REJECT -> Approvals.answer(draft, wish, named, false);
            case KEEP -> LeaseWishes.keep(draft, wish);
            case RELEASE -> LeaseWishes.release(draft, wish, by);
            case MOVE -> "refused: only the scheduler can move a run to another version";
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

    /** What is done to an expanded task is done to each of its instances. */
    private static String each(Draft draft, Wish.Verb verb, List<Integer> named, Afterwards then) {
        var meant = 0;
        for (int task : named.stream().flatMapToInt(node -> instances(draft, node)).toArray()) {
            var kill = verb == Wish.Verb.KILL;
            if (kill && !(draft.instance(task).state() instanceof TaskState.InTry)) {
                continue;
            }
            var before = draft.instance(task);
            Tries.stop(draft, task, new TaskEvent.StopAsked(then), false);
            meant += draft.instance(task).equals(before) ? 0 : 1;
        }
        return meant == 0 ? "refused: none of the tasks can " + verb.word() : "granted for " + meant;
    }

    private static String goingOn(Draft draft, List<Integer> named, String outcome) {
        if (outcome.startsWith("granted")) {
            Clearing.goOnBelow(draft, named);
        }
        return outcome;
    }

    private static IntStream instances(Draft draft, int node) {
        return Nodes.isSummary(draft, node) ? Nodes.instancesOf(draft, node) : IntStream.of(node);
    }

    /** A teardown is never kept back, and takes no orders. */
    private static String order(Draft draft, List<Integer> named, String what, UnaryOperator<TaskOrder> change) {
        var meant = named.stream().filter(node -> !draft.plan().isTeardown(node)).toList();
        meant.forEach(node -> draft.order(node, change.apply(draft.order(node))));
        return meant.isEmpty() ? "refused: none of the tasks " + what : "granted for " + meant.size();
    }
}
