package comporta.dagfile;

import comporta.dag.Dag;
import comporta.dag.DagGraph;
import comporta.dag.NodePools;
import comporta.dag.Task;
import comporta.dag.TaskId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whoever runs on a node pool comes after it is scaled up, every pool is given back, and its machines go together. */
final class NodePoolChecks {
    private final Dag dag;
    private final DagGraph graph;
    private final Findings found;
    private final Map<String, Pool> pools = new LinkedHashMap<>();
    /** By what they tear down. */
    private final Map<TaskId, List<Task>> teardowns = new HashMap<>();
    private final Set<String> letGo = new HashSet<>();

    private NodePoolChecks(Dag dag, DagGraph graph, Findings found) {
        this.dag = dag;
        this.graph = graph;
        this.found = found;
        var scaledBy = new LinkedHashMap<String, List<TaskId>>();
        for (var task : dag.tasks().values()) {
            if (scalesUp(task)) {
                NodePools.scaledBy(task).ifPresent(name -> scaledBy.computeIfAbsent(name, n -> new ArrayList<>()).add(task.id()));
            } else if (task.operator().equals("downscale-ec2") || task.operator().equals("scale")) {
                NodePools.scaledBy(task).ifPresent(letGo::add);
            }
            task.teardownOf().forEach(setup -> teardowns.computeIfAbsent(setup, n -> new ArrayList<>()).add(task));
        }
        scaledBy.forEach((name, tasks) -> pools.put(name, pool(tasks)));
    }

    static void check(Dag dag, DagGraph graph, Findings found) {
        var checks = new NodePoolChecks(dag, graph, found);
        for (var task : found.writtenTasks()) {
            if (graph.isAcyclic() && !checks.pools.isEmpty()) {
                checks.isUp(task);
            }
            if (scalesUp(task)) {
                checks.isGivenBack(task);
            }
            InstanceTypes.checkMix(task.settings().get("node_pool"), found, "tasks", task.id().value(), "node_pool");
        }
        for (var group : dag.groups().values()) {
            InstanceTypes.checkMix(group.nodePool(), found, "groups", group.id().value(), "node_pool");
        }
    }

    /** Whether machines come by this task; {@code scale} with 0 nodes lets them go. */
    static boolean scalesUp(Task task) {
        return switch (task.operator()) {
            case "scale-ec2" -> true;
            case "scale" -> !(task.block("node_pool").get("nodes") instanceof Number nodes && nodes.doubleValue() == 0);
            default -> false;
        };
    }

    private void isUp(Task task) {
        int number = graph.number(task.id());
        for (var name : NodePools.usedBy(task, dag)) {
            var pool = pools.get(name);
            if (pool == null) {
                continue;
            }
            if (!pool.up().get(number)) {
                var first = pool.scaledBy().getFirst();
                notUp(task, name, ", but does not come after \"" + first + "\"", "Add " + first + " to its depends_on");
                continue;
            }
            pool.down().forEach((teardown, below) -> {
                if (below.get(number)) {
                    notUp(task, name, ", but comes after \"" + teardown + "\" has given it back",
                            "Let it wait for something before " + teardown);
                }
            });
        }
    }

    /** Who scales the pool of that name up, what comes after that, and what comes after a teardown of all that. */
    private Pool pool(List<TaskId> scaledBy) {
        var up = new BitSet();
        scaledBy.forEach(task -> up.or(graph.allDownstream(graph.number(task))));
        var down = new LinkedHashMap<TaskId, BitSet>();
        for (var task : teardowns.getOrDefault(scaledBy.getFirst(), List.of())) {
            if (task.teardownOf().containsAll(scaledBy)) {
                down.put(task.id(), graph.allDownstream(graph.number(task.id())));
            }
        }
        return new Pool(scaledBy, up, down);
    }

    private record Pool(List<TaskId> scaledBy, BitSet up, Map<TaskId, BitSet> down) {}

    private void notUp(Task task, String pool, String what, String fix) {
        var id = task.id().value();
        var place = found.isWritten("tasks", id, "spark", "node_pool") && pool.equals(task.block("spark").get("node_pool"))
                ? found.places().value("tasks", id, "spark", "node_pool")
                : found.isWritten("tasks", id, "job", "node_pool")
                        ? found.places().value("tasks", id, "job", "node_pool")
                        : found.places().key("tasks", id);
        found.error(place, "pool-not-up", "task \"" + id + "\" runs on pool \"" + pool + "\"" + what, fix);
    }

    private void isGivenBack(Task scaling) {
        var pool = NodePools.scaledBy(scaling).orElse(scaling.id().value());
        if (teardowns.containsKey(scaling.id()) || letGo.contains(pool)) {
            return;
        }
        var ttl = scaling.block("node_pool").getOrDefault("ttl", "12h");
        found.warningAtKey("pool-outside",
                "no task gives node pool \"" + pool + "\" back: its lease ends after the ttl of " + ttl,
                "Add a downscale-ec2 task with teardown_of: " + scaling.id(), "tasks", scaling.id().value());
    }
}
