package comporta.dag;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which node pools a task scales, and which it says that it runs on. Names are as written, perhaps templates. */
public final class NodePools {
    private static final Set<String> SCALING = Set.of("scale-ec2", "scale");

    private NodePools() {}

    /** The pool that the task scales; empty when it scales none, or names none. */
    public static Optional<String> scaledBy(Task task) {
        return task.settings().get("node_pool") instanceof Map<?, ?> pool ? Optional.ofNullable(text(pool.get("name"))) : Optional.empty();
    }

    /** Whether the task brings machines up for its first consumer, and is not told to do so as soon as it may. */
    public static boolean isJustInTime(Task task) {
        return SCALING.contains(task.operator())
                && task.settings().get("node_pool") instanceof Map<?, ?> pool
                && !"eager".equals(pool.get("start"))
                && !"0".equals(String.valueOf(pool.get("nodes")));
    }

    /** The same DAG, whose machines all start by that word. */
    public static Dag starting(Dag dag, String start) {
        var tasks = new LinkedHashMap<TaskId, Task>();
        dag.tasks().forEach((id, task) -> tasks.put(id, starting(task, start)));
        return dag.with(tasks);
    }

    /** The same task, whose machines start by that word: {@code jit} or {@code eager}. Tasks that bring none up stay as they are. */
    private static Task starting(Task task, String start) {
        if (!SCALING.contains(task.operator()) || !(task.settings().get("node_pool") instanceof Map<?, ?>)) {
            return task;
        }
        var pool = new LinkedHashMap<>(task.block("node_pool"));
        pool.put("start", start);
        var settings = new LinkedHashMap<>(task.settings());
        settings.put("node_pool", pool);
        return task.with(settings);
    }

    /** The pool of a group, by default named as the group; empty when it has none. */
    public static Optional<String> of(Group group) {
        return group.nodePool().isEmpty()
                ? Optional.empty()
                : Optional.of(text(group.nodePool().getOrDefault("name", group.id().value()), group.id().value()));
    }

    /** {@code job.node_pool} and {@code spark.node_pool}; where both are silent, and something is launched, that of the nearest group. */
    public static Set<String> usedBy(Task task, Dag dag) {
        var pools = new LinkedHashSet<String>();
        boolean launches = false;
        for (var place : List.of("job", "spark")) {
            if (task.settings().get(place) instanceof Map<?, ?> block) {
                launches = true;
                var name = text(block.get("node_pool"));
                if (name != null) {
                    pools.add(name);
                }
            }
        }
        var own = text(task.settings().get("node_pool"));
        if (own != null) {
            pools.add(own);
        }
        if (pools.isEmpty() && launches && !dag.groups().isEmpty()) {
            nearest(task.group(), dag).ifPresent(pools::add);
        }
        return pools;
    }

    /**
     * Whether each of its instances runs on one machine of its pool: a job is one task of a cluster, a Spark driver has executors besides.
     */
    public static boolean isOnOneMachine(Task task, Dag dag) {
        return !task.operator().equals("spark-driver") && !task.settings().containsKey("spark") && !usedBy(task, dag).isEmpty();
    }

    private static Optional<String> nearest(@Nullable GroupId from, Dag dag) {
        @Nullable Group group = from == null ? null : dag.groups().get(from);
        // No chain of groups is longer than there are groups, unless they lie in each other.
        for (int depth = 0; group != null && depth < dag.groups().size(); depth++) {
            var pool = of(group);
            if (pool.isPresent()) {
                return pool;
            }
            group = group.parent() == null ? null : dag.groups().get(group.parent());
        }
        return Optional.empty();
    }

    private static @Nullable String text(@Nullable Object value) {
        return value instanceof String text ? text : null;
    }

    private static String text(Object value, String otherwise) {
        return value instanceof String text ? text : otherwise;
    }
}
