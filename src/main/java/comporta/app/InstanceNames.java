package comporta.app;

import comporta.dag.Dag;
import comporta.dag.DagGraph;
import comporta.dag.GroupId;
import comporta.dag.TaskId;
import comporta.loop.TaskPicture;
import comporta.run.Expansion;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the instances of expanded tasks are called, as far as it was told: {@code score[churn]}, else {@code score[0]}. */
final class InstanceNames {
    private final DagGraph graph;
    private final List<TaskId> tasks;
    private final Map<TaskId, Expansion> expansions = new ConcurrentHashMap<>();
    private final Map<String, String> seen = new ConcurrentHashMap<>();

    InstanceNames(Dag dag) {
        graph = DagGraph.of(dag);
        tasks = List.copyOf(dag.tasks().keySet());
    }

    /** A task or a group was expanded. */
    void expanded(Expansion expansion) {
        var task = new TaskId(expansion.of());
        var members = tasks.contains(task) ? List.of(task) : graph.members(new GroupId(expansion.of()));
        members.forEach(member -> expansions.put(member, expansion));
    }

    /** What was expanded in an earlier life of the run is seen in its pictures. */
    void seen(List<TaskPicture> pictures) {
        for (var task : pictures) {
            task.instances().forEach(each -> seen.put(plain(task.task().id(), each.instance().mapIndex()), each.name()));
        }
    }

    String of(int task, int mapIndex) {
        var id = tasks.get(task);
        if (mapIndex < 0) {
            return id.value();
        }
        var expansion = expansions.get(id);
        return expansion == null || mapIndex >= expansion.size()
                ? seen.getOrDefault(plain(id, mapIndex), plain(id, mapIndex))
                : id + "[" + expansion.name(mapIndex) + "]";
    }

    private static String plain(TaskId task, int mapIndex) {
        return task + "[" + mapIndex + "]";
    }
}
