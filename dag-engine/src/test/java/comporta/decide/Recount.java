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
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** What must be true of a run at every moment, counted anew from its tasks alone. */
final class Recount {
    private static final List<Counters.End> ENDS =
            List.of(Counters.End.SUCCESS, Counters.End.FAILED, Counters.End.BROKEN, Counters.End.SKIPPED);

    private final RunView view;
    private final Slots slots;
    private final int[] limits;
    private final BitSet setups = new BitSet();
    private final BitSet meddledWith = new BitSet();

    Recount(RunView view, Slots slots) {
        this.view = view;
        this.slots = slots;
        this.limits = IntStream.range(0, view.demands().classes())
                .flatMap(demandClass -> IntStream.of(view.demands().of(demandClass).limits())).distinct().toArray();
        all().forEach(task -> IntStream.of(view.plan().graph().setupsOf(task)).forEach(setups::set));
    }

    private IntStream all() {
        return IntStream.range(0, view.plan().size());
    }

    boolean isSetup(int task) {
        return setups.get(task);
    }

    /** A person's word on a teardown, or force, overrides the promise that it runs. */
    void wished(Wish.Verb verb, List<TaskId> tasks) {
        switch (verb) {
            case FORCE -> meddledWith.set(0, view.plan().size());
            case MARK_SUCCESS, MARK_FAILED, SKIP, KILL -> tasks.forEach(task -> meddledWith.set(view.plan().graph().number(task)));
            case CANCEL, PAUSE, RESUME, CLEAR -> { }
        }
    }

    /** No task starts before its rule holds on upstream that is at rest. */
    void mayStart(int task) {
        var ends = ends(task);
        int upstream = view.plan().graph().upstream(task).length;
        if (view.plan().graph().isTeardown(task)) {
            require(IntStream.of(ends).sum() == upstream, () -> name(task) + " starts before its scope is at rest");
            require(begunAbove(task), () -> name(task) + " starts though nothing was set up");
            return;
        }
        require(view.run().halt() == null, () -> name(task) + " starts in a halted run");
        require(!isShutOut(task), () -> name(task) + " starts though a gate above it is shut");
        var verdict = Rules.verdict(
                view.plan().rule(task), upstream, ends[Counters.End.SUCCESS.place()], ends[Counters.End.FAILED.place()],
                ends[Counters.End.BROKEN.place()], ends[Counters.End.SKIPPED.place()]);
        require(verdict == Rules.Verdict.RUN, () -> name(task) + " starts though " + view.plan().rule(task) + " says " + verdict + " on " + Arrays.toString(ends));
    }

    /** Whether a branch or short circuit above has decided against the task. */
    private boolean isShutOut(int task) {
        var graph = view.plan().graph();
        return !graph.isTeardown(task) && gates().anyMatch(gate -> {
            var decided = view.outputs(gate);
            if (!(view.instance(gate).state() instanceof TaskState.Success) || decided == null) {
                return false;
            }
            boolean isNext = IntStream.of(graph.downstream(gate)).anyMatch(below -> below == task);
            if (decided.get("chosen") instanceof List<?> chosen) {
                return isNext && chosen.stream().map(id -> graph.number(new TaskId(String.valueOf(id))))
                        .noneMatch(arm -> arm == task || graph.allUpstream(task).get(arm));
            }
            boolean isMeant = "all".equals(view.plan().task(gate).settings().get("skip")) ? graph.allUpstream(task).get(gate) : isNext;
            return isMeant && Boolean.FALSE.equals(decided.get("condition"));
        });
    }

    private IntStream gates() {
        return all().filter(task -> Gates.isGate(view.plan().task(task)));
    }

    private boolean begunAbove(int teardown) {
        return IntStream.of(view.plan().graph().setupsOf(teardown)).anyMatch(setup -> view.instance(setup).begun() || holds(setup));
    }

    private boolean holds(int setup) {
        var lease = view.lease(setup);
        return lease != null && lease.state() != Lease.State.CLOSED;
    }

    /** How many of the tasks above ended how, by {@link Counters.End#place}. */
    private int[] ends(int task) {
        var ends = new int[Counters.End.COUNT];
        for (int above : view.plan().graph().upstream(task)) {
            var end = Counters.endOf(view.instance(above));
            if (end != Counters.End.NONE) {
                ends[end.place()]++;
            }
        }
        return ends;
    }

    void always(Instant now) {
        all().forEach(task -> {
            var state = view.instance(task).state();
            boolean isAhead = state instanceof TaskState.Waiting || state instanceof TaskState.Queued;
            require(!isAhead || !isShutOut(task), () -> name(task) + " is " + state + " though a gate above it is shut");
            var ends = ends(task);
            for (var end : ENDS) {
                require(view.counters().count(task, end) == ends[end.place()],
                        () -> "counter " + end + " of " + name(task) + " is " + view.counters().count(task, end) + ", not " + ends[end.place()]);
            }
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
        if (view.run().state() == RunState.RUNNING) {
            nothingWaitsWithoutNeed();
        }
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
        for (int limit : limits) {
            int counted = used.getOrDefault(limit, 0);
            require(slots.used(limit) == counted, () -> slots.name(limit) + " counts " + slots.used(limit) + " slots, not " + counted);
            require(counted <= slots.size(limit) || holders.getOrDefault(limit, 0) == 1,
                    () -> slots.name(limit) + " has " + slots.size(limit) + " slots, and " + counted + " are in use");
        }
    }

    private static boolean holdsSlots(TaskInstance task) {
        return task.state() instanceof TaskState.InTry inTry && inTry.holdsSlots();
    }

    private Slots.Demand demand(int task) {
        return view.demands().of(view.demands().classOf(task));
    }

    /** A ready task lacks slots, or stands behind one that goes first and lacks some of the same. */
    private void nothingWaitsWithoutNeed() {
        var plan = view.plan();
        var reserved = new HashSet<Integer>();
        all().filter(task -> view.instance(task).state() instanceof TaskState.Queued).boxed()
                .sorted(Comparator.<Integer>comparingInt(plan::weight).thenComparingLong(plan::tailMillis).reversed()
                        .thenComparingLong(view::readySince))
                .forEach(task -> {
                    var demand = demand(task);
                    if (IntStream.of(demand.limits()).noneMatch(reserved::contains)) {
                        int lacking = slots.lacking(demand);
                        require(lacking >= 0, () -> name(task) + " is ready and has its slots, and waits");
                        reserved.add(lacking);
                    }
                });
    }

    void atTheEnd() {
        require(view.run().state().isFinal(), () -> "nothing is left to happen, and the run is " + view.run().state() + ": " + states());
        require(view.leases().stream().allMatch(lease -> lease.state() == Lease.State.CLOSED), () -> "left open: " + view.leases());
        all().filter(task -> view.plan().graph().isTeardown(task) && !meddledWith.get(task)).forEach(task -> {
            var state = view.instance(task).state();
            boolean above = IntStream.of(view.plan().graph().setupsOf(task)).anyMatch(setup -> view.instance(setup).begun());
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
        return view.plan().graph().task(task).value();
    }

    private static void require(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise.get());
        }
    }
}
