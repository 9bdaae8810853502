package comporta.dag;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Groups and what lies in them, with the meaning of a dependency on a group and of a group. */
final class GroupTree {
    private static final BitSet EMPTY = new BitSet(0);

    private final Dag dag;
    private final Map<TaskId, Integer> numbers;
    private final Map<GroupId, List<GroupId>> around = new HashMap<>();
    private final Map<GroupId, List<Task>> inside = new HashMap<>();
    private final Map<GroupId, BitSet> members = new HashMap<>();
    private final Map<GroupId, BitSet> last = new HashMap<>();

    GroupTree(Dag dag, Map<TaskId, Integer> numbers) {
        this.dag = dag;
        this.numbers = numbers;
        if (dag.groups().isEmpty()) {
            return;
        }
        for (var group : dag.groups().keySet()) {
            around.put(group, outward(group));
            members.put(group, new BitSet());
        }
        for (var task : dag.tasks().values()) {
            around(task.group()).forEach(group -> {
                inside.computeIfAbsent(group, _ -> new ArrayList<>()).add(task);
                members(group).set(numbers.getOrDefault(task.id(), 0));
            });
        }
        // The last tasks of an outer group depend on those of the groups in it.
        dag.groups().keySet().stream()
                .sorted(Comparator.comparingInt((GroupId group) -> around(group).size()).reversed())
                .forEach(group -> last.put(group, findLast(group)));
    }

    OptionalInt number(TaskId task) {
        var number = numbers.get(task);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /** Everything in the group, also by groups in it; empty for an unknown one. */
    BitSet members(GroupId group) {
        return members.getOrDefault(group, EMPTY);
    }

    /** Members for which no other member waits. Teardowns count only where there is nothing else. */
    BitSet last(GroupId group) {
        return last.getOrDefault(group, EMPTY);
    }

    /** What a task waits for by itself, and by its groups in so far as it has no upstream inside them. */
    List<Dependency> dependenciesOf(Task task) {
        var groups = around(task.group());
        if (groups.isEmpty() || task.isTeardown()) {
            return task.dependsOn();
        }
        var written = new ArrayList<>(task.dependsOn());
        var meant = new ArrayList<>(task.dependsOn());
        for (var group : groups) {
            var byGroup = dag.groups().get(group);
            if (byGroup == null) {
                break;
            }
            if (written.stream().noneMatch(dependency -> isInside(dependency, group))) {
                meant.addAll(byGroup.dependsOn());
            }
            written.addAll(byGroup.dependsOn());
        }
        return meant;
    }

    private BitSet findLast(GroupId group) {
        var candidates = (BitSet) members(group).clone();
        var teardowns = new BitSet();
        var waitedFor = new BitSet();
        for (var task : inside.getOrDefault(group, List.of())) {
            if (task.isTeardown()) {
                number(task.id()).ifPresent(teardowns::set);
                continue;
            }
            Stream.concat(
                            task.dependsOn().stream(),
                            around(task.group()).stream()
                                    .takeWhile(inner -> !inner.equals(group))
                                    .flatMap(inner -> Stream.ofNullable(dag.groups().get(inner)))
                                    .flatMap(inner -> inner.dependsOn().stream()))
                    .forEach(dependency -> {
                        switch (dependency) {
                            case Dependency.OnTask(var above) -> number(above).ifPresent(waitedFor::set);
                            case Dependency.OnGroup(var inner) when !inner.equals(group) -> waitedFor.or(last(inner));
                            case Dependency.OnGroup _, Dependency.OnDag _ -> {}
                        }
                    });
        }
        candidates.andNot(teardowns);
        candidates.andNot(waitedFor);
        return candidates.isEmpty() && teardowns.equals(members(group)) ? teardowns : candidates;
    }

    private boolean isInside(Dependency dependency, GroupId group) {
        return switch (dependency) {
            case Dependency.OnTask(var above) -> number(above).stream().anyMatch(members(group)::get);
            case Dependency.OnGroup(var other) -> around(other).contains(group);
            case Dependency.OnDag _ -> false;
        };
    }

    /** The group and the groups around it, innermost first; empty for none and for an unknown one. */
    private List<GroupId> around(@Nullable GroupId group) {
        return group == null ? List.of() : around.getOrDefault(group, List.of());
    }

    private List<GroupId> outward(GroupId group) {
        var outward = new ArrayList<GroupId>();
        @Nullable GroupId next = group;
        while (next != null && dag.groups().containsKey(next) && !outward.contains(next)) {
            outward.add(next);
            next = dag.groups().get(next).parent();
        }
        return outward;
    }
}
