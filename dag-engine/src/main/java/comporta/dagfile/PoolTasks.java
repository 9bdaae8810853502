package comporta.dagfile;

import comporta.dag.Dependency;
import comporta.dag.Group;
import comporta.dag.GroupId;
import comporta.dag.NodePools;
import comporta.dag.Task;
import comporta.dag.TaskId;
import comporta.dag.TriggerRule;
import comporta.dagfile.Node.Entry;
import comporta.dagfile.Node.Mapping;
import comporta.dagfile.Node.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Puts the set-up and the teardown of each group's node pool around the group's tasks. */
final class PoolTasks {
    private final Problems problems;
    private final FilePlaces places;
    private final TaskReader reader;
    private final Map<GroupId, Group> groups;
    private final Mapping file;

    PoolTasks(Problems problems, FilePlaces places, TaskReader reader, Map<GroupId, Group> groups, Mapping file) {
        this.problems = problems;
        this.places = places;
        this.reader = reader;
        this.groups = groups;
        this.file = file;
    }

    /** The tasks of the file, each pool's set-up before its first task and its teardown behind its last. */
    Map<TaskId, Task> around(Map<TaskId, Task> written, Function<String, @Nullable Mapping> defaultsOf) {
        var tasks = written;
        for (var group : groups.values()) {
            if (!group.nodePool().isEmpty() && file.get("groups") instanceof Mapping all
                    && all.get(group.id().value()) instanceof Mapping node
                    && node.entry("node_pool") != null) {
                tasks = around(tasks, group, node, defaultsOf.apply(group.id().value()));
            }
        }
        return tasks;
    }

    private Map<TaskId, Task> around(Map<TaskId, Task> tasks, Group group, Mapping node, @Nullable Mapping byDefault) {
        var pool = node.entries().get("node_pool");
        var members = members(tasks, group.id());
        if (pool == null || members.isEmpty()) {
            return tasks;
        }
        var up = new TaskId("scale-ec2-" + group.id());
        var down = new TaskId("downscale-ec2-" + group.id());
        for (var generated : List.of(up, down)) {
            if (tasks.containsKey(generated)) {
                problems.error(places.key("tasks", generated.value()), "duplicate-key",
                        "\"" + generated + "\" is also the name of a task that the node pool of group \"" + group.id() + "\" brings",
                        "Rename one");
                return tasks;
            }
        }
        var scale = settings(generated(up, "scale-ec2", null, pool, group.id(), byDefault), group, List.of(), List.of());
        var last = new ArrayList<Dependency>();
        last(tasks, members).forEach(task -> last.add(new Dependency.OnTask(task)));
        var downscale = settings(generated(down, "downscale-ec2", up, pool, group.id(), byDefault), group, last, List.of(up));
        var all = LinkedHashMap.<TaskId, Task>newLinkedHashMap(tasks.size() + 2);
        int left = members.size();
        for (var task : tasks.values()) {
            if (!members.contains(task.id())) {
                all.put(task.id(), task);
                continue;
            }
            if (left == members.size()) {
                all.put(up, scale);
            }
            all.put(task.id(), task.isTeardown() || waitsFor(task, members) ? task : after(up, task, awaited(group, scale, task)));
            if (--left == 0) {
                all.put(down, downscale);
            }
        }
        return all;
    }

    /** The generated task as if it had been written, with what defaults give to such a task. */
    private Task generated(TaskId id, String operator, @Nullable TaskId setUp, Entry pool, GroupId group, @Nullable Mapping byDefault) {
        var keys = new LinkedHashMap<String, Entry>();
        keys.put("operator", entry(pool, "operator", operator));
        if (setUp == null) {
            keys.put("node_pool", named(pool, group));
        } else {
            keys.put("teardown_of", entry(pool, "teardown_of", setUp.value()));
        }
        places.generated(id.value(), pool);
        return reader.read(id, new Entry(pool.key(), reader.withDefaults(Mapping.of(keys, pool.value().place()), byDefault)));
    }

    /** The pool with the name that it has by default. */
    private static Entry named(Entry pool, GroupId group) {
        if (!(pool.value() instanceof Mapping written) || written.entry("name") != null) {
            return pool;
        }
        var keys = new LinkedHashMap<>(written.entries());
        keys.put("name", entry(pool, "name", group.value()));
        return new Entry(pool.key(), Mapping.of(keys, written.place()));
    }

    private static Entry entry(Entry at, String name, String text) {
        var place = at.key().place();
        return new Entry(new Scalar(name, true, place, place), new Scalar(text, true, place, place));
    }

    private static Task settings(Task task, Group group, List<Dependency> dependsOn, List<TaskId> teardownOf) {
        var settings = new LinkedHashMap<>(task.settings());
        if (teardownOf.isEmpty()) {
            settings.put("node_pool", group.nodePool());
        }
        return with(task, dependsOn, group.id(), settings);
    }

    /** What the group waits for its first tasks wait for themselves: its machines may come before that. */
    private static List<Dependency> awaited(Group group, Task setUp, Task task) {
        return NodePools.isJustInTime(setUp) && group.expand() == null && task.triggerRule() == TriggerRule.ALL_SUCCESS
                ? group.dependsOn()
                : List.of();
    }

    private static Task after(TaskId setUp, Task task, List<Dependency> ofGroup) {
        var dependsOn = new ArrayList<Dependency>(task.dependsOn());
        ofGroup.stream().filter(each -> !(each instanceof Dependency.OnDag) && !dependsOn.contains(each)).forEach(dependsOn::add);
        dependsOn.add(new Dependency.OnTask(setUp));
        return with(task, dependsOn, task.group(), task.settings());
    }

    private static Task with(Task task, List<Dependency> dependsOn, @Nullable GroupId group, Map<String, Object> settings) {
        return new Task(task.id(), task.operator(), task.description(), task.doc(), dependsOn, task.triggerRule(), task.when(),
                task.doneWhen(), task.retry(), task.skipOn(), task.timeouts(), task.expectedDuration(), task.pool(), task.poolSlots(),
                task.priorityWeight(), task.maxActive(), task.dependsOnPast(), task.waitForDownstream(), task.deadlines(), task.alerts(),
                task.env(), task.secrets(), task.outputs(), task.teardownOf(), group, task.expand(), task.targets(), settings);
    }

    private Set<TaskId> members(Map<TaskId, Task> tasks, GroupId group) {
        var inside = new HashMap<GroupId, Boolean>();
        var members = new LinkedHashSet<TaskId>();
        for (var task : tasks.values()) {
            if (task.group() != null && inside.computeIfAbsent(task.group(), inner -> liesIn(inner, group))) {
                members.add(task.id());
            }
        }
        return members;
    }

    private boolean liesIn(GroupId inner, GroupId outer) {
        @Nullable GroupId next = inner;
        for (int depth = 0; next != null && depth <= groups.size(); depth++) {
            if (next.equals(outer)) {
                return true;
            }
            var group = groups.get(next);
            next = group == null ? null : group.parent();
        }
        return false;
    }

    private static boolean waitsFor(Task task, Set<TaskId> members) {
        for (var dependency : task.dependsOn()) {
            if (dependency instanceof Dependency.OnTask(var above) && members.contains(above)) {
                return true;
            }
        }
        return false;
    }

    /** Members that no other one waits for. */
    private static Set<TaskId> last(Map<TaskId, Task> tasks, Set<TaskId> members) {
        var last = new LinkedHashSet<>(members);
        for (var task : tasks.values()) {
            if (members.contains(task.id())) {
                for (var dependency : task.dependsOn()) {
                    if (dependency instanceof Dependency.OnTask(var above)) {
                        last.remove(above);
                    }
                }
                if (task.isTeardown()) {
                    last.remove(task.id());
                }
            }
        }
        return last;
    }
}
