package comporta.decide;

import comporta.operator.LaunchId;
import comporta.operator.Lease;
import comporta.run.DagRun;
import comporta.run.Launch;
import comporta.run.TaskInstance;
import comporta.run.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A live run in memory, with counters kept up to date so that one task's end costs only its downstream. Only {@link #apply} changes it, with
 * changes that are committed (or are about to be, in which case a refused commit drops the whole view). For one thread at a time.
 */
public final class RunView implements Facts {
    private final Plan plan;
    private final Slots slots;
    private final Demands demands;
    private final Surroundings surroundings;
    private final TaskInstance[] tasks;
    private final Counters counters;
    private final ReadyHeap[] ready;
    private final long[] readySince;
    private final PriorityQueue<Due> due = new PriorityQueue<>();
    private final Map<Integer, Map<LaunchId, Launch>> launches = new HashMap<>();
    private final Map<Integer, Map<String, Object>> outputs = new HashMap<>();
    private final Map<Integer, Lease> leases = new HashMap<>();
    private DagRun run;
    private long readyCount;
    private int unfinished;

    private record Due(Instant at, int task) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            var byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Integer.compare(task, other.task);
        }
    }

    /** A view of a run whose instances stand as given, in the order of the plan. */
    public RunView(
            Plan plan, DagRun run, List<TaskInstance> instances, Slots slots, Capacity capacity, Surroundings surroundings) {
        if (instances.size() != plan.size()) {
            throw new IllegalArgumentException(
                    "run " + run.key() + " has " + instances.size() + " task instances, its DAG version " + plan.size() + " tasks");
        }
        this.plan = plan;
        this.run = run;
        this.slots = slots;
        this.surroundings = surroundings;
        this.demands = new Demands(plan, run.id(), slots, capacity);
        this.tasks = new TaskInstance[plan.size()];
        this.counters = new Counters(plan.graph());
        this.readySince = new long[plan.size()];
        this.ready = new ReadyHeap[demands.classes()];
        for (int i = 0; i < ready.length; i++) {
            ready[i] = new ReadyHeap(plan, readySince);
        }
        for (var instance : instances) {
            tasks[instance.task()] = TaskInstance.fresh(instance.task());
            unfinished++;
            place(instance);
        }
    }

    /** Takes over what the store knows of launches, outputs and leases. */
    public RunView with(List<Launch> presentLaunches, Map<Integer, Map<String, Object>> knownOutputs, List<Lease> knownLeases) {
        presentLaunches.forEach(this::keep);
        outputs.putAll(knownOutputs);
        knownLeases.forEach(lease -> leases.put(lease.task(), lease));
        return this;
    }

    /** Takes a committed change over. */
    public void apply(Change change) {
        switch (change) {
            case Change.RunMoved moved -> run = moved.after();
            case Change.TaskMoved moved -> place(moved.after());
            case Change.LaunchMoved moved -> keep(moved.after());
            case Change.TryOpened opened -> launches.put(opened.task(), new LinkedHashMap<>());
            case Change.TryClosed closed -> {
                if (closed.exit().isSuccess()) {
                    outputs.put(closed.task(), closed.exit().outputs());
                }
            }
            case Change.LeaseMoved moved -> leases.put(moved.after().task(), moved.after());
            case Change.WishSettled _ -> {}
        }
    }

    private void keep(Launch launch) {
        launches.computeIfAbsent(launch.task(), _ -> new LinkedHashMap<>()).put(launch.intent().id(), launch);
    }

    private void place(TaskInstance after) {
        var before = tasks[after.task()];
        tasks[after.task()] = after;
        counters.moved(before, after);
        unfinished += (before.isAtRest() ? 1 : 0) - (after.isAtRest() ? 1 : 0);
        var demand = demands.of(demands.classOf(after.task()));
        if (holdsSlots(before) && !holdsSlots(after)) {
            slots.giveBack(demand);
        } else if (!holdsSlots(before) && holdsSlots(after)) {
            slots.take(demand);
        }
        if (after.state() instanceof TaskState.Queued && !(before.state() instanceof TaskState.Queued)) {
            readySince[after.task()] = ++readyCount;
            ready[demands.classOf(after.task())].add(after.task());
        }
        var dueAt = after.dueAt(plan.terms(after.task()));
        if (dueAt != null) {
            due.add(new Due(dueAt, after.task()));
        }
    }

    private static boolean holdsSlots(TaskInstance task) {
        return task.state() instanceof TaskState.InTry && !(task.state() instanceof TaskState.Deferred);
    }

    @Override
    public Plan plan() {
        return plan;
    }

    @Override
    public Surroundings surroundings() {
        return surroundings;
    }

    @Override
    public DagRun run() {
        return run;
    }

    @Override
    public TaskInstance instance(int task) {
        return tasks[task];
    }

    @Override
    public @Nullable Map<String, Object> outputs(int task) {
        return outputs.get(task);
    }

    @Override
    public @Nullable Lease lease(int task) {
        return leases.get(task);
    }

    @Override
    public List<Launch> launches(int task) {
        var known = launches.get(task);
        return known == null ? List.of() : List.copyOf(known.values());
    }

    /** The launch of that id, when it belongs to the present try of its task; else null. */
    public @Nullable Launch launch(LaunchId id) {
        var known = launches.get(plan.graph().number(id.task()));
        return known == null ? null : known.get(id);
    }

    /** Whether no other launch of its try is open, so that its end needs the operator's {@link FollowUp}. */
    public boolean isLastOpen(LaunchId id) {
        return launches(plan.graph().number(id.task())).stream().allMatch(each -> !each.isOpen() || each.intent().id().equals(id));
    }

    /** All launches that may be alive outside. */
    public List<Launch> openLaunches() {
        var open = new ArrayList<Launch>();
        for (int task = 0; task < tasks.length; task++) {
            if (tasks[task].state() instanceof TaskState.InTry) {
                launches(task).stream().filter(Launch::isOpen).forEach(open::add);
            }
        }
        return open;
    }

    /** All leases that this run ever had, the latest of each set-up. */
    public List<Lease> leases() {
        return leases.keySet().stream().sorted().map(leases::get).toList();
    }

    /** How many tasks are not at rest. */
    public int unfinished() {
        return unfinished;
    }

    /** The earliest instant at which {@link Event.TimeCame} may mean something; null: none. */
    public @Nullable Instant nextDue() {
        while (!due.isEmpty() && !isCurrent(due.element())) {
            due.remove();
        }
        var runDue = runDue();
        if (due.isEmpty()) {
            return runDue;
        }
        var first = due.element().at();
        return runDue == null || first.isBefore(runDue) ? first : runDue;
    }

    /** When the run has lasted too long; null: never, or it is halted already. */
    @Nullable Instant runDue() {
        Duration limit = plan.dag().runTimeout();
        var started = run.startedAt();
        return limit == null || started == null || run.halt() != null || run.state().isFinal() ? null : started.plus(limit);
    }

    private boolean isCurrent(Due entry) {
        return entry.at().equals(tasks[entry.task()].dueAt(plan.terms(entry.task())));
    }

    /** Tasks with a clock that has run out by {@code now}; each is given once. */
    List<Integer> takeDue(Instant now) {
        var found = new ArrayList<Integer>();
        while (!due.isEmpty() && !due.element().at().isAfter(now)) {
            var entry = due.remove();
            if (isCurrent(entry) && !found.contains(entry.task())) {
                found.add(entry.task());
            }
        }
        return found;
    }

    Counters counters() {
        return counters;
    }

    Slots slots() {
        return slots;
    }

    Demands demands() {
        return demands;
    }

    /** Gives all slots back: this view is dropped and another takes its place. */
    public void letGo() {
        for (var task : tasks) {
            if (holdsSlots(task)) {
                slots.giveBack(demands.of(demands.classOf(task.task())));
            }
        }
    }

    /** The ready tasks of a class, cleared of those that are ready no more. */
    ReadyHeap ready(int demandClass) {
        var heap = ready[demandClass];
        while (!heap.isEmpty() && !(tasks[heap.first()].state() instanceof TaskState.Queued)) {
            heap.removeFirst();
        }
        return heap;
    }

    /** How many counters were written since this view was made: the cost of what happened, for those who doubt it. */
    public long touched() {
        return counters.touched();
    }
}
