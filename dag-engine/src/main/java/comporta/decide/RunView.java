package comporta.decide;

import comporta.operator.LaunchId;
import comporta.operator.Lease;
import comporta.run.DagRun;
import comporta.run.Expansion;
import comporta.run.Launch;
import comporta.run.RunState;
import comporta.run.TaskInstance;
import comporta.run.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A live run in memory, with counters kept up to date so that one task's end costs only its downstream. Only {@link #apply} changes it,
 * with changes that are committed (or are about to be, in which case a refused commit drops the whole view). For one thread at a time.
 */
public final class RunView implements Facts {
    private static final TryLaunches NEVER_TRIED = new TryLaunches();

    private final Plan plan;
    private final Slots slots;
    private final Demands demands;
    private Surroundings surroundings;
    private final PerNode<TaskInstance> nodes;
    private final Map<Integer, Expansion> expansions = new HashMap<>();
    private final Counters counters;
    private final ReadyHeap[] ready;
    private final ReadyLine[] lines;
    private final PerNode<Long> readySince;
    private final DueQueue due = new DueQueue(this::dueAt);
    private final Reminders reminders;
    private final Map<Integer, TryLaunches> launches = new HashMap<>();
    private final Map<Integer, Map<String, Object>> outputs = new HashMap<>();
    private final Map<Integer, Lease> leases = new HashMap<>();
    private final Map<Integer, TaskOrder> orders = new HashMap<>();
    private final Map<Awaited, Standing> standings = new HashMap<>();
    private final LeaseClocks leaseClocks = new LeaseClocks(leases);
    private final LimitClocks limits = new LimitClocks();
    /** When it is foreseen anew when set-ups are to begin; missing: at once. */
    private final Map<Integer, Instant> looks = new HashMap<>();
    private DagRun run;
    private long readyCount;
    private int unfinished;

    /** A view of a run that nothing is expanded in yet, whose tasks stand as given, in the order of the plan. */
    public RunView(
            Plan plan, DagRun run, List<TaskInstance> instances, Slots slots, Capacity capacity, Surroundings surroundings) {
        this(plan, run, instances, List.of(), slots, capacity, surroundings);
    }

    /** A view of a run whose tasks, and the instances of expanded ones, stand as given. */
    public RunView(
            Plan plan, DagRun run, List<TaskInstance> instances, List<Expansion> known, Slots slots, Capacity capacity,
            Surroundings surroundings) {
        var tasks = instances.stream().filter(instance -> instance.mapIndex() < 0).count();
        if (tasks != plan.size()) {
            throw new IllegalArgumentException("run " + run.key() + " has " + tasks + " tasks, its DAG version " + plan.size());
        }
        this.plan = plan;
        this.run = run;
        this.slots = slots;
        this.surroundings = surroundings;
        this.demands = new Demands(plan, run.id(), slots, capacity);
        this.nodes = new PerNode<>(plan.size());
        this.counters = new Counters(plan.size());
        this.readySince = new PerNode<>(plan.size());
        this.reminders = new Reminders(plan);
        this.ready = new ReadyHeap[demands.classes()];
        this.lines = new ReadyLine[demands.classes()];
        for (int i = 0; i < ready.length; i++) {
            ready[i] = new ReadyHeap(plan, readySince);
            lines[i] = new ReadyLine();
        }
        known.stream().filter(expansion -> plan.expands(expansion.of()))
                .forEach(expansion -> expansions.put(plan.unit(expansion.of()), expansion));
        for (var instance : instances) {
            nodes.set(plan.node(instance), TaskInstance.fresh(instance.task(), instance.mapIndex()));
            unfinished++;
        }
        instances.stream().sorted(Comparator.comparing(RunView::lineUp)).forEach(this::place);
    }

    /** Those that are ready in the order in which they became so, after all others. */
    private static Instant lineUp(TaskInstance instance) {
        return instance.state() instanceof TaskState.Queued queued ? queued.since() : Instant.MIN;
    }

    /** Takes over what the store knows of launches, outputs by node, and leases. */
    public RunView with(List<Launch> presentLaunches, Map<Integer, Map<String, Object>> knownOutputs, List<Lease> knownLeases) {
        presentLaunches.forEach(this::keep);
        outputs.putAll(knownOutputs);
        knownLeases.forEach(lease -> {
            leases.put(plan.node(lease), lease);
            leaseClocks.moved(plan.node(lease), lease.openedAt());
        });
        return this;
    }

    /** Takes over the deadlines and alerts that the store knows. */
    public RunView with(List<TimeLimit> knownLimits) {
        knownLimits.forEach(limits::put);
        return this;
    }

    /** No deadline and no alert fires before that instant: first it is to be heard what ended while nobody listened. */
    public void holdLimits(Instant until) {
        limits.hold(until);
    }

    /** The deadlines of the run and of its tasks, and the alerts, in order of time. */
    public List<TimeLimit> limits() {
        return limits.all();
    }

    @Nullable TimeLimit limit(TimeLimit.Key key) {
        return limits.get(key);
    }

    List<TimeLimit> dueLimits(Instant now) {
        return limits.due(now);
    }

    /** Takes a committed change over. */
    public void apply(Change change) {
        switch (change) {
            case Change.RunMoved moved -> {
                run = moved.after();
                plan.starts().timed().forEach(this::lookAnew);
            }
            case Change.TaskMoved moved -> {
                place(moved.after());
                IntStream.of(plan.starts().concerned(moved.after().task())).forEach(this::lookAnew);
            }
            case Change.LaunchMoved moved -> keep(moved.after());
            case Change.TryOpened opened -> launches.put(plan.node(opened.task(), opened.mapIndex()), new TryLaunches());
            case Change.TryClosed closed -> {
                if (closed.exit().isSuccess()) {
                    outputs.put(plan.node(closed.task(), closed.mapIndex()), closed.exit().outputs());
                }
            }
            case Change.LeaseMoved moved -> {
                leases.put(plan.node(moved.after()), moved.after());
                leaseClocks.moved(plan.node(moved.after()), moved.at());
            }
            case Change.Expanded expanded -> expand(expanded);
            case Change.Ordered ordered -> keep(ordered);
            case Change.LimitMoved moved -> limits.put(moved.after());
            case Change.WishSettled _ -> {}
        }
    }

    /** Takes over what the store knows of orders. */
    public RunView ordered(List<Change.Ordered> known) {
        known.forEach(this::keep);
        return this;
    }

    private void keep(Change.Ordered ordered) {
        var task = plan.number(ordered.task());
        if (task != null) {
            int node = plan.node(task, ordered.mapIndex());
            orders.put(node, ordered.after());
            if (has(node)) {
                due.moved(node);
            }
        }
    }

    /** Takes over how other runs stand, and gives whom that may concern. */
    public Event.Learned learn(Map<Awaited, Standing> told) {
        var news = new HashSet<Awaited>();
        told.forEach((awaited, standing) -> {
            if (!standing.equals(standings.put(awaited, standing))) {
                news.add(awaited);
            }
        });
        if (news.isEmpty()) {
            return new Event.Learned(List.of());
        }
        var concerned = Nodes.all(this).filter(node -> plan.waits(node).stream().anyMatch(wait -> news.contains(wait.awaited()))).toArray();
        IntStream.of(concerned).forEach(due::moved);
        return new Event.Learned(IntStream.of(concerned).boxed().toList());
    }

    private void expand(Change.Expanded expanded) {
        int unit = plan.unit(expanded.after().of());
        expansions.put(unit, expanded.after());
        for (var added : expanded.added()) {
            nodes.set(plan.node(added.instance()), added.instance());
            unfinished += added.instance().isAtRest() ? 0 : 1;
        }
        Expansions.countAnew(this, unit, counters::set);
    }

    private void keep(Launch launch) {
        launches.computeIfAbsent(plan.node(launch), _ -> new TryLaunches()).put(launch);
    }

    private void place(TaskInstance after) {
        int node = plan.node(after);
        var before = instance(node);
        nodes.set(node, after);
        var was = Counters.endOf(before);
        var is = Counters.endOf(after);
        if (was != is) {
            Nodes.eachBelow(this, node, below -> counters.moved(below, was, is));
            if (Nodes.isSummedUp(this, node)) {
                counters.moved(Counters.ofInstances(after.task()), was, is);
            }
        }
        unfinished += (before.isAtRest() ? 1 : 0) - (after.isAtRest() ? 1 : 0);
        var demand = demands.of(demands.classOf(node));
        if (holdsSlots(before) && !holdsSlots(after)) {
            slots.giveBack(demand);
        } else if (!holdsSlots(before) && holdsSlots(after)) {
            slots.take(demand);
        }
        if (after.state() instanceof TaskState.Queued && !(before.state() instanceof TaskState.Queued)) {
            readySince.set(node, ++readyCount);
            ready[demands.classOf(node)].add(node);
            lines[demands.classOf(node)].add(node, readyCount);
        }
        reminders.moved(before, after);
        due.moved(node);
    }

    private @Nullable Instant dueAt(int node) {
        return earliest(
                earliest(instance(node).dueAt(plan.terms(node)), reminders.dueAt(instance(node))),
                earliest(Holds.dueAt(this, node), looksAt(node)));
    }

    private @Nullable Instant looksAt(int node) {
        if (!plan.starts().isTimed(node) || run.state() != RunState.RUNNING || !(instance(node).state() instanceof TaskState.Waiting)) {
            return null;
        }
        var at = looks.getOrDefault(node, Instant.EPOCH);
        return at.equals(Instant.MAX) ? null : at;
    }

    /** Something has moved by which a set-up is timed. */
    private void lookAnew(int setup) {
        looks.remove(setup);
        due.moved(setup);
    }

    private void looked(int node, Instant now) {
        if (plan.starts().isTimed(node)) {
            looks.put(node, Objects.requireNonNullElse(JustInTime.looksAt(this, node, now), Instant.MAX));
        }
    }

    static boolean holdsSlots(TaskInstance task) {
        return task.state() instanceof TaskState.InTry inTry && inTry.holdsSlots();
    }

    @Override
    public Plan plan() {
        return plan;
    }

    /** From now on templates read these; what is rendered already stays. */
    public void surround(Surroundings by) {
        surroundings = by;
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
    public TaskInstance instance(int node) {
        var instance = nodes.get(node);
        if (instance == null) {
            throw new IllegalStateException("run " + run.key() + " has no instance " + plan.indexOf(node) + " of task "
                    + plan.task(node).id());
        }
        return instance;
    }

    boolean has(int node) {
        return nodes.get(node) != null;
    }

    @Override
    public @Nullable Expansion expansion(int unit) {
        return expansions.get(unit);
    }

    @Override
    public Standing standing(Awaited awaited) {
        return standings.getOrDefault(awaited, Standing.UNKNOWN);
    }

    @Override
    public TaskOrder order(int node) {
        return orders.getOrDefault(node, TaskOrder.NONE);
    }

    /** What is ordered for tasks of this run. */
    public Map<Integer, TaskOrder> orders() {
        return Map.copyOf(orders);
    }

    @Override
    public IntStream instances() {
        return nodes.instances();
    }

    @Override
    public @Nullable Map<String, Object> outputs(int node) {
        return outputs.get(node);
    }

    @Override
    public @Nullable Lease lease(int node) {
        return leases.get(node);
    }

    @Override
    public List<Launch> launches(int node) {
        return tryOf(node).all();
    }

    TryLaunches tryOf(int node) {
        return launches.getOrDefault(node, NEVER_TRIED);
    }

    /** The launch of that id, when it belongs to the present try of its task; else null. */
    public @Nullable Launch launch(LaunchId id) {
        var node = plan.node(id);
        return node == null ? null : tryOf(node).get(id);
    }

    /**
     * Whether it is the one launch of its try that is open, or one of two that do the same work, so that its end needs the operator's
     * {@link FollowUp}.
     */
    public boolean isLastOpen(LaunchId id) {
        var launch = launch(id);
        return launch != null && launch.isOpen() && (tryOf(plan.node(launch)).open() == 1 || tryOf(plan.node(launch)).isDoubled());
    }

    /** Whether sight of the launch is lost: then it may be that it ends as one that never started. */
    public boolean isLost(LaunchId id) {
        var launch = launch(id);
        return launch != null && launch.state() == Launch.State.LOST;
    }

    /** All launches that may be alive outside. */
    public List<Launch> openLaunches() {
        var open = new ArrayList<Launch>();
        Nodes.all(this).filter(node -> instance(node).state() instanceof TaskState.InTry)
                .forEach(node -> open.addAll(tryOf(node).allOpen()));
        return open;
    }

    /** All leases that this run ever had, the latest of each set-up. */
    public List<Lease> leases() {
        return leases.keySet().stream().sorted().map(leases::get).toList();
    }

    /** How many nodes are not at rest. */
    public int unfinished() {
        return unfinished;
    }

    /** The earliest instant at which {@link Event.TimeCame} may mean something; null: none. */
    public @Nullable Instant nextDue() {
        return earliest(earliest(due.next(), limits.next()), earliest(leaseClocks.nextDue(), runDue()));
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

    /**
     * Nodes and leases with a clock that has run out by {@code now}, or of which the outside world is to be reminded; each is given once.
     */
    public Event.TimeCame takeDue(Instant now) {
        return new Event.TimeCame(due.take(now, node -> {
            reminders.give(instance(node), now);
            looked(node, now);
        }), leaseClocks.take(now));
    }

    /** When the outside world is asked once more about a node; null: it is not. */
    @Nullable Instant nextReminder(int node) {
        return reminders.dueAt(instance(node));
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
        for (var task : nodes.all()) {
            if (holdsSlots(task)) {
                slots.giveBack(demands.of(demands.classOf(plan.node(task))));
            }
        }
        demands.drop();
    }

    /** Smaller for tasks that have been ready for longer. */
    long readySince(int node) {
        return Objects.requireNonNullElse(readySince.get(node), 0L);
    }

    /** The ready tasks of a class, cleared of those that are ready no more. */
    ReadyHeap ready(int demandClass) {
        var heap = ready[demandClass];
        while (!heap.isEmpty() && !(instance(heap.first()).state() instanceof TaskState.Queued)) {
            heap.removeFirst();
        }
        return heap;
    }

    /** The task of a class that has been ready for longest; only asked where there is one. */
    int longestReady(int demandClass) {
        return lines[demandClass].first((node, number) -> readySince(node) == number && instance(node).state() instanceof TaskState.Queued);
    }

    /** How many counters were written since this view was made: the cost of what happened, for those who doubt it. */
    public long touched() {
        return counters.touched();
    }
}
