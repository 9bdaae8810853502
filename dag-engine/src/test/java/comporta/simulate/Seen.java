package comporta.simulate;

import comporta.dag.Dag;
import comporta.dag.DagGraph;
import comporta.dag.TaskId;
import comporta.decide.Change;
import comporta.decide.TimeLimit;
import comporta.operator.LaunchId;
import comporta.operator.Lease;
import comporta.run.DagRun;
import comporta.run.Launch;
import comporta.run.TaskInstance;
import comporta.run.TaskState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A run by what was committed of it, and by nothing else. What can run is a node, numbered as in the engine: a task by its place, its instance
 * of index i by (i + 1) times the number of tasks more.
 */
final class Seen {
    final Dag dag;
    final DagGraph graph;
    final TreeMap<Integer, TaskInstance> nodes = new TreeMap<>();
    final Map<LaunchId, Launch> launches = new HashMap<>();
    final Map<String, Lease> leases = new LinkedHashMap<>();
    final Map<Integer, Map<String, Object>> outputs = new HashMap<>();
    private final Map<String, TimeLimit> limits = new HashMap<>();
    int fired;
    private final Map<String, Integer> sizes = new HashMap<>();
    private final Map<Integer, String> unitOf = new HashMap<>();
    /** Tasks on which persons had a word: it overrides the promise that they run. */
    private final Set<Integer> meddledWith = new HashSet<>();

    DagRun run;

    Seen(Dag dag, DagRun run) {
        this.dag = dag;
        this.graph = DagGraph.of(dag);
        this.run = run;
        IntStream.range(0, graph.size()).forEach(task -> nodes.put(task, TaskInstance.fresh(task)));
        dag.groups().values().stream().filter(group -> group.expand() != null)
                .forEach(group -> graph.members(group.id()).forEach(member -> unitOf.put(graph.number(member), group.id().value())));
        dag.tasks().values().stream().filter(task -> task.expand() != null)
                .forEach(task -> unitOf.putIfAbsent(graph.number(task.id()), task.id().value()));
    }

    void leftOut(TaskId task) {
        nodes.put(graph.number(task), TaskInstance.leftOut(graph.number(task)));
    }

    /** I9: each deadline and alert fires at most once, and never after the end of what it is set for. */
    void limited(Change.LimitMoved moved) {
        var limit = moved.after();
        var key = limit.kind() + " " + limit.task() + " " + limit.mapIndex() + " " + limit.number();
        var before = limits.put(key, limit);
        Broken.unless(before == null || before.firedAt() == null, "I9: %s moves to %s after it fired", before, limit);
        if (limit.firedAt() != null) {
            var isRun = limit.task() == TimeLimit.RUN;
            var end = isRun ? run.endedAt() : at(node(limit.task(), limit.mapIndex())).endedAt();
            var isOver = isRun ? run.state().isFinal() : at(node(limit.task(), limit.mapIndex())).isAtRest();
            Broken.unless(!isOver || moved.at().equals(end), "I9: %s fires after the end", limit);
            fired++;
        }
    }

    void expanded(Change.Expanded expanded) {
        sizes.put(expanded.after().of(), expanded.after().size());
        expanded.added().forEach(added -> nodes.put(node(added.instance()), added.instance()));
    }

    int node(TaskInstance instance) {
        return node(instance.task(), instance.mapIndex());
    }

    int node(int task, int mapIndex) {
        return (mapIndex + 1) * graph.size() + task;
    }

    int node(Launch launch) {
        return node(launch.task(), launch.intent().id().mapIndex());
    }

    int taskOf(int node) {
        return node % graph.size();
    }

    int indexOf(int node) {
        return node / graph.size() - 1;
    }

    /** The node as it stands. */
    TaskInstance at(int node) {
        var instance = nodes.get(node);
        if (instance == null) {
            throw Broken.that("there is no %s", name(node));
        }
        return instance;
    }

    /** Whether it only sums up instances. */
    boolean isSummary(int node) {
        return indexOf(node) < 0 && size(node) != null;
    }

    private @Nullable Integer size(int node) {
        var unit = unitOf.get(taskOf(node));
        return unit == null ? null : sizes.get(unit);
    }

    /** All that run by themselves. */
    IntStream runners() {
        return nodes.keySet().stream().mapToInt(node -> node).filter(node -> !isSummary(node));
    }

    boolean isTeardown(int node) {
        return graph.isTeardown(taskOf(node));
    }

    int[] upstream(int node) {
        return seenFrom(node, graph.upstream(taskOf(node)));
    }

    /** The set-ups of a teardown; of one that tears down for all items, those of each item. */
    int[] setupsOf(int node) {
        return IntStream.of(seenFrom(node, graph.setupsOf(taskOf(node)))).flatMap(this::instances).toArray();
    }

    private IntStream instances(int node) {
        var size = indexOf(node) < 0 ? size(node) : null;
        return size == null ? IntStream.of(node) : IntStream.range(0, size).map(index -> node(taskOf(node), index));
    }

    private int[] seenFrom(int node, int... tasks) {
        return IntStream.of(tasks).map(task -> seenFrom(node, task)).toArray();
    }

    /** Where both are expanded together, an index sees its own. */
    int seenFrom(int node, int task) {
        var unit = unitOf.get(task);
        return indexOf(node) >= 0 && unit != null && unit.equals(unitOf.get(taskOf(node))) ? node(task, indexOf(node)) : task;
    }

    /** @param named a task, or an instance such as {@code t3[1]} */
    void meddledWith(String named) {
        int bracket = named.indexOf('[');
        meddledWith.add(graph.number(new TaskId(bracket < 0 ? named : named.substring(0, bracket))));
    }

    void meddledWithAll() {
        IntStream.range(0, graph.size()).forEach(meddledWith::add);
    }

    /** Whether it is not for the engine alone to say whether the node runs. */
    boolean isMeddledWith(int node) {
        return meddledWith.contains(taskOf(node)) || at(node).state() instanceof TaskState.Removed;
    }

    String name(int node) {
        return graph.task(taskOf(node)) + (indexOf(node) < 0 ? "" : "[" + indexOf(node) + "]");
    }
}
