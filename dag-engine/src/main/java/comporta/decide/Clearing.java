package comporta.decide;

import comporta.dag.Misspelt;
import comporta.dag.ParamValues;
import comporta.dag.PlainData;
import comporta.dag.Suggestion;
import comporta.operator.Lease;
import comporta.run.RunState;
import comporta.run.TaskEvent;
import comporta.run.TaskState;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Tasks start over. Details of the wish: {@code upstream} and {@code downstream} (true: all of that too), {@code only} ({@code failed},
 * {@code running} or {@code new}: never tried), {@code failed_only} (true: the same as the first), and {@code params} of a rerun.
 */
final class Clearing {
    private Clearing() {}

    /** The wish cannot be granted; the message says why. */
    private static final class Unfit extends Exception {
        private static final long serialVersionUID = 1;

        private Unfit(String message) {
            super(message, null, false, false);
        }
    }

    /** The named tasks start over, or all; a run that is over goes on. */
    static String clear(Draft draft, Wish wish, List<Integer> named) {
        try {
            return startOver(draft,
                    meant(draft, wish, wish.tasks().isEmpty() ? Nodes.all(draft).boxed().toList() : named, false), Map.of());
        } catch (Unfit e) {
            return "refused: " + e.getMessage();
        }
    }

    /** The named tasks and what comes after them start over, with some parameters other than those of the run. */
    static String rerun(Draft draft, Wish wish, List<Integer> named) {
        try {
            if (named.isEmpty()) {
                throw new Unfit("a rerun names the tasks that it starts from");
            }
            return startOver(draft, meant(draft, wish, named, true), params(draft, PlainData.block(wish.details(), "params")));
        } catch (Unfit e) {
            return "refused: " + e.getMessage();
        }
    }

    /**
     * What these tasks kept from running is asked again now that they are marked otherwise; and a run that failed by them is judged anew.
     * A run that is halted, or was cancelled, stays so.
     */
    static void goOnBelow(Draft draft, List<Integer> named) {
        if (draft.run().state() == RunState.FAILED || (draft.run().halt() == null && !draft.run().state().isFinal())) {
            var below = new LinkedHashSet<Integer>();
            named.forEach(node -> around(draft, node, draft.plan().graph().allDownstream(draft.plan().taskOf(node)).stream(), below));
            var kept = below.stream().filter(node -> draft.instance(node).state() instanceof TaskState.UpstreamFailed).toList();
            if (!kept.isEmpty() || draft.run().state().isFinal()) {
                startOver(draft, kept, Map.of());
            }
        }
    }

    private static Map<String, Object> params(Draft draft, Map<String, Object> given) throws Unfit {
        var known = draft.plan().dag().params();
        for (var name : given.keySet()) {
            var param = known.get(name);
            if (param == null) {
                throw new Unfit("DAG " + draft.plan().dag().id() + " has no param \"" + name + "\". "
                        + Suggestion.didYouMean(name, known.keySet(),
                                known.isEmpty() ? "It takes none" : "Its params are " + String.join(", ", known.keySet()))
                                        + " [param-value]");
            }
            if (param.secret()) {
                throw new Unfit("param \"" + name + "\" is secret. Give it to a new run [param-value]");
            }
            try {
                ParamValues.check(param, given.get(name));
            } catch (Misspelt e) {
                throw new Unfit(e.what() + ". " + e.fix() + " [param-value]");
            }
        }
        return given;
    }

    private static List<Integer> meant(Draft draft, Wish wish, List<Integer> named, boolean downstreamToo) throws Unfit {
        var upstream = Boolean.TRUE.equals(wish.details().get("upstream"));
        var downstream = wish.details().get("downstream") instanceof Boolean word ? word : downstreamToo;
        var only = Boolean.TRUE.equals(wish.details().get("failed_only"))
                ? "failed"
                : String.valueOf(wish.details().getOrDefault("only", "all"));
        if (!Set.of("all", "failed", "running", "new").contains(only)) {
            throw new Unfit("only is \"" + only + "\". Use failed, running or new");
        }
        var meant = new LinkedHashSet<>(named);
        for (int node : named) {
            if (upstream) {
                around(draft, node, draft.plan().graph().allUpstream(draft.plan().taskOf(node)).stream(), meant);
            }
            if (downstream) {
                around(draft, node, draft.plan().graph().allDownstream(draft.plan().taskOf(node)).stream(), meant);
            }
        }
        if (only.equals("all")) {
            return List.copyOf(meant);
        }
        var some = meant.stream()
                .flatMap(node -> Nodes.isSummary(draft, node) ? Nodes.instancesOf(draft, node).boxed() : IntStream.of(node).boxed())
                .filter(node -> is(draft, node, only)).distinct().toList();
        if (some.isEmpty()) {
            throw new Unfit("none of the tasks is " + only);
        }
        return some;
    }

    /** A task of the same expanded group is meant for the same index only. */
    private static void around(Draft draft, int node, IntStream tasks, Set<Integer> meant) {
        tasks.map(task -> Nodes.seen(draft.plan(), node, task)).filter(draft::has).forEach(meant::add);
    }

    private static boolean is(Draft draft, int node, String what) {
        var instance = draft.instance(node);
        return switch (instance.state()) {
            case TaskState.Failed _, TaskState.UpstreamFailed _, TaskState.Cancelled _ -> what.equals("failed")
                    || (what.equals("new") && instance.tries() == 0);
            case TaskState.InTry _ -> what.equals("running");
            case TaskState.Removed _ -> false;
            case TaskState _ -> what.equals("new") && instance.tries() == 0;
        };
    }

    private static String startOver(Draft draft, List<Integer> named, Map<String, Object> params) {
        var meant = withSetups(draft, named);
        var wasOver = draft.run().state().isFinal();
        if (wasOver || draft.run().halt() != null) {
            draft.move(draft.run().reopened(draft.now()));
        }
        meant.forEach(node -> draft.order(node, draft.order(node).startedOver(params)));
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

    /** Whether what a set-up brings up is there, or will be, and all of it. */
    private static boolean stands(Draft draft, int setup, int teardown) {
        var lease = draft.lease(setup);
        return switch (draft.instance(setup).state()) {
            case TaskState.Success _ -> lease == null
                    ? draft.instance(teardown).state() instanceof TaskState.Waiting
                    : (lease.state() == Lease.State.OPEN || lease.state() == Lease.State.KEPT) && !Leases.isShrunk(draft, setup);
            case TaskState.Removed _ -> true;
            case TaskState state -> !(state instanceof TaskState.AtRest);
        };
    }
}
