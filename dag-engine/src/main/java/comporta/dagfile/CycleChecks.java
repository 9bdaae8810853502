package comporta.dagfile;

import comporta.dag.Dag;
import comporta.dag.DagGraph;
import comporta.dag.GroupId;
import comporta.dag.TaskId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Nothing waits for itself, and no group lies in itself. */
final class CycleChecks {
    private final Dag dag;
    private final Findings found;

    private CycleChecks(Dag dag, Findings found) {
        this.dag = dag;
        this.found = found;
    }

    static void check(Dag dag, DagGraph graph, Findings found) {
        var checks = new CycleChecks(dag, found);
        graph.cycles().forEach(checks::tasks);
        checks.groups();
    }

    private void tasks(List<TaskId> cycle) {
        var reasons = cycle.stream().map(this::reason).toList();
        var arrows = Stream.concat(cycle.stream(), Stream.of(cycle.getFirst())).map(TaskId::value).collect(Collectors.joining(" → "));
        found.error(reasons.getFirst(), "cycle",
                arrows + (cycle.size() == 1 ? ": this task waits for itself" : ": these tasks wait for each other"),
                fix("depends_on", reasons));
    }

    /** The key that makes a task wait: its own, or the nearest of its groups. */
    private Place reason(TaskId task) {
        if (found.isWritten("tasks", task.value(), "depends_on")) {
            return found.places().key("tasks", task.value(), "depends_on");
        }
        if (found.isWritten("tasks", task.value(), "teardown_of")) {
            return found.places().key("tasks", task.value(), "teardown_of");
        }
        var seen = new HashSet<GroupId>();
        for (var group = dag.task(task).group(); group != null && seen.add(group); group = parent(group)) {
            if (found.isWritten("groups", group.value(), "depends_on")) {
                return found.places().key("groups", group.value(), "depends_on");
            }
        }
        return found.places().key("tasks", task.value());
    }

    private void groups() {
        var told = new HashSet<GroupId>();
        for (var start : dag.groups().keySet()) {
            var way = new ArrayList<GroupId>();
            @Nullable GroupId next = start;
            while (next != null && !way.contains(next)) {
                way.add(next);
                next = parent(next);
            }
            if (start.equals(next) && told.add(start)) {
                told.addAll(way);
                way.add(start);
                found.errorAtKey("cycle",
                        way.stream().map(GroupId::value).collect(Collectors.joining(" → "))
                                + (way.size() == 2 ? ": this group lies in itself" : ": these groups lie in each other"),
                        fix("group", way.stream().skip(1).map(group -> found.places().key("groups", group.value(), "group")).toList()),
                        "groups", start.value(), "group");
            }
        }
    }

    private @Nullable GroupId parent(GroupId group) {
        var known = dag.groups().get(group);
        return known == null ? null : known.parent();
    }

    private static String fix(String key, List<Place> places) {
        var lines = places.stream().map(Place::line).distinct().sorted().map(String::valueOf).toList();
        return lines.size() == 1
                ? "Remove the " + key + " on line " + lines.getFirst()
                : "Remove one of the " + key + " on lines " + String.join(", ", lines);
    }
}
