package comporta.decide;

import comporta.dag.TaskId;
import comporta.operator.Lease;
import comporta.run.Launch;
import comporta.run.RunState;
import comporta.run.TaskInstance;
import comporta.run.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** What must be true of a run at every moment, counted anew from its tasks alone. */
final class Recount {
    private static final List<Counters.End> ENDS =
            List.of(Counters.End.SUCCESS, Counters.End.FAILED, Counters.End.BROKEN, Counters.End.SKIPPED);

    private final RunView view;
    private final Slots slots;
    private final BitSet limits = new BitSet();
    private final BitSet meddledWith = new BitSet();
    private boolean cleared;

    Recount(RunView view, Slots slots) {
        this.view = view;
        this.slots = slots;
        for (int demandClass = 0; demandClass < view.demands().classes(); demandClass++) {
            for (int limit : view.demands().of(demandClass).limits()) {
                limits.set(limit);
            }
        }
    }

    /** Those that tasks of this run ask for, by their numbers. */
    BitSet limits() {
        return limits;
    }

    private IntStream all() {
        return Nodes.all(view);
    }

    /** Those that run by themselves: tasks that sum others up are left out. */
    private IntStream runners() {
        return all().filter(node -> !Nodes.isSummary(view, node));
    }

    boolean isSetup(int node) {
        int task = view.plan().taskOf(node);
        var graph = view.plan().graph();
        return IntStream.range(0, view.plan().size()).anyMatch(each -> IntStream.of(graph.setupsOf(each)).anyMatch(setup -> setup == task));
    }

    /** Whether a person had a word on it that overrides promises. */
    boolean isMeddledWith(int node) {
        return meddledWith.get(view.plan().taskOf(node));
    }

    /** A person's word on a teardown, or force, overrides the promise that it runs. */
    void wished(Wish.Verb verb, List<String> named) {
        cleared |= verb == Wish.Verb.CLEAR || verb == Wish.Verb.RERUN;
        switch (verb) {
            case FORCE -> meddledWith.set(0, view.plan().size());
            case MARK_SUCCESS, MARK_FAILED, SKIP, KILL -> {
                try {
                    Chosen.nodes(view, named).forEach(node -> meddledWith.set(view.plan().taskOf(node)));
                } catch (Chosen.Unknown e) {
                    throw new AssertionError(e);
                }
            }
            case CANCEL, PAUSE, RESUME, CLEAR, TRIGGER, PAUSE_DAG, RESUME_DAG, BACKFILL, CANCEL_BACKFILL, PAUSE_BACKFILL, RESUME_BACKFILL,
                    RERUN, BREAKPOINT, BYPASS, APPROVE, REJECT, MOVE,
                    KEEP, RELEASE -> { }
        }
    }

    /** No task starts before its rule holds on upstream that is at rest. */
    void mayStart(int task) {
        var above = Nodes.upstream(view, task);
        var ends = ends(above);
        int upstream = above.length;
        if (view.plan().isTeardown(task)) {
            require(IntStream.of(ends).sum() == upstream, () -> name(task) + " starts before its scope is at rest");
            require(begunAbove(task), () -> name(task) + " starts though nothing was set up");
            return;
        }
        require(view.run().halt() == null, () -> name(task) + " starts in a halted run");
        require(!isShutOut(task), () -> name(task) + " starts though a gate above it is shut");
        var verdict = Rules.verdict(
                view.plan().rule(task), upstream, ends[Counters.End.SUCCESS.place()], ends[Counters.End.FAILED.place()],
                ends[Counters.End.BROKEN.place()], ends[Counters.End.SKIPPED.place()]);
        require(verdict == Rules.Verdict.RUN,
                () -> name(task) + " starts though " + view.plan().rule(task) + " says " + verdict + " on " + Arrays.toString(ends));
    }

    /** An instance of a longer list of former times. */
    private boolean isLeftOver(int node) {
        return view.plan().indexOf(node) >= 0 && !Nodes.isSummedUp(view, node);
    }

    /** Whether a branch or short circuit above has decided against the node. */
    private boolean isShutOut(int node) {
        var plan = view.plan();
        var graph = plan.graph();
        int task = plan.taskOf(node);
        return !graph.isTeardown(task) && gates().anyMatch(above -> {
            int gate = Nodes.seen(plan, node, above);
            var decided = view.outputs(gate);
            if (!(view.instance(gate).state() instanceof TaskState.Success) || decided == null) {
                return false;
            }
            boolean isNext = IntStream.of(graph.downstream(above)).anyMatch(below -> below == task);
            if (decided.get("chosen") instanceof List<?> chosen) {
                return isNext && chosen.stream().map(id -> graph.number(new TaskId(String.valueOf(id))))
                        .noneMatch(arm -> arm == task || graph.allUpstream(task).get(arm));
            }
            boolean isMeant = "all".equals(plan.task(gate).settings().get("skip")) ? graph.allUpstream(task).get(above) : isNext;
            return isMeant && Boolean.FALSE.equals(decided.get("condition"));
        });
    }

    private IntStream gates() {
        return IntStream.range(0, view.plan().size()).filter(task -> Gates.isGate(view.plan().task(task)));
    }

    private boolean begunAbove(int teardown) {
        return IntStream.of(Nodes.setupsOf(view, teardown)).anyMatch(setup -> view.instance(setup).begun() || holds(setup));
    }

    private boolean holds(int setup) {
        var lease = view.lease(setup);
        return lease != null && lease.state() != Lease.State.CLOSED;
    }

    /** How many of {@code upstream} ended how, by {@link Counters.End#place}. */
    private int[] ends(int... upstream) {
        var ends = new int[Counters.End.COUNT];
        for (int above : upstream) {
            var end = Counters.endOf(view.instance(above));
            if (end != Counters.End.NONE) {
                ends[end.place()]++;
            }
        }
        return ends;
    }

    void always(Instant now) {
        all().forEach(task -> {
            var summary = Nodes.isSummary(view, task);
            var key = summary ? Counters.ofInstances(task) : task;
            var ends = ends(Nodes.upstream(view, task));
            var state = view.instance(task).state();
            boolean isAhead = state instanceof TaskState.Waiting || state instanceof TaskState.Queued;
            require(summary || !isAhead || !isShutOut(task), () -> name(task) + " is " + state + " though a gate above it is shut");
            for (var end : ENDS) {
                require(isLeftOver(task) || view.counters().count(key, end) == ends[end.place()],
                        () -> "counter " + end + " of " + name(task) + " is " + view.counters().count(key, end) + ", not " + ends[end.place()]);
            }
            require(!isLeftOver(task) || view.instance(task).state() instanceof TaskState.Removed, () -> name(task) + " is one too many");
            require(!summary || view.instance(task).isAtRest() == (IntStream.of(ends).sum() == Nodes.upstream(view, task).length),
                    () -> name(task) + " is " + view.instance(task).state() + ", and its instances ended " + Arrays.toString(ends));
            var open = view.launches(task).stream().filter(Launch::isOpen).count();
            require(open == 0 || view.instance(task).state() instanceof TaskState.InTry, () -> name(task) + " has open launches and is "
                    + view.instance(task).state());
            require(open > 0 || !(view.instance(task).state() instanceof TaskState.InTry), () -> name(task) + " is "
                    + view.instance(task).state() + " without an open launch");
        });
        long unfinished = all().filter(task -> !view.instance(task).isAtRest()).count();
        require(view.unfinished() == unfinished, () -> "unfinished is " + view.unfinished() + ", not " + unfinished);
        require(!view.run().state().isFinal() || unfinished == 0, () -> "the run is over, and " + unfinished + " tasks are not");
        require(view.run().state().isFinal() || unfinished > 0, () -> "all tasks are at rest, and the run is " + view.run().state());
        view.leases().stream().filter(lease -> !lease.expiresAt().isAfter(now)).forEach(lease -> require(
                lease.state() == Lease.State.CLOSING || lease.state() == Lease.State.CLOSED, () -> lease + " is held beyond its time"));
        slotsAreRight();
        view.plan().units().stream().filter(unit -> unit.oneByOne() && !cleared).forEach(this::turnsAreKept);
        if (view.run().state() == RunState.RUNNING) {
            nothingWaitsWithoutNeed(now);
        }
    }

    /** No more indices of a group are between their first task and their last than may be; whoever clears one adds to them. */
    private void turnsAreKept(Unit unit) {
        var begun = new BitSet();
        var atWork = new BitSet();
        for (int member : unit.members()) {
            Nodes.instancesOf(view, member).filter(node -> !view.plan().isTeardown(node)).forEach(node -> {
                var instance = view.instance(node);
                begun.set(instance.mapIndex(), begun.get(instance.mapIndex()) || instance.startedAt() != null);
                atWork.set(instance.mapIndex(), atWork.get(instance.mapIndex()) || !instance.isAtRest());
            });
        }
        begun.and(atWork);
        var most = Objects.requireNonNull(unit.expand().maxParallel());
        require(begun.cardinality() <= most, () -> begun.cardinality() + " items of " + unit.id() + " are under way, and not " + most);
    }

    private void slotsAreRight() {
        var used = new TreeMap<Integer, Integer>();
        var holders = new TreeMap<Integer, Integer>();
        all().filter(task -> holdsSlots(view.instance(task))).forEach(task -> {
            var demand = demand(task);
            for (int i = 0; i < demand.limits().length; i++) {
                used.merge(demand.limits()[i], demand.slots()[i], Integer::sum);
                holders.merge(demand.limits()[i], 1, Integer::sum);
            }
        });
        limits.stream().forEach(limit -> {
            int counted = used.getOrDefault(limit, 0);
            require(slots.used(limit) == counted, () -> slots.name(limit) + " counts " + slots.used(limit) + " slots, not " + counted);
            require(counted <= slots.size(limit) || holders.getOrDefault(limit, 0) == 1,
                    () -> slots.name(limit) + " has " + slots.size(limit) + " slots, and " + counted + " are in use");
        });
    }

    private static boolean holdsSlots(TaskInstance task) {
        return task.state() instanceof TaskState.InTry inTry && inTry.holdsSlots();
    }

    private Slots.Demand demand(int task) {
        return view.demands().of(view.demands().classOf(task));
    }

    /** A ready task lacks slots, or stands behind one that goes first and lacks some of the same. */
    private void nothingWaitsWithoutNeed(Instant now) {
        var plan = view.plan();
        var reserved = new HashSet<Integer>();
        var setAside = new ArrayList<Slots.Demand>();
        all().filter(task -> view.instance(task).state() instanceof TaskState.Queued).boxed()
                .sorted(Comparator.<Integer, Instant>comparing(task -> overdueSince(task, now))
                        .thenComparingLong(task -> overdueSince(task, now).isBefore(Instant.MAX) ? view.readySince(task) : 0)
                        .thenComparing(Comparator.<Integer>comparingInt(plan::weight).thenComparingLong(plan::tailMillis).reversed()
                        .thenComparingLong(view::readySince)))
                .forEach(task -> {
                    var demand = demand(task);
                    if (IntStream.of(demand.limits()).noneMatch(reserved::contains)) {
                        int lacking = slots.lacking(demand);
                        require(lacking >= 0, () -> name(task) + " is ready and has its slots, and waits");
                        reserved.add(lacking);
                        if (setAside.isEmpty() && overdueSince(task, now).isBefore(Instant.MAX) && IntStream.of(demand.limits()).noneMatch(slots::isShut)) {
                            setAside.add(demand);
                            slots.take(demand);
                        }
                    }
                });
        setAside.forEach(slots::giveBack);
    }

    private Instant overdueSince(int task, Instant now) {
        return view.instance(task).state() instanceof TaskState.Queued queued && Admission.isOverdue(view, queued, now) ? queued.since() : Instant.MAX;
    }

    void atTheEnd() {
        require(view.run().state().isFinal(), () -> "nothing is left to happen, and the run is " + view.run().state() + ": " + states());
        require(view.leases().stream().allMatch(lease -> lease.state() == Lease.State.CLOSED), () -> "left open: " + view.leases());
        runners().filter(task -> view.plan().isTeardown(task) && !meddledWith.get(view.plan().taskOf(task))).forEach(task -> {
            var state = view.instance(task).state();
            boolean above = IntStream.of(Nodes.setupsOf(view, task)).anyMatch(setup -> view.instance(setup).begun());
            require(state instanceof TaskState.Removed || view.instance(task).begun() == above,
                    () -> "teardown " + name(task) + " is " + state + ", and its set-up has " + (above ? "" : "not ") + "begun");
        });
    }

    private List<String> states() {
        var states = new ArrayList<String>();
        all().filter(task -> !view.instance(task).isAtRest()).forEach(task -> states.add(name(task) + " is " + view.instance(task).state()));
        return states;
    }

    private String name(int task) {
        return Nodes.name(view, task);
    }

    private static void require(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise.get());
        }
    }
}
