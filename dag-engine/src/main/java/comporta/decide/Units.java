package comporta.decide;

import comporta.dag.Dag;
import comporta.dag.DagGraph;
import comporta.dag.Expand;
import comporta.dag.Group;
import comporta.dag.GroupId;
import comporta.dag.TaskId;
import comporta.template.Templates;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Finds what a DAG expands. */
final class Units {
    private static final Set<String> OF_TASKS = Set.of("outputs", "tasks");

    private final Dag dag;
    private final DagGraph graph;
    private final Set<String> ids;

    private Units(Dag dag, DagGraph graph, Set<String> ids) {
        this.dag = dag;
        this.graph = graph;
        this.ids = ids;
    }

    static List<Unit> of(Dag dag, DagGraph graph, Set<String> ids) {
        return new Units(dag, graph, ids).all();
    }

    private List<Unit> all() {
        var units = new ArrayList<Unit>();
        var taken = new BitSet();
        for (var group : dag.groups().values()) {
            var expand = group.expand();
            var members = expand == null ? List.<TaskId>of() : graph.members(group.id());
            if (expand != null && !members.isEmpty()) {
                units.add(unit(group.id().value(), true, expand, members));
                members.forEach(member -> taken.set(graph.number(member)));
            }
        }
        for (var task : dag.tasks().values()) {
            var expand = task.expand();
            if (expand != null && !taken.get(graph.number(task.id()))) {
                units.add(unit(task.id().value(), false, expand, List.of(task.id())));
            }
        }
        return units;
    }

    private Unit unit(String id, boolean isGroup, Expand expand, Collection<TaskId> tasks) {
        var members = tasks.stream().mapToInt(graph::number).toArray();
        return new Unit(id, isGroup, expand, members, givers(expand), expand.maxParallel() != null && !isLeftAndEnteredAgain(members));
    }

    private int[] givers(Expand expand) {
        var found = new TreeSet<Integer>();
        expand.over().values().forEach(over -> read(over, found));
        return found.stream().mapToInt(n -> n).toArray();
    }

    private void read(@Nullable Object over, Set<Integer> found) {
        switch (over) {
            case String text -> Templates.namesIn(text, ids).forEach(name -> giver(name, found));
            case List<?> items -> items.forEach(item -> read(item, found));
            case Map<?, ?> map -> map.values().forEach(item -> read(item, found));
            case null, default -> { }
        }
    }

    /** {@code outputs.a.b.c} reads of task {@code a.b}, if there is one, else of {@code a}. */
    private void giver(String name, Set<Integer> found) {
        var dot = name.indexOf('.');
        if (dot < 0 || !OF_TASKS.contains(name.substring(0, dot))) {
            return;
        }
        var id = name.substring(dot + 1);
        while (!ids.contains(id) && id.indexOf('.') >= 0) {
            id = id.substring(0, id.lastIndexOf('.'));
        }
        if (ids.contains(id)) {
            found.add(graph.number(new TaskId(id)));
        }
    }

    /**
     * Whether a task outside comes after one member and before another: then no index can come to its end before all have come half way.
     */
    private boolean isLeftAndEnteredAgain(int[] members) {
        var inside = new BitSet();
        IntStream.of(members).forEach(inside::set);
        var after = new BitSet();
        var before = new BitSet();
        for (int member : members) {
            after.or(graph.allDownstream(member));
            before.or(graph.allUpstream(member));
        }
        after.and(before);
        after.andNot(inside);
        return !after.isEmpty();
    }
}
