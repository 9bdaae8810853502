package comporta.decide;

import comporta.dag.Alerts;
import comporta.dag.Dag;
import comporta.dag.DagGraph;
import comporta.dag.Dependency;
import comporta.dag.Task;
import comporta.dag.TaskId;
import comporta.dag.TriggerRule;
import comporta.operator.LaunchId;
import comporta.operator.Lease;
import comporta.run.Launch;
import comporta.run.TaskInstance;
import comporta.run.Terms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A DAG version as the decider reads it: task numbers and arrays, made once per run. The forecast replays the same arrays.
 *
 * <p>Edges are those of {@link DagGraph}: a teardown comes after everything in its scope.
 *
 * <p>What can run is a <em>node</em>: a task, or one instance of an expanded task. The number of a task's node is that of the task; the
 * instance of index i of task t has the number (i + 1) · tasks + t. So whoever asks by node need not know how much was expanded, and a
 * restart finds the same numbers. The node of an expanded task itself is the one that others see: it sums up its instances.
 */
public final class Plan {
    private static final Duration UNKNOWN = Duration.ofSeconds(60);
    private static final int[] NO_GATES = {};

    private final Dag dag;
    private final DagGraph graph;
    private final Task[] tasks;
    private final Terms[] terms;
    private final TriggerRule[] rules;
    private final int[] weight;
    private final long[] tailMillis;
    private final @Nullable Duration[] usual;
    private final double[] spread;
    private final @Nullable Duration usualRun;
    private final BitSet limited = new BitSet();
    private final Map<TaskId, Integer> numbers;
    private final Set<String> ids;
    private final List<Unit> units;
    private final int[] unitOf;
    private final int[][] gates;
    private final List<List<Holds.Wait>> waits;
    private final Set<Awaited> awaited;
    private final PoolStarts starts;
    private final List<String> bounds;

    private Plan(
            Dag dag, DagGraph graph, Task[] tasks, Terms[] terms, long[] tailMillis, @Nullable Duration[] usual, double[] spread) {
        this.dag = dag;
        this.graph = graph;
        this.tasks = tasks;
        this.terms = terms;
        this.tailMillis = tailMillis;
        this.usual = usual;
        this.spread = spread;
        this.usualRun = usualRun(graph, tasks, usual);
        this.rules = new TriggerRule[tasks.length];
        this.weight = new int[tasks.length];
        this.numbers = HashMap.newHashMap(tasks.length);
        this.ids = HashSet.newHashSet(tasks.length);
        this.gates = gates(graph, tasks);
        this.waits = Arrays.stream(tasks).map(task -> waits(graph, task)).toList();
        this.awaited = waits.stream().flatMap(List::stream).map(Holds.Wait::awaited).collect(Collectors.toUnmodifiableSet());
        for (int i = 0; i < tasks.length; i++) {
            rules[i] = tasks[i].triggerRule();
            weight[i] = tasks[i].priorityWeight();
            numbers.put(tasks[i].id(), i);
            ids.add(tasks[i].id().value());
            limited.set(i, !tasks[i].deadlines().isEmpty() || !tasks[i].alerts().equals(Alerts.NONE));
        }
        this.units = Units.of(dag, graph, ids);
        this.unitOf = new int[tasks.length];
        Arrays.fill(unitOf, -1);
        for (int unit = 0; unit < units.size(); unit++) {
            for (int member : units.get(unit).members()) {
                unitOf[member] = unit;
            }
        }
        this.starts = new PoolStarts(graph, tasks, unitOf);
        this.bounds = Stream.concat(dag.tags().stream().distinct().map(Capacity::ofTag), Stream.of(Capacity.ofDag(dag.id()))).toList();
    }

    /**
     * Compiles {@code dag}.
     *
     * @param termsOf the DAG file's and the configuration's word on each task
     * @param history how long tasks took; those that it lacks take the author's {@code expected_duration}, else a minute
     */
    public static Plan of(Dag dag, Function<Task, Terms> termsOf, Map<TaskId, Took> history) {
        var graph = DagGraph.of(dag);
        var tasks = new Task[graph.size()];
        var terms = new Terms[tasks.length];
        var millis = new long[tasks.length];
        var known = new @Nullable Duration[tasks.length];
        var spread = new double[tasks.length];
        for (int i = 0; i < tasks.length; i++) {
            tasks[i] = dag.task(graph.task(i));
            terms[i] = termsOf.apply(tasks[i]);
            var took = history.get(tasks[i].id());
            known[i] = took == null ? tasks[i].expectedDuration() : took.usual();
            spread[i] = took == null ? 0 : took.seldomMore().minus(took.usual()).toMillis();
            millis[i] = Objects.requireNonNullElse(known[i], UNKNOWN).toMillis();
        }
        return new Plan(dag, graph, tasks, terms, tails(graph, millis), known, spread);
    }

    /** The longest way through the DAG; null where a task that does something takes nobody knows how long. */
    private static @Nullable Duration usualRun(DagGraph graph, Task[] tasks, @Nullable Duration[] usual) {
        var millis = new long[tasks.length];
        for (int i = 0; i < tasks.length; i++) {
            var known = usual[i];
            if (known == null && !tasks[i].operator().equals("noop") && !Gates.isGate(tasks[i])) {
                return null;
            }
            millis[i] = known == null ? 0 : known.toMillis();
        }
        return Duration.ofMillis(Arrays.stream(tails(graph, millis)).max().orElse(0));
    }

    /** For each task the branches and short circuits above it that may decide upon it. */
    private static int[][] gates(DagGraph graph, Task[] tasks) {
        var above = new int[tasks.length][];
        Arrays.fill(above, NO_GATES);
        for (int gate = 0; gate < tasks.length; gate++) {
            if (Gates.isGate(tasks[gate])) {
                var below = Gates.reachesFar(tasks[gate])
                        ? graph.allDownstream(gate).stream()
                        : IntStream.of(graph.downstream(gate));
                int here = gate;
                below.filter(task -> !graph.isTeardown(task)).forEach(task -> {
                    above[task] = Arrays.copyOf(above[task], above[task].length + 1);
                    above[task][above[task].length - 1] = here;
                });
            }
        }
        return above;
    }

    private static List<Holds.Wait> waits(DagGraph graph, Task task) {
        if (task.isTeardown()) {
            return List.of();
        }
        var waits = new ArrayList<Holds.Wait>();
        if (task.dependsOnPast() || task.waitForDownstream()) {
            var followers = new ArrayList<TaskId>();
            if (task.waitForDownstream()) {
                IntStream.of(graph.downstream(graph.number(task.id()))).filter(below -> !graph.isTeardown(below))
                        .forEach(below -> followers.add(graph.task(below)));
            }
            waits.add(new Holds.Wait(new Awaited.Past(task.id(), followers), null));
        }
        for (var dependency : task.dependsOn()) {
            if (dependency instanceof Dependency.OnDag other) {
                waits.add(new Holds.Wait(new Awaited.Other(other.dag(), other.task(), other.match()), other.within()));
            }
        }
        return List.copyOf(waits);
    }

    /** Longest expected way from the start of each task to the end of the run. */
    private static long[] tails(DagGraph graph, long[] millis) {
        var tails = new long[millis.length];
        var order = graph.topologicalOrder();
        for (int k = order.length - 1; k >= 0; k--) {
            var task = order[k];
            long longest = 0;
            for (int below : graph.downstream(task)) {
                longest = Math.max(longest, tails[below]);
            }
            tails[task] = millis[task] + longest;
        }
        return tails;
    }

    public Dag dag() {
        return dag;
    }

    public DagGraph graph() {
        return graph;
    }

    /** Number of tasks. */
    public int size() {
        return tasks.length;
    }

    /** The task of a node. */
    public Task task(int node) {
        return tasks[taskOf(node)];
    }

    /** Number of the task of a node. */
    public int taskOf(int node) {
        return node < tasks.length ? node : node % tasks.length;
    }

    /** Index of the instance that a node is; -1 for a task. */
    public int indexOf(int node) {
        return node < tasks.length ? -1 : node / tasks.length - 1;
    }

    /** The node of a task, or of its instance of that index. */
    public int node(int task, int mapIndex) {
        return (mapIndex + 1) * tasks.length + task;
    }

    /** The node of a task instance. */
    public int node(TaskInstance instance) {
        return node(instance.task(), instance.mapIndex());
    }

    /** The node of a launch. */
    public int node(Launch launch) {
        return node(launch.task(), launch.intent().id().mapIndex());
    }

    /** The node of a lease. */
    public int node(Lease lease) {
        return node(lease.task(), lease.mapIndex());
    }

    /** The node that a launch id is of; null: this DAG has no such task. */
    public @Nullable Integer node(LaunchId launch) {
        var task = numbers.get(launch.task());
        return task == null ? null : (Integer) node(task, launch.mapIndex());
    }

    /** What the DAG expands. */
    List<Unit> units() {
        return units;
    }

    /** Whether there is a unit of that id: a run that was moved may have expanded what is gone. */
    boolean expands(String id) {
        return units.stream().anyMatch(unit -> unit.id().equals(id));
    }

    /**
     * Number of the unit of that id.
     *
     * @throws IllegalArgumentException when this DAG expands nothing of that name
     */
    int unit(String id) {
        for (int unit = 0; unit < units.size(); unit++) {
            if (units.get(unit).id().equals(id)) {
                return unit;
            }
        }
        throw new IllegalArgumentException("DAG " + dag.id() + " does not expand \"" + id + "\"");
    }

    /** Number of the unit that the task of a node is expanded in; -1: there is one instance. */
    int unitOf(int node) {
        return unitOf[taskOf(node)];
    }

    public Terms terms(int node) {
        return terms[taskOf(node)];
    }

    /** The number of a task; null: this DAG has none of that name. */
    public @Nullable Integer number(TaskId task) {
        return numbers.get(task);
    }

    /** The ids of all tasks; not to be changed. */
    Set<String> ids() {
        return ids;
    }

    /** The branches and short circuits above a task that may decide upon it; not to be changed. */
    int[] gatesAbove(int node) {
        return gates[taskOf(node)];
    }

    /** What the task of a node waits for in other runs. */
    List<Holds.Wait> waits(int node) {
        return waits.get(taskOf(node));
    }

    /** Whatever any of the tasks waits for in other runs. */
    public Set<Awaited> awaited() {
        return awaited;
    }

    /** The limits of all runs of the DAG and of its tags, which all of its tasks ask for but the teardowns. */
    List<String> bounds() {
        return bounds;
    }

    /** Which set-ups begin just in time. */
    PoolStarts starts() {
        return starts;
    }

    TriggerRule rule(int node) {
        return rules[taskOf(node)];
    }

    /** How many nodes a node waits for; for an expanded task before it is expanded. */
    int upstreamCount(int node) {
        return graph.upstream(taskOf(node)).length;
    }

    boolean isTeardown(int node) {
        return graph.isTeardown(taskOf(node));
    }

    /** The author's priority; higher goes first. */
    int weight(int node) {
        return weight[taskOf(node)];
    }

    /** How long a try of the task takes by history, else as declared; null: nobody knows. */
    @Nullable Duration usual(int node) {
        return usual[taskOf(node)];
    }

    /** By how many milliseconds a try of the task takes longer than usual in the slowest of ten runs; 0 where nobody knows. */
    double spread(int node) {
        return spread[taskOf(node)];
    }

    /** How long a run takes when nothing waits for slots; null: nobody knows. */
    @Nullable Duration usualRun() {
        return usualRun;
    }

    /** Whether the task of a node has deadlines or alerts. */
    boolean hasLimits(int node) {
        return limited.get(taskOf(node));
    }

    /** Whether anything here has deadlines or alerts. */
    boolean hasLimits() {
        return !limited.isEmpty() || !dag.deadlines().isEmpty() || !dag.alerts().equals(Alerts.NONE);
    }

    /** Expected time from the start of the task to the end of the run, in milliseconds: the longer, the less slack it has. */
    public long tailMillis(int node) {
        return tailMillis[taskOf(node)];
    }
}
