package comporta.cost;

import comporta.dag.Dag;
import comporta.dag.DagGraph;
import comporta.dag.NodePools;
import comporta.dag.Task;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** What runs on the machines that a set-up brings up. */
public final class Consumers {
    /** These bring machines and take them away; nobody pays for machines to have them. */
    private static final Set<String> OF_MACHINES = Set.of("scale-ec2", "downscale-ec2", "scale");

    private Consumers() {}

    /**
     * Numbers of the tasks that say that they run on its pool; where none does, of all between the set-up and its teardown.
     *
     * @param setup its number in the DAG
     */
    public static List<Integer> of(Dag dag, int setup) {
        var tasks = List.copyOf(dag.tasks().values());
        var pool = pool(tasks.get(setup));
        var named = IntStream.range(0, tasks.size())
                .filter(task -> pool.filter(NodePools.usedBy(tasks.get(task), dag)::contains).isPresent())
                .filter(task -> !OF_MACHINES.contains(tasks.get(task).operator()))
                .boxed()
                .toList();
        return named.isEmpty() ? between(dag, tasks, setup) : named;
    }

    /** As it is written, perhaps a template: those who use it write the same. */
    private static Optional<String> pool(Task setup) {
        return NodePools.scaledBy(setup);
    }

    private static List<Integer> between(Dag dag, List<Task> tasks, int setup) {
        var graph = DagGraph.of(dag);
        var scope = new BitSet();
        IntStream.range(0, tasks.size())
                .filter(task -> graph.isTeardown(task) && IntStream.of(graph.setupsOf(task)).anyMatch(each -> each == setup))
                .forEach(teardown -> IntStream.of(graph.scopeOf(teardown)).forEach(scope::set));
        return scope.stream().filter(task -> task != setup && !OF_MACHINES.contains(tasks.get(task).operator())).boxed().toList();
    }
}
