package comporta.dag;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for whom: the tasks of a DAG by number (their place in the file) and the edges between them, groups and teardowns resolved.
 *
 * <p>A dependency on a group is one on its last tasks; what a group depends on is taken over by its tasks without upstream inside it. A
 * teardown has an edge from each of its set-ups and from everything in its scope, so that "all upstream at rest" is one counter; a
 * teardown only ever waits for ends, never for successes. Names that the DAG lacks give no edge: the checks of a file tell them.
 *
 * <p>The arrays that are handed out belong to the graph and must not be changed. They are plain arrays since a run of 10,000 tasks walks
 * them at each of its steps, and every cold start builds them; JGraphT is asked what is asked rarely (where the cycles are).
 */
public final class DagGraph {
    private static final int[] NONE = {};

    private final Dag dag;
    private final TaskId[] tasks;
    private final Task[] definitions;
    private final Map<TaskId, Integer> numbers;
    private final GroupTree groups;
    private final int[][] upstream;
    private final int[][] downstream;
    private final int[][] setups;
    private final int[][] scopes;
    private final int[] order;

    private DagGraph(Dag dag) {
        this.dag = dag;
        tasks = dag.tasks().keySet().toArray(TaskId[]::new);
        definitions = dag.tasks().values().toArray(Task[]::new);
        numbers = HashMap.newHashMap(tasks.length);
        for (int n = 0; n < tasks.length; n++) {
            numbers.put(tasks[n], n);
        }
        groups = new GroupTree(dag, numbers);
        upstream = new int[tasks.length][];
        setups = new int[tasks.length][];
        scopes = new int[tasks.length][];
        Arrays.fill(scopes, NONE);
        var edges = new Edges(tasks.length);
        for (int n = 0; n < tasks.length; n++) {
            setups[n] = definitions[n].isTeardown() ? numbers(definitions[n].teardownOf()) : NONE;
            upstream[n] = edges.into(n, groups.dependenciesOf(definitions[n]), groups, setups[n]);
        }
        downstream = Edges.reversed(upstream);
        order = inOrder();
        if (isAcyclic()) {
            addScopes();
        }
    }

    /** The graph of {@code dag}, with or without cycles. */
    public static DagGraph of(Dag dag) {
        return new DagGraph(dag);
    }

    /** How many tasks there are. */
    public int size() {
        return tasks.length;
    }

    /** The task of a number from 0 on. */
    public TaskId task(int number) {
        return tasks[number];
    }

    /**
     * The number of a task.
     *
     * @throws IllegalArgumentException when the DAG has no such task
     */
    public int number(TaskId task) {
        var number = numbers.get(task);
        if (number == null) {
            throw new IllegalArgumentException("DAG " + dag.id() + " has no task \"" + task + "\"");
        }
        return number;
    }

    /** What the task waits for, in the order of writing; for a teardown also its set-ups and its scope. */
    public int[] upstream(int task) {
        return upstream[task];
    }

    /** What waits for the task, teardowns that have it in their scope included. */
    public int[] downstream(int task) {
        return downstream[task];
    }

    /** Whether the task gives back what others have set up. */
    public boolean isTeardown(int task) {
        return setups[task].length > 0;
    }

    /** The set-ups that a teardown belongs to; empty for other tasks. */
    public int[] setupsOf(int teardown) {
        return setups[teardown];
    }

    /**
     * What must be at rest before the teardown, its set-ups left out: tasks that come after a set-up and before the teardown, and tasks
     * that run on the set-up's node pool and come after it. Empty for other tasks, and in a graph with cycles.
     */
    public int[] scopeOf(int teardown) {
        return scopes[teardown];
    }

    /** Whether no task waits for itself. */
    public boolean isAcyclic() {
        return order.length == tasks.length;
    }

    /**
     * The tasks of each knot of cyclic waiting, as a shortest cycle in which each comes before the next, beginning with its first task in
     * the file. Empty in a graph that can run.
     */
    public List<List<TaskId>> cycles() {
        return isAcyclic() ? List.of() : Cycles.in(downstream).stream().map(this::tasks).toList();
    }

    /**
     * All tasks, each after its upstream, in the order of the file where that is possible.
     *
     * @throws IllegalStateException when there is a cycle
     */
    public int[] topologicalOrder() {
        if (!isAcyclic()) {
            throw new IllegalStateException("DAG " + dag.id() + " has a cycle: " + cycles());
        }
        return order;
    }

    /** Tasks that wait for nothing. */
    public List<TaskId> roots() {
        return tasks(IntStream.range(0, tasks.length).filter(n -> upstream[n].length == 0));
    }

    /** Tasks for which nothing but teardowns waits, teardowns left out: they decide how a run ends. */
    public List<TaskId> leaves() {
        return tasks(IntStream.range(0, tasks.length)
                .filter(n -> !isTeardown(n) && Arrays.stream(downstream[n]).allMatch(this::isTeardown)));
    }

    /** Everything that the task comes after, directly or not, itself left out unless it waits for itself. */
    public BitSet allUpstream(int task) {
        return reach(upstream, task);
    }

    /** Everything that comes after one of the tasks, directly or not, themselves left out unless they come after one of them. */
    public BitSet allDownstream(int... tasks) {
        return reach(downstream, tasks);
    }

    /** The tasks of a group and of the groups in it, in the order of the file; empty for an unknown group. */
    public List<TaskId> members(GroupId group) {
        return tasks(groups.members(group).stream());
    }

    /**
     * The part of the DAG that a person asks for, in the order of the file. Several wishes narrow each other. The set-ups and teardowns
     * around each chosen task, and the teardowns of a chosen set-up, come along.
     *
     * @param only ids, globs ({@code *-model}) and groups, separated by commas; null: all tasks
     * @param from the same, and everything downstream; null: all
     * @param until the same, and everything upstream; null: all
     * @throws IllegalArgumentException when a part of a wish names nothing, or nothing is left
     */
    public Set<TaskId> select(@Nullable String only, @Nullable String from, @Nullable String until) {
        return new Selection(this, dag).select(only, from, until);
    }

    private List<TaskId> tasks(int... of) {
        return tasks(IntStream.of(of));
    }

    private List<TaskId> tasks(IntStream of) {
        return of.mapToObj(n -> tasks[n]).toList();
    }

    private int[] numbers(Collection<TaskId> ids) {
        return ids.stream().flatMap(id -> Stream.ofNullable(numbers.get(id))).mapToInt(n -> n).distinct().toArray();
    }

    /** Depth first along the upstream edges, in the order of the file: what waits for itself never gets a place. */
    private int[] inOrder() {
        var place = new int[tasks.length];
        int placed = 0;
        var next = new int[tasks.length];       // position in upstream[n] still to visit; -1: placed
        var open = new BitSet(tasks.length);
        var stack = new int[tasks.length];
        for (int root = 0; root < tasks.length; root++) {
            int depth = 0;
            if (next[root] >= 0) {
                stack[depth++] = root;
                open.set(root);
            }
            while (depth > 0) {
                int top = stack[depth - 1];
                if (next[top] == upstream[top].length) {
                    next[top] = -1;
                    open.clear(top);
                    place[placed++] = top;
                    depth--;
                    continue;
                }
                int above = upstream[top][next[top]++];
                if (open.get(above)) {
                    return NONE;
                }
                if (next[above] >= 0) {
                    stack[depth++] = above;
                    open.set(above);
                }
            }
        }
        return place;
    }

    /** In topological order, so that the scope of an inner teardown is known when an outer one looks up along it. */
    private void addScopes() {
        for (int teardown : order) {
            if (isTeardown(teardown)) {
                scopes[teardown] = scope(teardown);
                int[] more = IntStream.of(scopes[teardown])
                        .filter(n -> Arrays.stream(upstream[teardown]).noneMatch(known -> known == n)).toArray();
                upstream[teardown] = IntStream.concat(IntStream.of(upstream[teardown]), IntStream.of(more)).toArray();
                for (int n : more) {
                    downstream[n] = Arrays.copyOf(downstream[n], downstream[n].length + 1);
                    downstream[n][downstream[n].length - 1] = teardown;
                }
            }
        }
    }

    private int[] scope(int teardown) {
        var afterSetup = reach(downstream, setups[teardown]);
        var between = reach(upstream, teardown);
        var afterTeardown = reach(downstream, teardown);
        var pools = IntStream.of(setups[teardown])
                .mapToObj(setup -> definitions[setup])
                .flatMap(setup -> NodePools.scaledBy(setup).stream())
                .collect(Collectors.toSet());
        return afterSetup.stream()
                .filter(n -> n != teardown && Arrays.stream(setups[teardown]).noneMatch(setup -> setup == n))
                .filter(n -> between.get(n)
                        || (!pools.isEmpty() && !afterTeardown.get(n) && runsOnOneOf(pools, n)))
                .toArray();
    }

    private boolean runsOnOneOf(Set<String> pools, int task) {
        return NodePools.usedBy(definitions[task], dag).stream().anyMatch(pools::contains);
    }

    private BitSet reach(int[][] edges, int... from) {
        var reached = new BitSet(tasks.length);
        var stack = Arrays.copyOf(from, tasks.length + from.length);
        int depth = from.length;
        while (depth > 0) {
            for (int next : edges[stack[--depth]]) {
                if (!reached.get(next)) {
                    reached.set(next);
                    stack[depth++] = next;
                }
            }
        }
        return reached;
    }
}
