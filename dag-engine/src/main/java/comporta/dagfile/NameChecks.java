package comporta.dagfile;

import comporta.dag.Dag;
import comporta.dag.Dependency;
import comporta.dag.GroupId;
import comporta.dag.Suggestion;
import comporta.dag.TaskId;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Names of tasks and groups lead to tasks and groups. */
final class NameChecks {
    private static final int LISTED = 10;

    private final Dag dag;
    private final Findings found;

    private NameChecks(Dag dag, Findings found) {
        this.dag = dag;
        this.found = found;
    }

    static void check(Dag dag, Findings found) {
        var checks = new NameChecks(dag, found);
        checks.groups();
        checks.tasks();
    }

    private void groups() {
        for (var group : dag.groups().values()) {
            var id = group.id().value();
            if (dag.tasks().containsKey(new TaskId(id))) {
                var asGroup = found.places().key("groups", id);
                var asTask = found.places().key("tasks", id);
                found.error(asTask.line() > asGroup.line() ? asTask : asGroup, "unknown-group",
                        "\"" + id + "\" is a group and a task", "Rename one");
            }
            group(group.parent(), "groups", id);
            dependencies("group", id, group.dependsOn());
        }
    }

    private void tasks() {
        for (var task : dag.tasks().values()) {
            var id = task.id().value();
            group(task.group(), "tasks", id);
            dependencies("task", id, task.dependsOn());
            int n = 0;
            for (var setup : task.teardownOf()) {
                if (!dag.tasks().containsKey(setup)) {
                    found.error(found.places().value("tasks", id, "teardown_of", Integer.toString(n)), "unknown-task",
                            "task \"" + id + "\" tears down \"" + setup + "\", which this DAG does not have",
                            () -> fix(setup.value(), dag.tasks().keySet().stream().map(TaskId::value).toList(), "Tasks are "));
                }
                n++;
            }
        }
    }

    private void group(@Nullable GroupId group, String kinds, String id) {
        if (group != null && !dag.groups().containsKey(group)) {
            found.error(found.places().value(kinds, id, "group"), "unknown-group", "group \"" + group + "\" is not in groups",
                    () -> fix(group.value(), dag.groups().keySet().stream().map(GroupId::value).toList(), "Groups are "));
        }
    }

    private void dependencies(String kind, String id, List<Dependency> dependencies) {
        int n = 0;
        for (var dependency : dependencies) {
            var missing = switch (dependency) {
                case Dependency.OnTask(var task) -> dag.tasks().containsKey(task) ? null : task.value();
                case Dependency.OnGroup(var group) -> dag.groups().containsKey(group) ? null : group.value();
                case Dependency.OnDag _ -> null;
            };
            if (missing != null) {
                found.error(found.places().value(kind + "s", id, "depends_on", Integer.toString(n)), "unknown-task",
                        kind + " \"" + id + "\" waits for \"" + missing + "\", which this DAG does not have",
                        () -> fix(missing, found.ids(), "Tasks are "));
            }
            n++;
        }
    }

    private static String fix(String written, Collection<String> known, String otherwise) {
        if (known.isEmpty()) {
            return "Remove it";
        }
        return Suggestion.didYouMean(written, known,
                otherwise + known.stream().limit(LISTED).collect(Collectors.joining(", ")) + (known.size() > LISTED ? ", …" : ""));
    }
}
