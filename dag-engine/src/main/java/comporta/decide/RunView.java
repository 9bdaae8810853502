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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
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
    private final PriorityQueue<Due> due = new PriorityQueue<>();
    private final @Nullable Instant[] inQueue;
    private final Reminders reminders;
    private final Map<Integer, TryLaunches> launches = new HashMap<>();
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
        this.inQueue = new Instant[plan.size()];
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
        knownLeases.forEach(lease -> leases.put(lease.task(), lease));
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
            case Change.LeaseMoved moved -> leases.put(moved.after().task(), moved.after());
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
        awaitDue(after.task());
    }

    /** A task stands in the queue once, at the earliest instant that it ever asked for; only there is looked what it asks for now. */
    private void awaitDue(int task) {
        var at = dueAt(task);
        var queued = inQueue[task];
        if (at != null && (queued == null || at.isBefore(queued))) {
            due.add(new Due(at, task));
            inQueue[task] = at;
        }
    }

    private @Nullable Instant dueAt(int task) {
        var clock = tasks[task].dueAt(plan.terms(task));
        var reminder = reminders.dueAt(tasks[task]);
        return clock == null || (reminder != null && reminder.isBefore(clock)) ? reminder : clock;
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
        while (!due.isEmpty() && !due.element().at().equals(dueAt(due.element().task()))) {
            leaveQueue();
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

    /** The first leaves the queue, and stands in it anew where it is due by what holds now. */
    private int leaveQueue() {
        var first = due.remove();
        if (first.at().equals(inQueue[first.task()])) {
            inQueue[first.task()] = null;
            awaitDue(first.task());
        }
        return first.task();
    }

    /** Tasks with a clock that has run out by {@code now}, or of which the outside world is to be reminded; each is given once. */
    public Event.TimeCame takeDue(Instant now) {
        var found = new LinkedHashSet<Integer>();
        while (!due.isEmpty() && !due.element().at().isAfter(now)) {
            var first = due.element();
            if (first.at().equals(dueAt(first.task()))) {
                due.remove();
                inQueue[first.task()] = null;
                reminders.give(tasks[first.task()], now);
                found.add(first.task());
                var next = dueAt(first.task());
                if (next != null && next.isAfter(now)) {
                    awaitDue(first.task());   // a clock that ran out moves the task; a reminder leaves it as it is
                }
            } else {
                leaveQueue();
            }
        }
        return new Event.TimeCame(List.copyOf(found));
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
