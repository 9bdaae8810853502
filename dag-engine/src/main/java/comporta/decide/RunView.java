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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A live run in memory, with counters kept up to date so that one task's end costs only its downstream. Only {@link #apply} changes it, with
 * changes that are committed (or are about to be, in which case a refused commit drops the whole view). For one thread at a time.
 */
public final class RunView implements Facts {
    private static final TryLaunches NEVER_TRIED = new TryLaunches();

    private final Plan plan;
    private final Slots slots;
    private final Demands demands;
    private final Surroundings surroundings;
    private final TaskInstance[] tasks;
    private final Counters counters;
    private final ReadyHeap[] ready;
    private final long[] readySince;
    private final DueQueue due = new DueQueue(this::dueAt);
    private final Reminders reminders;
    private final Map<Integer, TryLaunches> launches = new HashMap<>();
    private final Map<Integer, Map<String, Object>> outputs = new HashMap<>();
    private final Map<Integer, Lease> leases = new HashMap<>();
    private final LeaseClocks leaseClocks = new LeaseClocks(leases);
    private DagRun run;
    private long readyCount;
    private int unfinished;

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
        this.reminders = new Reminders(plan.size());
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
        knownLeases.forEach(lease -> {
            leases.put(lease.task(), lease);
            leaseClocks.moved(lease.task(), lease.openedAt());
        });
        return this;
    }

    /** Takes a committed change over. */
    public void apply(Change change) {
        switch (change) {
            case Change.RunMoved moved -> run = moved.after();
            case Change.TaskMoved moved -> place(moved.after());
            case Change.LaunchMoved moved -> keep(moved.after());
            case Change.TryOpened opened -> launches.put(opened.task(), new TryLaunches());
            case Change.TryClosed closed -> {
                if (closed.exit().isSuccess()) {
                    outputs.put(closed.task(), closed.exit().outputs());
                }
            }
            case Change.LeaseMoved moved -> {
                leases.put(moved.after().task(), moved.after());
                leaseClocks.moved(moved.after().task(), moved.at());
            }
            case Change.WishSettled _ -> {}
        }
    }

    private void keep(Launch launch) {
        launches.computeIfAbsent(launch.task(), _ -> new TryLaunches()).put(launch);
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
        reminders.moved(before, after);
        due.moved(after.task());
    }

    private @Nullable Instant dueAt(int task) {
        return earliest(tasks[task].dueAt(plan.terms(task)), reminders.dueAt(tasks[task]));
    }

    private static boolean holdsSlots(TaskInstance task) {
        return task.state() instanceof TaskState.InTry inTry && inTry.holdsSlots();
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
        return tryOf(task).all();
    }

    TryLaunches tryOf(int task) {
        return launches.getOrDefault(task, NEVER_TRIED);
    }

    /** The launch of that id, when it belongs to the present try of its task; else null. */
    public @Nullable Launch launch(LaunchId id) {
        var task = plan.number(id.task());
        return task == null ? null : tryOf(task).get(id);
    }

    /** Whether it is the one launch of its try that is open, so that its end needs the operator's {@link FollowUp}. */
    public boolean isLastOpen(LaunchId id) {
        var launch = launch(id);
        return launch != null && launch.isOpen() && tryOf(launch.task()).open() == 1;
    }

    /** Whether sight of the launch is lost: then it may be that it ends as one that never started. */
    public boolean isLost(LaunchId id) {
        var launch = launch(id);
        return launch != null && launch.state() == Launch.State.LOST;
    }

    /** All launches that may be alive outside. */
    public List<Launch> openLaunches() {
        var open = new ArrayList<Launch>();
        for (int task = 0; task < tasks.length; task++) {
            if (tasks[task].state() instanceof TaskState.InTry) {
                open.addAll(tryOf(task).allOpen());
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
        return earliest(due.next(), earliest(leaseClocks.nextDue(), runDue()));
    }

    private static @Nullable Instant earliest(@Nullable Instant one, @Nullable Instant other) {
        return one == null || (other != null && other.isBefore(one)) ? other : one;
    }

    /** When the run has lasted too long; null: never, or it is halted already. */
    @Nullable Instant runDue() {
        Duration limit = plan.dag().runTimeout();
        var started = run.startedAt();
        return limit == null || started == null || run.halt() != null || run.state().isFinal() ? null : started.plus(limit);
    }

    /** Tasks and leases with a clock that has run out by {@code now}, or of which the outside world is to be reminded; each is given once. */
    public Event.TimeCame takeDue(Instant now) {
        return new Event.TimeCame(due.take(now, task -> reminders.give(tasks[task], now)), leaseClocks.take(now));
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

    /** Gives all slots back and forgets the limits of this run: the view is dropped, with or without another in its place. */
    public void letGo() {
        for (var task : tasks) {
            if (holdsSlots(task)) {
                slots.giveBack(demands.of(demands.classOf(task.task())));
            }
        }
        demands.drop(run.id());
    }

    /** Smaller for tasks that have been ready for longer. */
    long readySince(int task) {
        return readySince[task];
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
