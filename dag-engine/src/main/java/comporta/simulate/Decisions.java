package comporta.simulate;

import comporta.dag.Dag;
import comporta.dag.DagGraph;
import comporta.dag.Task;
import comporta.template.Templates;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Questions of a DAG file whose answers nobody knows before a real run: they are answered so that as much as possible is run. */
final class Decisions {
    private final Dag dag;
    private final DagGraph graph;
    private final KnownNames names;
    private final Inventions inventions;

    Decisions(Dag dag, KnownNames names, Inventions inventions) {
        this.dag = dag;
        this.graph = DagGraph.of(dag);
        this.names = names;
        this.inventions = inventions;
    }

    /** True, where it is not known. */
    @Nullable String when(Task task) {
        var when = task.when();
        if (when == null || isCertain(when)) {
            return when;
        }
        inventions.value("when of " + task.id(), true);
        return null;
    }

    /** The operator's own keys, with answers for {@code choose} and {@code condition} where these are not known. */
    Map<String, Object> settings(Task task) {
        var settings = new LinkedHashMap<>(task.settings());
        if (settings.get("choose") instanceof String choose && !isCertain(choose)) {
            var first = first(task, choose);
            inventions.value("choose of " + task.id(), first);
            settings.put("choose", "{{ '" + first + "' }}");
        }
        if (settings.get("condition") instanceof String condition && !isCertain(condition)) {
            inventions.value("condition of " + task.id(), true);
            settings.put("condition", "{{ true }}");
        }
        return settings;
    }

    /** The first id that is written out, else the first task below. */
    private String first(Task task, String choose) {
        var written = Templates.choices(choose).texts();
        if (!written.isEmpty()) {
            return written.getFirst().text();
        }
        int[] below = graph.downstream(graph.number(task.id()));
        return below.length == 0 ? "" : graph.task(below[0]).value();
    }

    /** Three items, where they are not known. */
    Object over(String name, Object items, String of) {
        if (!(items instanceof String expression) || isCertain(expression)) {
            return items;
        }
        var three = StandInValues.items(name, partsOfItem(name));
        inventions.value("over." + name + " of " + of, three);
        return three;
    }

    /** What templates read of an item: {@code item.model.name} reads {@code name} of {@code model}. */
    private List<List<String>> partsOfItem(String name) {
        var parts = new ArrayList<List<String>>();
        for (var task : dag.tasks().values()) {
            collect(name, task.settings(), parts);
            collect(name, task.env(), parts);
            collect(name, task.when(), parts);
            collect(name, task.expand() == null ? null : task.expand().label(), parts);
        }
        for (var group : dag.groups().values()) {
            collect(name, group.nodePool(), parts);
            collect(name, group.expand() == null ? null : group.expand().label(), parts);
        }
        return parts;
    }

    private void collect(String name, @Nullable Object value, List<List<String>> parts) {
        switch (value) {
            case String text -> Templates.pathsIn(text, names.tasks()).stream()
                    .filter(path -> path.size() > 2 && path.getFirst().equals("item") && path.get(1).equals(name))
                    .map(path -> path.subList(2, path.size()))
                    .forEach(parts::add);
            case Map<?, ?> map -> map.values().forEach(inner -> collect(name, inner, parts));
            case List<?> list -> list.forEach(inner -> collect(name, inner, parts));
            case null, default -> {}
        }
    }

    private boolean isCertain(String expression) {
        return Templates.pathsIn(expression, names.tasks()).stream().allMatch(names::isCertain);
    }
}
