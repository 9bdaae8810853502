package comporta.loop;

import comporta.decide.Admission;
import comporta.forecast.CriticalPath;
import comporta.forecast.Moment;
import comporta.forecast.Network;
import comporta.run.TaskInstance;
import comporta.run.TaskState;
import comporta.store.TaskTook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A scene as numbers: its tasks, and the instances of those that are expanded, as nodes of a network. The node of a task has its number;
 * that of an expanded task takes no time and comes after all its instances, which follow the tasks.
 */
final class Stage {
    private static final int NOTHING = -1;

    private final Scene scene;
    private final List<TaskPicture> tasks;
    private final List<TaskInstance> instances = new ArrayList<>();
    /** Of each node its task; {@link #NOTHING}: it sums up. */
    private final int[] taskOf;
    private final int[] firstOf;
    private final int[][] above;
    final Network net;

    Stage(Scene scene) {
        this.scene = scene;
        tasks = scene.picture().tasks();
        firstOf = new int[tasks.size()];
        int nodes = tasks.size();
        for (int task = 0; task < tasks.size(); task++) {
            firstOf[task] = nodes;
            nodes += tasks.get(task).instances().size();
        }
        taskOf = new int[nodes];
        above = new int[nodes][];
        tasks.forEach(task -> instances.add(task.instance()));
        tasks.forEach(task -> task.instances().forEach(each -> instances.add(each.instance())));
        for (int task = 0; task < tasks.size(); task++) {
            place(task);
        }
        net = new Network(above, ranks(), demands(), scene.slots().sizes().stream().mapToInt(Integer::intValue).toArray(),
                Admission.patience(scene.picture().run().type()).toSeconds());
    }

    private void place(int task) {
        var drawn = tasks.get(task);
        var parents = drawn.upstream().stream().mapToInt(Integer::intValue).toArray();
        int count = drawn.instances().size();
        taskOf[task] = count == 0 ? task : NOTHING;
        above[task] = count == 0 ? parents : Arrays.copyOf(parents, parents.length + count);
        for (int index = 0; index < count; index++) {
            int node = firstOf[task] + index;
            int place = index;
            taskOf[node] = task;
            above[task][parents.length + index] = node;
            // an index of a group follows the same index of the tasks before it
            above[node] = Arrays.stream(parents).map(parent -> isAbreast(task, parent) ? firstOf[parent] + place : parent).toArray();
        }
        if (count > 0) {
            // what the instances wait for, the whole waits for through them
            above[task] = Arrays.copyOfRange(above[task], parents.length, parents.length + count);
        }
    }

    private boolean isAbreast(int task, int parent) {
        var group = tasks.get(task).task().group();
        return group != null && group.equals(tasks.get(parent).task().group()) && tasks.get(task).task().expand() == null
                && tasks.get(parent).instances().size() == tasks.get(task).instances().size();
    }

    private int[] ranks() {
        var order = new Network(above, new int[above.length], none(above.length), new int[0], 0);
        var tails = order.tails(usual());
        double most = Arrays.stream(tails).max().orElse(0) + 1;
        var urgency = new double[tails.length];
        for (int node = 0; node < urgency.length; node++) {
            urgency[node] = tails[node] + most * weight(node);
        }
        return Network.ranks(urgency);
    }

    private int weight(int node) {
        return tasks.get(taskOf[node] == NOTHING ? node : taskOf[node]).task().priorityWeight();
    }

    private static List<Network.Demand> none(int nodes) {
        return Collections.nCopies(nodes, Network.Demand.NONE);
    }

    private List<Network.Demand> demands() {
        var demands = new ArrayList<Network.Demand>();
        for (int task : taskOf) {
            demands.add(task == NOTHING
                    ? Network.Demand.NONE
                    : new Network.Demand(scene.slots().limits().get(task), scene.slots().amounts().get(task)));
        }
        return demands;
    }

    /** Seconds of each node by its picture; 0: nobody knows. */
    double[] usual() {
        var usual = new double[taskOf.length];
        for (int node = 0; node < usual.length; node++) {
            var known = taskOf[node] == NOTHING ? null : tasks.get(taskOf[node]).usual();
            usual[node] = known == null ? 0 : known.toMillis() / 1000.0;
        }
        return usual;
    }

    int[] tasksOfNodes() {
        return taskOf.clone();
    }

    /** The same for a node as long as its run lasts, whatever else is expanded. */
    int[] names() {
        var names = new int[taskOf.length];
        for (int node = 0; node < names.length; node++) {
            names[node] = node < tasks.size() ? node : (node - firstOf[taskOf[node]] + 1) * tasks.size() + taskOf[node];
        }
        return names;
    }

    /** Where a run stands among nodes: seconds from then. */
    Instant start() {
        var run = scene.picture().run();
        return run.startedAt() == null ? run.queuedAt() : run.startedAt();
    }

    double seconds(Instant at) {
        return Duration.between(start(), at).toMillis() / 1000.0;
    }

    Instant instant(double seconds) {
        return start().plusMillis(Math.round(seconds * 1000));
    }

    /** The task that a node is, or is an instance of. */
    int task(int node) {
        return instances.get(node).task();
    }

    int mapIndex(int node) {
        return instances.get(node).mapIndex();
    }

    int node(int task, int mapIndex) {
        return mapIndex < 0 ? task : firstOf[task] + mapIndex;
    }

    boolean has(int task, int mapIndex) {
        return task >= 0 && task < tasks.size() && mapIndex < tasks.get(task).instances().size();
    }

    boolean isInTry(int node) {
        return instances.get(node).state() instanceof TaskState.InTry;
    }

    boolean isAtRest(int node) {
        return instances.get(node).isAtRest();
    }

    boolean hasStarted(int node) {
        return instances.get(node).startedAt() != null;
    }

    boolean sumsUp(int node) {
        return taskOf[node] == NOTHING;
    }

    /** @param paces of the elastic tasks of the run */
    Moment moment(Paces paces) {
        double now = seconds(scene.picture().at());
        var moment = new Moment(taskOf.length, now);
        for (int node = 0; node < taskOf.length; node++) {
            place(moment, node, instances.get(node), now);
            pace(moment, node, instances.get(node), paces);
        }
        return moment;
    }

    private void pace(Moment moment, int node, TaskInstance instance, Paces paces) {
        var started = instance.startedAt();
        if (paces.isEmpty() || started == null || sumsUp(node) || !(instance.isAtRest() || isInTry(node))) {
            return;
        }
        var picture = scene.picture();
        var ended = instance.endedAt() == null ? picture.at() : instance.endedAt();
        var run = new TaskTook(picture.run().id(), tasks.get(taskOf[node]).task().id(), instance.mapIndex(), started, ended,
                instance.tries());
        moment.paced(node, paces.comparedToUsual(run), paces.atLast(run));
    }

    private void place(Moment moment, int node, TaskInstance instance, double now) {
        var started = instance.startedAt();
        var ended = instance.endedAt();
        switch (instance.state()) {
            case TaskState.Success _ when started != null && ended != null && !sumsUp(node) ->
                moment.succeeded(node, seconds(ended), seconds(ended) - seconds(started));
            case TaskState.AtRest _ -> moment.with(node, Moment.Phase.DONE, ended == null ? 0 : Math.min(now, seconds(ended)));
            case TaskState.Running running when !sumsUp(node) -> {
                moment.with(node, Moment.Phase.RUNNING, seconds(running.since()));
                moment.progress(node, instance.progress().fraction());
            }
            case TaskState.InTry _ when !sumsUp(node) -> moment.with(node, Moment.Phase.RUNNING, started == null ? now : seconds(started));
            case TaskState.UpForRetry retry -> moment.with(node, Moment.Phase.RETRYING, seconds(retry.dueAt()));
            case TaskState.Queued queued when !sumsUp(node) -> moment.with(node, Moment.Phase.READY, seconds(queued.since()));
            case TaskState.Waiting _, TaskState.Queued _, TaskState.InTry _ -> moment.with(node, Moment.Phase.WAITING, 0);
        }
    }

    /**
     * The longest way by usual durations.
     *
     * @param seconds that each node usually takes
     * @param due per node, seconds from the start; NaN: it is not due
     */
    CriticalPath path(double[] seconds, double[] due, double runDue) {
        double now = seconds(scene.picture().at());
        var durations = new double[seconds.length];
        var from = new double[seconds.length];
        for (int node = 0; node < seconds.length; node++) {
            var instance = instances.get(node);
            var started = instance.startedAt();
            var ended = instance.endedAt();
            if (instance.isAtRest()) {
                from[node] = started == null ? 0 : seconds(started);
                durations[node] = ended == null ? 0 : Math.max(0, seconds(ended) - from[node]);
            } else if (started != null && !sumsUp(node)) {
                from[node] = seconds(started);
                durations[node] = Math.max(now - from[node], seconds[node]);
            } else {
                from[node] = now;
                durations[node] = sumsUp(node) ? 0 : seconds[node];
            }
        }
        return CriticalPath.of(net, durations, from, due, runDue);
    }

    List<String> names(List<Integer> nodes) {
        return nodes.stream().filter(node -> node < tasks.size()).map(node -> tasks.get(node).task().id().value()).toList();
    }

    /** Whether it is made of the same nodes as another. */
    @SuppressWarnings("ReferenceEquality")   // a run holds its DAG from the beginning to the end; to compare two whole ones takes long
    boolean isLike(Stage other) {
        return Arrays.equals(taskOf, other.taskOf) && scene.picture().dag() == other.scene.picture().dag()
                && scene.slots().equals(other.scene.slots());
    }

    int tasks() {
        return tasks.size();
    }
}
