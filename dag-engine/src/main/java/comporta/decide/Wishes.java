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
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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
            case MARK_SUCCESS -> each(draft, wish.verb(), named, new Afterwards.Succeed("marked success by " + by));
            case SKIP -> each(draft, wish.verb(), named, new Afterwards.Skip("skipped by " + by));
            case TRIGGER, PAUSE_DAG, RESUME_DAG, BACKFILL, CANCEL_BACKFILL, PAUSE_BACKFILL, RESUME_BACKFILL ->
                "refused: a run cannot " + wish.verb().word() + ", only a DAG can";
            case CLEAR -> clear(draft, wish.tasks().isEmpty() ? Nodes.all(draft).boxed().toList() : named);
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

    private static IntStream instances(Draft draft, int node) {
        return Nodes.isSummary(draft, node) ? Nodes.instancesOf(draft, node) : IntStream.of(node);
    }

    /** The named tasks start over, or all; a run that is over goes on. */
    private static String clear(Draft draft, List<Integer> named) {
        var meant = withSetups(draft, named);
        var wasOver = draft.run().state().isFinal();
        if (wasOver || draft.run().halt() != null) {
            draft.move(draft.run().reopened(draft.now()));
        }
        meant.forEach(task -> IntStream.of(Nodes.setupsOf(draft, task)).forEach(setup -> LeaseEnds.useAgain(draft, setup)));
        meant.forEach(task -> Tries.stop(draft, task, new TaskEvent.Cleared(), false));
        if (!wasOver) {
            Leases.release(draft);   // after the end they are being given back already
        }
        return "granted for " + meant.stream().filter(node -> !Nodes.isSummary(draft, node)).count();
    }

    /** Work starts over on what was set up for it, set up anew where it is gone; and what is set up is torn down again. */
    private static Set<Integer> withSetups(Draft draft, Collection<Integer> named) {
        var teardowns = Nodes.all(draft)
                .filter(node -> draft.plan().isTeardown(node) && !Nodes.isSummary(draft, node))
                .mapToObj(node -> Teardown.of(draft, node)).toList();
        var meant = new LinkedHashSet<Integer>();
        var next = new ArrayDeque<>(named);
        for (var task = next.poll(); task != null; task = next.poll()) {
            if (!meant.add(task)) {
                continue;
            }
            Nodes.instancesOf(draft, task).forEach(next::add);
            for (var teardown : teardowns) {
                if (teardown.setups().contains(task)) {
                    next.add(teardown.node());
                } else if (teardown.scope().contains(task)) {
                    next.add(teardown.node());
                    teardown.setups().stream().filter(setup -> !stands(draft, setup, teardown.node())).forEach(next::add);
                }
            }
        }
        return meant;
    }

    private record Teardown(int node, Set<Integer> setups, Set<Integer> scope) {
        static Teardown of(Draft draft, int node) {
            var scope = IntStream.of(Nodes.scopeOf(draft, node))
                    .flatMap(task -> IntStream.concat(IntStream.of(task), Nodes.instancesOf(draft, task)));
            return new Teardown(
                    node, IntStream.of(Nodes.setupsOf(draft, node)).boxed().collect(Collectors.toCollection(LinkedHashSet::new)),
                    scope.boxed().collect(Collectors.toSet()));
        }
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
