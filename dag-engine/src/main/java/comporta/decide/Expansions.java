package comporta.decide;

import comporta.operator.Cause;
import comporta.run.Afterwards;
import comporta.run.Expansion;
import comporta.run.TaskEvent;
import comporta.run.TaskInstance;
import comporta.run.TaskState;
import java.util.ArrayList;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;

/**
 * Expanded tasks and groups. The first member whose rule holds asks for the lists; from then on every member has one instance per item,
 * each asked for itself, and sums them up once all are at rest. The answer is kept, unless all is to start over on lists that may have
 * changed.
 */
final class Expansions {
    private Expansions() {}

    /** Whether what is expanded is to be expanded anew. */
    private enum Renewal {
        NONE,
        /** The lists may have changed, but some instances are under way or done. */
        TOO_LATE,
        /** As soon as what is being stopped is at rest. */
        PENDING,
        DUE
    }

    /** The rule of a member holds: it has instances from here on, or fails for want of lists. */
    static void expand(Draft draft, int task) {
        int number = draft.plan().unitOf(task);
        var unit = draft.plan().units().get(number);
        try {
            adopt(draft, number, unit, Asking.ask(draft, task, unit));
        } catch (Asking.Unfit e) {
            var before = Nodes.instancesOf(draft, task).toArray();
            for (int node : before.length == 0 ? new int[] {task} : before) {
                draft.happen(node, new TaskEvent.RuleHeld());
                Tries.unpreparable(draft, node, Cause.USER, String.valueOf(e.getMessage()));
            }
        }
    }

    private static void adopt(Draft draft, int number, Unit unit, Expansion expansion) {
        var added = new ArrayList<Change.Expanded.Added>();
        each(unit, expansion.size(), (task, index) -> {
            if (!draft.has(draft.plan().node(task, index))) {
                var leftOut = draft.instance(task).state() instanceof TaskState.Removed;
                added.add(new Change.Expanded.Added(
                        draft.plan().task(task).id(), leftOut ? TaskInstance.leftOut(task, index) : TaskInstance.fresh(task, index)));
            }
        });
        var before = draft.instances().filter(node -> draft.plan().unitOf(node) == number).toArray();
        draft.add(number, new Change.Expanded(draft.run().id(), expansion, added, draft.now()));
        for (int node : before) {
            if (draft.plan().indexOf(node) >= expansion.size()) {
                draft.happen(node, new TaskEvent.Dropped());
                Leases.giveBack(draft, node);
            } else if (!(draft.instance(draft.plan().taskOf(node)).state() instanceof TaskState.Removed)) {
                draft.happen(node, new TaskEvent.TakenUp());
            }
        }
        each(unit, expansion.size(), (task, index) -> {
            int node = draft.plan().node(task, index);
            followSuit(draft, node, draft.instance(task).state());
            draft.affects(node);
        });
        IntStream.of(unit.members()).forEach(draft::affects);
    }

    private static void each(Unit unit, int indices, ObjIntConsumer<Integer> deed) {
        for (int index = 0; index < indices; index++) {
            for (int task : unit.members()) {
                deed.accept(task, index);
            }
        }
    }

    /** What was decided of a member as a whole before it had instances holds for each of them. */
    private static void followSuit(Draft draft, int node, TaskState whole) {
        switch (whole) {
            case TaskState.Success _ -> draft.happen(node, new TaskEvent.StopAsked(new Afterwards.Succeed("")));
            case TaskState.Skipped skipped -> draft.happen(node, new TaskEvent.PassedOver(skipped.reason()));
            case TaskState.UpstreamFailed broken -> draft.happen(node, new TaskEvent.UpstreamBroke(broken.reason()));
            case TaskState.Failed failed ->
                draft.happen(node, new TaskEvent.StopAsked(new Afterwards.Fail(failed.cause(), failed.reason(), false)));
            case TaskState.Cancelled cancelled ->
                draft.happen(node, new TaskEvent.StopAsked(new Afterwards.Cancel(cancelled.cause(), cancelled.reason())));
            case TaskState.Removed _, TaskState.Waiting _, TaskState.Queued _, TaskState.UpForRetry _, TaskState.InTry _ -> { }
        }
    }

    /** An instance came to rest, or left it; so may its task, and what waits for a free place. */
    static void instanceMoved(Draft draft, int node, TaskInstance after) {
        int task = draft.plan().taskOf(node);
        if (!after.isAtRest() && draft.instance(task).isAtRest()) {
            draft.happen(task, new TaskEvent.Cleared());
        }
        draft.affects(task);
        var unit = draft.plan().units().get(draft.plan().unitOf(node));
        if (unit.oneByOne() && after.isAtRest() && Nodes.isIndexAtRest(draft, unit, after.mapIndex())) {
            Turns.pass(draft, unit);
        }
    }

    /** An instance waits: perhaps for new lists, and others perhaps for its place. */
    static void instanceWaits(Draft draft, int node) {
        draft.affects(draft.plan().taskOf(node));
        var unit = draft.plan().units().get(draft.plan().unitOf(node));
        if (unit.oneByOne() && Nodes.isSummedUp(draft, node)) {
            Turns.pass(draft, unit);
        }
    }

    /** What an expanded task is asked when something of it moved. */
    static void ask(Draft draft, int task) {
        switch (renewal(draft, draft.plan().unitOf(task))) {
            case NONE -> Summaries.sumUp(draft, task);
            case TOO_LATE -> {
                Summaries.sumUp(draft, task);
                Nodes.instancesOf(draft, task).forEach(draft::affects);   // some of them may have waited for new lists
            }
            case PENDING -> { }
            case DUE -> {
                if (Course.mayRun(draft, task)) {
                    expand(draft, task);
                }
            }
        }
    }

    /** Whether an instance whose rule holds has to wait until its task was expanded anew. */
    static boolean isStale(Draft draft, int node) {
        if (draft.plan().indexOf(node) < 0) {
            return false;
        }
        return switch (renewal(draft, draft.plan().unitOf(node))) {
            case NONE, TOO_LATE -> false;
            case PENDING, DUE -> {
                draft.affects(draft.plan().taskOf(node));
                yield true;
            }
        };
    }

    private static Renewal renewal(Draft draft, int number) {
        var unit = draft.plan().units().get(number);
        var expansion = draft.expansion(number);
        if (expansion == null || Asking.basis(draft, unit).equals(expansion.basis())) {
            return Renewal.NONE;
        }
        var pending = false;
        for (int index = 0; index < expansion.size(); index++) {
            for (int task : unit.members()) {
                switch (draft.instance(draft.plan().node(task, index)).state()) {
                    case TaskState.Waiting _, TaskState.Removed _ -> { }
                    case TaskState.Stopping stopping when stopping.then() instanceof Afterwards.StartOver -> pending = true;
                    case TaskState _ -> {
                        return Renewal.TOO_LATE;
                    }
                }
            }
        }
        return pending ? Renewal.PENDING : Renewal.DUE;
    }

    /** Takes counters of a unit's instances, and of what upstream each of them has. */
    interface Taking {
        void take(int key, int[] ends);
    }

    /** Counts anew what the instances of a unit wait for, and how they stand. */
    static void countAnew(Facts facts, int number, Taking taking) {
        for (int task : facts.plan().units().get(number).members()) {
            var instances = Nodes.instancesOf(facts, task).toArray();
            for (int node : instances) {
                taking.take(node, Counters.ends(facts, Nodes.upstream(facts, node)));
            }
            taking.take(Counters.ofInstances(task), Counters.ends(facts, instances));
        }
    }
}
