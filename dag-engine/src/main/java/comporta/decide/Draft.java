package comporta.decide;

import comporta.operator.LaunchId;
import comporta.operator.Lease;
import comporta.run.DagRun;
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
import org.jspecify.annotations.Nullable;

/** A decision in the making: what a view would be like with the changes so far. The view itself stays as it is. */
final class Draft implements Facts {
    private final RunView view;
    private final Instant now;
    private final List<Change> changes = new ArrayList<>();
    private final List<Command> commands = new ArrayList<>();
    private final Map<Integer, TaskInstance> moved = new HashMap<>();
    private final Map<Integer, int[]> counts = new HashMap<>();
    private final Map<Integer, TryLaunches> launches = new HashMap<>();
    private final Map<Integer, Map<String, Object>> outputs = new HashMap<>();
    private final Map<Integer, Lease> leases = new HashMap<>();
    private final Deque<Integer> affected = new ArrayDeque<>();
    private DagRun run;
    private int unfinished;

    Draft(RunView view, Instant now) {
        this.view = view;
        this.now = now;
        this.run = view.run();
        this.unfinished = view.unfinished();
    }

    Decision decision() {
        return new Decision(changes, commands);
    }

    Instant now() {
        return now;
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
    public TaskInstance instance(int task) {
        var here = moved.get(task);
        return here == null ? view.instance(task) : here;
    }

    @Override
    public @Nullable Map<String, Object> outputs(int task) {
        var here = outputs.get(task);
        return here == null ? view.outputs(task) : here;
    }

    @Override
    public @Nullable Lease lease(int task) {
        var here = leases.get(task);
        return here == null ? view.lease(task) : here;
    }

    @Override
    public List<Launch> launches(int task) {
        return tryOf(task).all();
    }

    /** The launches of the present try of a task, counted. */
    TryLaunches tryOf(int task) {
        var here = launches.get(task);
        return here == null ? view.tryOf(task) : here;
    }

    /** The launch of that id, when it belongs to the present try of its task; else null. */
    @Nullable Launch launch(LaunchId id) {
        var task = plan().number(id.task());
        return task == null ? null : tryOf(task).get(id);
    }

    int unfinished() {
        return unfinished;
    }

    int count(int task, Counters.End end) {
        var delta = counts.get(task);
        return view.counters().count(task, end) + (delta == null ? 0 : delta[end.place()]);
    }

    /** Lets {@code event} happen to {@code task}. Returns whether it meant anything. */
    boolean happen(int task, TaskEvent event) {
        var before = instance(task);
        return switch (TaskMachine.transition(before, event, plan().terms(task), now)) {
            case Transition.Ignored _ -> false;
            case Transition.Moved next -> {
                place(before, next.instance());
                yield true;
            }
        };
    }

    private void place(TaskInstance before, TaskInstance after) {
        moved.put(after.task(), after);
        changes.add(new Change.TaskMoved(run.id(), before, after, now));
        unfinished += (before.isAtRest() ? 1 : 0) - (after.isAtRest() ? 1 : 0);
        var was = Counters.endOf(before);
        var is = Counters.endOf(after);
        if (was != is) {
            for (int below : plan().graph().downstream(after.task())) {
                var delta = counts.computeIfAbsent(below, _ -> new int[Counters.End.COUNT]);
                delta[was.place()]--;
                delta[is.place()]++;
                affected.add(below);
            }
        }
        if (after.state() instanceof TaskState.Waiting) {
            affected.add(after.task());
        }
    }

    /** The next task whose rule has to be asked again; null: none. */
    @Nullable Integer nextAffected() {
        return affected.poll();
    }

    void affects(int task) {
        affected.add(task);
    }

    void move(DagRun next) {
        changes.add(new Change.RunMoved(run, next, now));
        run = next;
    }

    void move(Launch launch) {
        launches.computeIfAbsent(launch.task(), task -> new TryLaunches(view.tryOf(task))).put(launch);
        changes.add(new Change.LaunchMoved(run.id(), launch, now));
    }

    void move(Lease lease) {
        leases.put(lease.task(), lease);
        changes.add(new Change.LeaseMoved(lease, now));
    }

    void add(Change.TryOpened opened) {
        launches.put(opened.task(), new TryLaunches());
        changes.add(opened);
    }

    void add(Change.TryClosed closed) {
        if (closed.exit().isSuccess()) {
            outputs.put(closed.task(), closed.exit().outputs());
        }
        changes.add(closed);
    }

    void add(Change.WishSettled settled) {
        changes.add(settled);
    }

    void command(Command command) {
        commands.add(command);
    }
}
