package comporta.decide;

import comporta.operator.LaunchId;
import comporta.operator.Lease;
import comporta.run.DagRun;
import comporta.run.Expansion;
import comporta.run.Launch;
import comporta.run.TaskEvent;
import comporta.run.TaskInstance;
import comporta.run.TaskMachine;
import comporta.run.TaskState;
import comporta.run.Transition;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A decision in the making: what a view would be like with the changes so far. The view itself stays as it is. */
final class Draft implements Facts {
    private final RunView view;
    private final Instant now;
    private final List<Change> changes = new ArrayList<>();
    private final List<Command> commands = new ArrayList<>();
    private final Map<Integer, TaskInstance> moved = new HashMap<>();
    private final Map<Integer, int[]> counts = new HashMap<>();
    private final Map<Integer, int[]> countedAnew = new HashMap<>();
    private final Map<Integer, Expansion> expansions = new HashMap<>();
    private final Set<Integer> added = new TreeSet<>();
    private final Map<Integer, TryLaunches> launches = new HashMap<>();
    private final Map<Integer, Map<String, Object>> outputs = new HashMap<>();
    private final Map<Integer, Lease> leases = new HashMap<>();
    private final Map<Integer, TaskOrder> orders = new HashMap<>();
    private final Deque<Integer> affected = new ArrayDeque<>();
    private final Map<TimeLimit.Key, TimeLimit> limits = new HashMap<>();
    private final Set<Integer> lessNeeded = new TreeSet<>();
    private DagRun run;
    private int unfinished;
    private Instant heardEnd;

    Draft(RunView view, Instant now) {
        this.view = view;
        this.now = now;
        this.heardEnd = now;
        this.run = view.run();
        this.unfinished = view.unfinished();
    }

    Decision decision() {
        return new Decision(changes, commands);
    }

    Instant now() {
        return now;
    }

    /** When what ends in this step has ended, as far as it was told; else now. */
    Instant heardEnd() {
        return heardEnd;
    }

    void heardEnd(Instant at) {
        heardEnd = at.isBefore(now) ? at : now;
    }

    List<Change> changes() {
        return changes;
    }

    @Nullable TimeLimit limit(TimeLimit.Key key) {
        var here = limits.get(key);
        return here == null ? view.limit(key) : here;
    }

    void move(TimeLimit limit) {
        limits.put(limit.key(), limit);
        changes.add(new Change.LimitMoved(run.id(), limit, now));
    }

    @Override
    public Plan plan() {
        return view.plan();
    }

    @Override
    public Surroundings surroundings() {
        return view.surroundings();
    }

    @Override
    public DagRun run() {
        return run;
    }

    @Override
    public TaskInstance instance(int node) {
        var here = moved.get(node);
        return here == null ? view.instance(node) : here;
    }

    @Override
    public @Nullable Map<String, Object> outputs(int node) {
        var here = outputs.get(node);
        return here == null ? view.outputs(node) : here;
    }

    @Override
    public @Nullable Lease lease(int node) {
        var here = leases.get(node);
        return here == null ? view.lease(node) : here;
    }

    @Override
    public List<Launch> launches(int node) {
        return tryOf(node).all();
    }

    @Override
    public @Nullable Expansion expansion(int unit) {
        var here = expansions.get(unit);
        return here == null ? view.expansion(unit) : here;
    }

    @Override
    public Standing standing(Awaited awaited) {
        return view.standing(awaited);
    }

    @Override
    public TaskOrder order(int node) {
        var here = orders.get(node);
        return here == null ? view.order(node) : here;
    }

    @Override
    public IntStream instances() {
        return IntStream.concat(view.instances(), added.stream().mapToInt(node -> node)).sorted();
    }

    /** Whether there is, or ever was, an instance of that node. */
    boolean has(int node) {
        return added.contains(node) || view.has(node);
    }

    /** The launches of the present try of a node, counted. */
    TryLaunches tryOf(int node) {
        var here = launches.get(node);
        return here == null ? view.tryOf(node) : here;
    }

    /** The launch of that id, when it belongs to the present try of its task; else null. */
    @Nullable Launch launch(LaunchId id) {
        var node = plan().node(id);
        return node == null ? null : tryOf(node).get(id);
    }

    int unfinished() {
        return unfinished;
    }

    /** How many of those counted under {@code key} ended so: the upstream of a node, or a task's instances. */
    int count(int key, Counters.End end) {
        var delta = counts.get(key);
        var anew = countedAnew.get(key);
        return (anew == null ? view.counters().count(key, end) : anew[end.place()]) + (delta == null ? 0 : delta[end.place()]);
    }

    /** Lets {@code event} happen to {@code node}. Returns whether it meant anything. */
    boolean happen(int node, TaskEvent event) {
        var before = instance(node);
        return switch (TaskMachine.transition(before, event, plan().terms(node), now)) {
            case Transition.Ignored _ -> false;
            case Transition.Moved next -> {
                place(before, next.instance());
                yield true;
            }
        };
    }

    private void place(TaskInstance before, TaskInstance after) {
        int node = plan().node(after);
        moved.put(node, after);
        changes.add(new Change.TaskMoved(run.id(), before, after, now));
        unfinished += (before.isAtRest() ? 1 : 0) - (after.isAtRest() ? 1 : 0);
        var was = Counters.endOf(before);
        var is = Counters.endOf(after);
        if (was != is) {
            Nodes.eachBelow(this, node, below -> {
                count(below, was, is);
                affected.add(below);
            });
            for (int setup : plan().starts().concerned(after.task())) {
                affected.add(setup);
            }
            for (int teardown : plan().starts().teardowns(after.task())) {
                lessNeeded.add(Nodes.seen(plan(), node, teardown));
            }
            if (Nodes.isSummedUp(this, node)) {
                count(Counters.ofInstances(after.task()), was, is);
                Expansions.instanceMoved(this, node, after);
            }
        }
        if (after.state() instanceof TaskState.Waiting) {
            affected.add(node);
            if (after.mapIndex() >= 0) {
                Expansions.instanceWaits(this, node);
            }
        }
    }

    private void count(int key, Counters.End was, Counters.End is) {
        var delta = counts.computeIfAbsent(key, _ -> new int[Counters.End.COUNT]);
        delta[was.place()]--;
        delta[is.place()]++;
    }

    /** The next node whose rule has to be asked again; null: none. */
    @Nullable Integer nextAffected() {
        return affected.poll();
    }

    /** Teardowns whose machines may be more than is still needed; each is given once. */
    List<Integer> takeLessNeeded() {
        var taken = List.copyOf(lessNeeded);
        lessNeeded.clear();
        return taken;
    }

    void affects(int node) {
        affected.add(node);
    }

    void move(DagRun next) {
        changes.add(new Change.RunMoved(run, next, now));
        run = next;
    }

    void move(Launch launch) {
        launches.computeIfAbsent(plan().node(launch), node -> new TryLaunches(view.tryOf(node))).put(launch);
        changes.add(new Change.LaunchMoved(run.id(), launch, now));
    }

    void move(Lease lease) {
        leases.put(plan().node(lease), lease);
        changes.add(new Change.LeaseMoved(lease, now));
    }

    void add(Change.TryOpened opened) {
        launches.put(plan().node(opened.task(), opened.mapIndex()), new TryLaunches());
        changes.add(opened);
    }

    void add(Change.TryClosed closed) {
        if (closed.exit().isSuccess()) {
            outputs.put(plan().node(closed.task(), closed.mapIndex()), closed.exit().outputs());
        }
        changes.add(closed);
    }

    /** From here on the unit has these indices. Instances that are no more, or are there again, are moved by the caller. */
    void add(int unit, Change.Expanded expanded) {
        expansions.put(unit, expanded.after());
        for (var one : expanded.added()) {
            int node = plan().node(one.instance());
            moved.put(node, one.instance());
            added.add(node);
            unfinished += one.instance().isAtRest() ? 0 : 1;
        }
        changes.add(expanded);
        Expansions.countAnew(this, unit, (key, ends) -> {
            countedAnew.put(key, ends);
            counts.remove(key);
        });
    }

    /** From here on that is ordered for a node. */
    void order(int node, TaskOrder order) {
        if (!order(node).equals(order)) {
            orders.put(node, order);
            changes.add(new Change.Ordered(run.id(), plan().task(node).id(), plan().indexOf(node), order, now));
            affects(node);
            Nodes.instancesOf(this, node).forEach(this::affects);   // what holds for a task holds for its instances
        }
    }

    void add(Change.WishSettled settled) {
        changes.add(settled);
    }

    void command(Command command) {
        commands.add(command);
    }
}
