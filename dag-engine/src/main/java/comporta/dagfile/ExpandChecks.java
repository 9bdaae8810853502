package comporta.dagfile;

import comporta.dag.Dag;
import comporta.dag.Expand;
import comporta.dag.Group;
import comporta.dag.GroupId;
import comporta.dag.Task;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Expansions are not nested, and their lists are lists that fit. */
final class ExpandChecks {
    private static final int MOST_INSTANCES = 1024;

    private final Dag dag;
    private final Findings found;

    private ExpandChecks(Dag dag, Findings found) {
        this.dag = dag;
        this.found = found;
    }

    static void check(Dag dag, Findings found) {
        var checks = new ExpandChecks(dag, found);
        for (var group : dag.groups().values()) {
            if (group.expand() != null) {
                checks.nested("group \"" + group.id() + "\"", group.parent(), "groups", group.id().value(), "expand");
                checks.lists(group.expand(), "groups", group.id().value(), "expand");
            }
        }
        for (var task : found.writtenTasks()) {
            if (task.expand() != null) {
                checks.nested("task \"" + task.id() + "\"", task.group(), "tasks", task.id().value(), "expand");
                checks.lists(task.expand(), "tasks", task.id().value(), "expand");
            }
        }
    }

    /** The group around a task whose items the task knows. */
    static Optional<Group> expandedAround(Dag dag, @Nullable GroupId innermost) {
        var seen = new HashSet<GroupId>();
        for (var id = innermost; id != null && seen.add(id); ) {
            var group = dag.groups().get(id);
            if (group == null) {
                return Optional.empty();
            }
            if (group.expand() != null) {
                return Optional.of(group);
            }
            id = group.parent();
        }
        return Optional.empty();
    }

    /** The expansion that makes several instances of a task: its own, or that of a group around it. */
    static Optional<Expand> of(Dag dag, Task task) {
        return Optional.ofNullable(task.expand()).or(() -> expandedAround(dag, task.group()).map(Group::expand));
    }

    private void nested(String who, @Nullable GroupId around, String... path) {
        expandedAround(dag, around).ifPresent(group -> found.errorAtKey("expand-nested",
                who + " is expanded inside the expanded group \"" + group.id() + "\"", "Combine both lists in one expand", path));
    }

    private void lists(Expand expand, String... path) {
        long instances = 1;
        @Nullable List<?> first = null;
        for (var over : expand.over().entrySet()) {
            if (over.getValue() instanceof List<?> items) {
                if (expand.combine() == Expand.Combine.PRODUCT) {
                    instances = Math.min(Integer.MAX_VALUE, instances * Math.max(1, items.size()));
                } else {
                    instances = Math.max(instances, items.size());
                    if (first != null && first.size() != items.size()) {
                        found.errorAtKey("zip-lengths", "zip of " + first.size() + " and " + items.size() + " items",
                                "Make the lists equal", under(path, "over", over.getKey()));
                    }
                    first = first == null ? items : first;
                }
            } else if (!(over.getValue() instanceof String text && text.contains("{{"))) {
                found.errorAtValue("not-a-list", "\"over." + over.getKey() + "\" is " + kind(over.getValue()),
                        "Write a list, e.g. " + over.getKey() + ": [a, b]", under(path, "over", over.getKey()));
            }
        }
        if (instances > MOST_INSTANCES) {
            found.errorAtKey("expand-too-many",
                    String.format(Locale.ROOT, "%,d instances (limit %,d)", instances, MOST_INSTANCES), "Give each try a slice", path);
        }
    }

    private static String kind(@Nullable Object value) {
        return switch (value) {
            case null -> "empty";
            case Number _ -> "a number";
            case Boolean _ -> "true or false";
            case Map<?, ?> _ -> "a map";
            default -> "text";
        };
    }

    private static String[] under(String[] path, String... more) {
        return Stream.concat(Stream.of(path), Stream.of(more)).toArray(String[]::new);
    }
}
