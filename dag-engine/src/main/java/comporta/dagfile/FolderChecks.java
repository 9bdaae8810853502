package comporta.dagfile;

import comporta.dag.Dag;
import comporta.dag.DagId;
import comporta.dag.Dependency;
import comporta.dag.Group;
import comporta.dag.GroupId;
import comporta.dag.Schedule.Trigger;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jgrapht.Graph;
import org.jgrapht.alg.connectivity.KosarajuStrongConnectivityInspector;
import org.jgrapht.graph.DefaultDirectedGraph;
import org.jgrapht.graph.DefaultEdge;
import org.jspecify.annotations.Nullable;

/** What concerns several DAGs of a folder: none waits for itself by way of others. */
public final class FolderChecks {
    private static final String BEGIN = "\u0001";
    private static final String END = "\u0002";

    private final Map<DagId, Dag> dags = new LinkedHashMap<>();
    private final Graph<String, DefaultEdge> waitsFor = new DefaultDirectedGraph<>(DefaultEdge.class);

    private FolderChecks(List<Dag> all) {
        all.forEach(dag -> dags.putIfAbsent(dag.id(), dag));
        dags.values().forEach(this::add);
    }

    /** DAGs that wait for each other and so would wait for ever, each cycle once, from the first of its names on. */
    public static List<List<DagId>> cycles(List<Dag> dags) {
        var involved = involved(dags);
        if (involved.isEmpty()) {
            return List.of();
        }
        var checks = new FolderChecks(involved);
        return new KosarajuStrongConnectivityInspector<>(checks.waitsFor).stronglyConnectedSets().stream()
                .filter(FolderChecks::isOverDags)
                .map(checks::shortest)
                .sorted(Comparator.comparing(List::getFirst))
                .toList();
    }

    /** A cycle among the tasks of one DAG is told where its file is read. */
    private static boolean isOverDags(Set<String> nodes) {
        return nodes.size() > 1
                && (nodes.stream().anyMatch(node -> node.endsWith(BEGIN))
                        || nodes.stream().map(FolderChecks::dagOf).distinct().count() > 1);
    }

    private List<DagId> shortest(Set<String> nodes) {
        var start = nodes.stream().min(Comparator.comparing(FolderChecks::dagOf).thenComparing(Comparator.naturalOrder())).orElseThrow();
        var cameFrom = new LinkedHashMap<String, String>();
        var next = new ArrayDeque<>(List.of(start));
        while (!cameFrom.containsKey(start)) {
            var node = next.remove();
            for (var edge : waitsFor.outgoingEdgesOf(node)) {
                var other = waitsFor.getEdgeTarget(edge);
                if (nodes.contains(other) && cameFrom.putIfAbsent(other, node) == null) {
                    next.add(other);
                }
            }
        }
        var way = new ArrayDeque<DagId>();
        var node = start;
        do {
            node = cameFrom.getOrDefault(node, start);
            way.addFirst(dagOf(node));
        } while (!node.equals(start));
        return way.stream().distinct().toList();
    }

    /** In words, for the DAG that the cycle begins with. */
    public static DagProblem problem(List<DagId> cycle, String shownPath, String source) {
        var arrows = cycle.stream().map(DagId::value).collect(Collectors.joining(" → ")) + " → " + cycle.getFirst();
        return new DagProblem(
                shownPath, line(source, cycle.size() == 1 ? cycle.getFirst() : cycle.get(1)), 1, DagProblem.Severity.ERROR, "cycle",
                arrows + (cycle.size() == 1 ? ": this DAG waits for itself" : ": these DAGs wait for each other"),
                "Remove one of the edges, or let it wait with match: latest");
    }

    /** What is told of a file whose DAG another file has. */
    public static DagProblem duplicate(DagId dag, String shownPath, String source, String otherPath) {
        int line = 1 + (int) source.lines().takeWhile(text -> !text.startsWith("dag:")).count();
        return new DagProblem(
                shownPath, line, 1, DagProblem.Severity.ERROR, "duplicate-dag", "DAG \"" + dag + "\" is also in " + otherPath,
                "Rename one");
    }

    /** The first line below the name of the DAG that speaks of another. */
    private static int line(String source, DagId other) {
        int number = 1;
        for (var line : (Iterable<String>) source.lines()::iterator) {
            if (!line.startsWith("dag:") && line.matches(".*(?<![A-Za-z0-9_.-])" + Pattern.quote(other.value()) + "(?![A-Za-z0-9_.-]).*")) {
                return number;
            }
            number++;
        }
        return 1;
    }

    /** All DAGs that a DAG speaks of. */
    static Set<String> named(Dag dag) {
        var named = new LinkedHashSet<String>();
        if (dag.schedule().trigger() instanceof Trigger.After after) {
            after.of().forEach(other -> named.add(other.dag().value()));
        }
        dag.groups().values().forEach(group -> others(group.dependsOn(), named));
        for (var task : dag.tasks().values()) {
            others(task.dependsOn(), named);
            if (task.operator().equals("trigger-dag") && task.settings().get("dag") instanceof String other && !other.contains("{{")) {
                named.add(other);
            }
        }
        return named;
    }

    private static void others(List<Dependency> dependencies, Set<String> named) {
        for (var dependency : dependencies) {
            if (dependency instanceof Dependency.OnDag other) {
                named.add(other.dag().value());
            }
        }
    }

    /** Most DAGs wait for no other. */
    private static List<Dag> involved(List<Dag> all) {
        var waiting = all.stream().filter(dag -> !named(dag).isEmpty()).toList();
        var names = waiting.stream().flatMap(dag -> named(dag).stream()).collect(Collectors.toSet());
        return all.stream().filter(dag -> waiting.contains(dag) || names.contains(dag.id().value())).toList();
    }

    private void add(Dag dag) {
        var begin = node(dag.id(), BEGIN);
        waitsFor.addVertex(begin);
        waitsFor.addVertex(node(dag.id(), END));
        if (dag.schedule().trigger() instanceof Trigger.After after) {
            after.of().forEach(other -> edge(begin, other));
        }
        for (var task : dag.tasks().values()) {
            var node = node(dag.id(), task.id().value());
            edge(node, begin);
            edge(node(dag.id(), END), node);
            edges(dag, node, task.dependsOn());
            for (var group = group(dag, task.group()); group != null; group = group(dag, group.parent())) {
                edges(dag, node, group.dependsOn());
            }
        }
    }

    private static @Nullable Group group(Dag dag, @Nullable GroupId id) {
        return id == null ? null : dag.groups().get(id);
    }

    private void edges(Dag dag, String node, List<Dependency> dependencies) {
        for (var dependency : dependencies) {
            switch (dependency) {
                case Dependency.OnTask(var task) -> edge(node, node(dag.id(), task.value()));
                case Dependency.OnGroup(var group) -> dag.tasks().values().stream()
                        .filter(task -> group.equals(task.group()))
                        .forEach(task -> edge(node, node(dag.id(), task.id().value())));
                case Dependency.OnDag other -> {
                    if (other.match() == Dependency.Match.SAME_DATE) {
                        edge(node, other);
                    }
                }
            }
        }
    }

    private void edge(String node, Dependency.OnDag other) {
        if (dags.containsKey(other.dag())) {
            edge(node, node(other.dag(), other.task() == null ? END : other.task().value()));
        }
    }

    private void edge(String node, String other) {
        waitsFor.addVertex(node);
        waitsFor.addVertex(other);
        if (!node.equals(other)) {
            waitsFor.addEdge(node, other);
        }
    }

    private static String node(DagId dag, String part) {
        return dag.value() + "/" + part;
    }

    private static DagId dagOf(String node) {
        return new DagId(node.substring(0, node.indexOf('/')));
    }
}
