package comporta.simulate;

import comporta.dag.Dag;
import comporta.dag.TaskId;
import comporta.decide.Change;
import comporta.decide.Rules;
import comporta.decide.Wish;
import comporta.loop.Observer;
import comporta.loop.RunPicture;
import comporta.operator.LaunchId;
import comporta.operator.Lease;
import comporta.run.DagRun;
import comporta.run.Launch;
import comporta.run.TaskInstance;
import comporta.run.TaskState;
import comporta.store.Store;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What must hold of an engine whatever happens, judged after every commit by what was committed and by what is really there outdoors; it asks
 * nothing of the engine's own memory. The invariants bear the numbers that messages begin with.
 */
final class Watch implements Observer {
    private final Outdoors outdoors;
    private final Story story;
    private final Map<Long, Seen> runs = new LinkedHashMap<>();

    Watch(Outdoors outdoors, Story story) {
        this.outdoors = outdoors;
        this.story = story;
    }

    void begun(Dag dag, DagRun run, Set<TaskId> leftOut) {
        var seen = new Seen(dag, run);
        leftOut.forEach(seen::leftOut);
        runs.put(run.id(), seen);
    }

    /** A person's word on a teardown, or force, overrides the promise that it runs. */
    void wished(Wish wish) {
        var seen = of(wish.run());
        switch (wish.verb()) {
            case FORCE -> seen.meddledWithAll();
            case MARK_SUCCESS, MARK_FAILED, SKIP, KILL -> wish.tasks().forEach(seen::meddledWith);
            case CANCEL, PAUSE, RESUME, CLEAR, TRIGGER, PAUSE_DAG, RESUME_DAG, BACKFILL, CANCEL_BACKFILL, PAUSE_BACKFILL, RESUME_BACKFILL,
                    RERUN, BREAKPOINT, BYPASS, APPROVE, REJECT, MOVE,
                    KEEP, RELEASE -> { }
        }
    }

    private Seen of(long run) {
        var seen = runs.get(run);
        if (seen == null) {
            throw new AssertionError("run " + run + " was never begun");
        }
        return seen;
    }

    @Override
    public void committed(DagRun run, List<Change> changes) {
        story.committed(run, changes);
        var seen = of(run.id());
        for (var change : changes) {
            switch (change) {
                case Change.RunMoved moved -> seen.run = moved.after();
                case Change.TaskMoved moved -> moved(seen, moved.before(), moved.after());
                case Change.LaunchMoved moved -> moved(seen, moved.after());
                case Change.LeaseMoved moved -> seen.leases.put(moved.after().id(), moved.after());
                case Change.TryClosed closed -> {
                    if (closed.exit().isSuccess()) {
                        seen.outputs.put(seen.node(closed.task(), closed.mapIndex()), closed.exit().outputs());
                    }
                }
                case Change.Expanded expanded -> seen.expanded(expanded);
                case Change.LimitMoved limit -> seen.limited(limit);
                case Change.TryOpened _, Change.Ordered _, Change.WishSettled _ -> { }
            }
        }
        runIsOverWithItsTasks(seen);
        leasesHaveAnEnd(seen);
        haltsReachAll(seen);
    }

    private void moved(Seen seen, TaskInstance before, TaskInstance after) {
        int node = seen.node(after);
        var name = seen.name(node);
        Broken.unless(before.equals(seen.at(node)), "%s moves from %s, and was %s", name, before, seen.at(node));
        Broken.unless(after.tries() == before.tries() || after.tries() == before.tries() + 1, "%s has try %s after %s", name, after.tries(), before.tries());
        if (after.state() instanceof TaskState.Launching && !seen.isSummary(node)) {
            mayStart(seen, node);
        }
        if (before.state() instanceof TaskState.InTry && !(after.state() instanceof TaskState.InTry)) {
            leavesNothingAlive(seen, node, before);
        }
        seen.nodes.put(node, after);
    }

    /** I5: no task starts before its rule holds on upstream that is at rest. */
    private static void mayStart(Seen seen, int node) {
        int upstream = seen.upstream(node).length;
        int[] ends = ends(seen, node);
        if (seen.isTeardown(node)) {
            Broken.unless(IntStream.of(ends).sum() == upstream, "I5: %s starts before its scope is at rest", seen.name(node));
            return;
        }
        Broken.unless(seen.run.halt() == null, "%s starts in a halted run", seen.name(node));
        var rule = seen.dag.task(seen.graph.task(seen.taskOf(node))).triggerRule();
        var verdict = Rules.verdict(rule, upstream, ends[0], ends[1], ends[2], ends[3]);
        Broken.unless(verdict == Rules.Verdict.RUN, "I5: %s starts though %s says %s", seen.name(node), rule, verdict);
        for (int gate = 0; gate < seen.graph.size(); gate++) {
            Broken.unless(!isShut(seen, gate, node), "I5: %s starts though %s decided against it", seen.name(node), seen.name(gate));
        }
    }

    /** Whether a branch or a short circuit has decided against a node. */
    private static boolean isShut(Seen seen, int gate, int node) {
        int asked = seen.seenFrom(node, gate);
        var decided = seen.outputs.get(asked);
        if (decided == null || !(seen.at(asked).state() instanceof TaskState.Success)) {
            return false;
        }
        int task = seen.taskOf(node);
        boolean isNext = IntStream.of(seen.graph.downstream(gate)).anyMatch(below -> below == task);
        if (decided.get("chosen") instanceof List<?> chosen) {
            return isNext && chosen.stream().map(id -> seen.graph.number(new TaskId(String.valueOf(id))))
                    .noneMatch(arm -> arm == task || seen.graph.allUpstream(task).get(arm));
        }
        boolean isMeant = "next".equals(seen.dag.task(seen.graph.task(gate)).settings().get("skip")) ? isNext : seen.graph.allUpstream(task).get(gate);
        return isMeant && Boolean.FALSE.equals(decided.get("condition"));
    }

    /** How many above ended in success, failure, a failure further up, and skipped. */
    private static int[] ends(Seen seen, int node) {
        int[] ends = new int[4];
        for (int above : seen.upstream(node)) {
            switch (seen.at(above).state()) {
                case TaskState.Success _, TaskState.Removed _ -> ends[0]++;
                case TaskState.Failed _, TaskState.Cancelled _ -> ends[1]++;
                case TaskState.UpstreamFailed _ -> ends[2]++;
                case TaskState.Skipped _ -> ends[3]++;
                case TaskState.Waiting _, TaskState.Queued _, TaskState.UpForRetry _, TaskState.InTry _ -> { }
            }
        }
        return ends;
    }

    /** A try is over when its launches are; only one that was out of sight for too long may be given up. */
    private void leavesNothingAlive(Seen seen, int node, TaskInstance before) {
        for (var launch : seen.launches.values()) {
            var id = launch.intent().id();
            if (seen.node(launch) == node && id.tryNumber() == before.tries() && launch.isOpen()) {
                Broken.unless(before.state() instanceof TaskState.Unreachable, "I2: %s is done with, and its launch %s is not", seen.name(node), id);
                outdoors.givenUp(id);
            }
        }
    }

    private void moved(Seen seen, Launch launch) {
        var id = launch.intent().id();
        seen.launches.put(id, launch);
        if (launch.isOpen()) {
            return;
        }
        var job = outdoors.job(id);
        var exit = launch.exit();
        if (exit == null || exit.equals(Launch.NEVER_STARTED)) {
            Broken.unless(!job.lived(), "I1: %s never started, it says, and it did", id);
        } else if (job.isAlive()) {
            Broken.unless(isGivenUp(seen, launch), "I2: %s has ended, it says, and is alive", id);
        }
        var real = job.exit();
        Broken.unless(exit == null || real == null || exit.isSuccess() == real.isSuccess() || isGivenUp(seen, launch), "%s ended %s, it says, and ended %s", id,
                String.valueOf(exit), String.valueOf(real));
    }

    private static boolean isGivenUp(Seen seen, Launch launch) {
        return !(seen.at(seen.node(launch)).state() instanceof TaskState.InTry);
    }

    /** I6: a run is over when every task of it is. */
    private static void runIsOverWithItsTasks(Seen seen) {
        var resting = seen.nodes.values().stream().allMatch(TaskInstance::isAtRest);
        Broken.unless(seen.run.state().isFinal() == resting, "I6: the run is %s, and its tasks are %s", seen.run.state(), resting ? "at rest" : "not");
    }

    /** I3, I4: what is leased is going to be given back. */
    private static void leasesHaveAnEnd(Seen seen) {
        for (var lease : seen.leases.values()) {
            switch (lease.state()) {
                case OPENING, OPEN -> {
                    Broken.unless(!seen.run.state().isFinal(), "I4: the run is over, and lease %s is %s", lease.id(), lease.state());
                    int setup = seen.node(lease.task(), lease.mapIndex());
                    var teardowns = seen.runners()
                            .filter(node -> seen.isTeardown(node)
                                    && IntStream.of(seen.setupsOf(node)).anyMatch(each -> each == setup)).toArray();
                    Broken.unless(teardowns.length == 0 || IntStream.of(teardowns).anyMatch(node -> !seen.at(node).isAtRest() || seen.isMeddledWith(node)),
                            "I3: lease %s is open, and nothing will give it back", lease.id());
                }
                case CLOSING, CLOSED, KEPT -> { }
            }
        }
    }

    /** Once what runs is to be stopped, no work is under way that is not being stopped. */
    private static void haltsReachAll(Seen seen) {
        var halt = seen.run.halt();
        if (halt == null || !halt.stopsRunning()) {
            return;
        }
        seen.runners().forEach(node -> {
            var state = seen.at(node).state();
            Broken.unless(state instanceof TaskState.AtRest || state instanceof TaskState.Stopping || seen.isTeardown(node),
                    "the run is halted, and %s is %s", seen.name(node), state);
        });
    }

    /** I8: limits are kept; what asks for more than there is runs alone. Asked when a step is done: of a refused one the rest is committed first. */
    void limitsHold() {
        var used = new HashMap<String, Integer>();
        var holders = new HashMap<String, Integer>();
        for (var seen : runs.values()) {
            for (int node : seen.runners().toArray()) {
                if (seen.at(node).state() instanceof TaskState.InTry inTry && inTry.holdsSlots()) {
                    var task = seen.dag.task(seen.graph.task(seen.taskOf(node)));
                    take(used, holders, "pool " + task.pool(), task.poolSlots());
                    if (seen.dag.maxActiveTasks() != null && !task.isTeardown()) {
                        take(used, holders, "run " + seen.run.id(), 1);
                    }
                    if (task.maxActive() != null) {
                        take(used, holders, "task " + seen.dag.id() + "/" + task.id(), 1);
                    }
                }
            }
            var ofRun = seen.dag.maxActiveTasks();
            check(used, holders, "run " + seen.run.id(), ofRun == null ? 0 : ofRun);
        }
        WorldDag.POOLS.forEach((pool, size) -> check(used, holders, "pool " + pool, size));
        used.keySet().stream().filter(limit -> limit.startsWith("task ")).forEach(limit -> check(used, holders, limit, 1));
    }

    private static void take(Map<String, Integer> used, Map<String, Integer> holders, String limit, int slots) {
        used.merge(limit, slots, Integer::sum);
        holders.merge(limit, 1, Integer::sum);
    }

    private static void check(Map<String, Integer> used, Map<String, Integer> holders, String limit, int size) {
        int counted = used.getOrDefault(limit, 0);
        Broken.unless(counted <= size || holders.getOrDefault(limit, 0) == 1, "I8: %s has %s slots, and %s are in use", limit, size, counted);
    }

    @Override
    public void over(RunPicture last) {
        story.add("over: %s %s", last.run().key(), last.run().state());
    }

    /** The lease that the launch's machines are tagged with: on record before anybody is asked for them. */
    String leaseOf(LaunchId id) {
        for (var seen : runs.values()) {
            if (seen.run.key().equals(id.run()) && seen.dag.id().equals(id.dag())) {
                int task = seen.graph.number(id.task());
                for (var lease : seen.leases.values()) {
                    if (lease.task() == task && lease.mapIndex() == id.mapIndex() && lease.state() != Lease.State.CLOSED) {
                        return lease.id();
                    }
                }
            }
        }
        throw Broken.that("I3: %s asks for machines, and no lease is on record", id);
    }

    /** What was told is what is stored. */
    void compare(Store store) {
        for (var seen : runs.values()) {
            var stored = store.look(seen.run.id());
            Broken.unless(stored.run().equals(seen.run), "stored is %s, told was %s", stored.run(), seen.run);
            Broken.unless(new HashSet<>(stored.instances()).equals(new HashSet<>(seen.nodes.values())), "stored is %s, told was %s",
                    stored.instances(), seen.nodes);
            Broken.unless(new HashSet<>(stored.leases()).equals(new HashSet<>(seen.leases.values())), "stored is %s, told was %s",
                    stored.leases(), seen.leases);
        }
    }

    /** Nothing will ever happen again by itself. */
    void atTheEnd() {
        for (var seen : runs.values()) {
            Broken.unless(seen.run.state().isFinal(), "nothing is left to happen, and the run is %s", seen.run.state());
            Broken.unless(seen.leases.values().stream().allMatch(lease -> lease.state() == Lease.State.CLOSED), "I4: leases are left: %s", seen.leases);
            seen.runners().filter(node -> seen.isTeardown(node) && !seen.isMeddledWith(node)).forEach(node -> {
                var above = IntStream.of(seen.setupsOf(node)).anyMatch(setup -> seen.at(setup).begun());
                Broken.unless(seen.at(node).begun() == above, "I3: teardown %s is %s, and its set-up has %s", seen.name(node),
                        seen.at(node).state(), above ? "begun" : "not begun");
            });
        }
        Broken.unless(outdoors.alive() == 0, "%s jobs are left alive outdoors", outdoors.alive());
        Broken.unless(outdoors.machines().isEmpty(), "I4: machines are left outdoors: %s", outdoors.machines());
    }
}
