package comporta.dag;

import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code --only}, {@code --from} and {@code --until}. */
final class Selection {
    private static final int LISTED = 10;

    private final DagGraph graph;
    private final Dag dag;

    Selection(DagGraph graph, Dag dag) {
        this.graph = graph;
        this.dag = dag;
    }

    Set<TaskId> select(@Nullable String only, @Nullable String from, @Nullable String until) {
        var chosen = new BitSet();
        chosen.set(0, graph.size());
        if (only != null) {
            chosen.and(named("--only", only));
        }
        if (from != null) {
            var start = named("--from", from);
            var part = (BitSet) start.clone();
            start.stream().forEach(task -> part.or(graph.allDownstream(task)));
            chosen.and(part);
        }
        if (until != null) {
            var end = named("--until", until);
            var part = (BitSet) end.clone();
            end.stream().forEach(task -> part.or(graph.allUpstream(task)));
            chosen.and(part);
        }
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("no task is in all of --only, --from and --until. Ask for less at a time");
        }
        takeAlongMachines(chosen);
        return chosen.stream().mapToObj(graph::task).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** A task without its set-up would find no machine, and a set-up without its teardown would leave one behind. */
    private void takeAlongMachines(BitSet chosen) {
        for (boolean grows = true; grows; ) {
            int before = chosen.cardinality();
            for (int teardown = 0; teardown < graph.size(); teardown++) {
                if (graph.isTeardown(teardown)
                        && (anyChosen(chosen, graph.setupsOf(teardown)) || anyWorkChosen(chosen, graph.scopeOf(teardown)))) {
                    chosen.set(teardown);
                    for (int setup : graph.setupsOf(teardown)) {
                        chosen.set(setup);
                    }
                }
            }
            grows = chosen.cardinality() > before;
        }
    }

    private boolean anyChosen(BitSet chosen, int[] of) {
        for (int task : of) {
            if (chosen.get(task)) {
                return true;
            }
        }
        return false;
    }

    private boolean anyWorkChosen(BitSet chosen, int[] of) {
        for (int task : of) {
            if (chosen.get(task) && !graph.isTeardown(task)) {
                return true;
            }
        }
        return false;
    }

    private BitSet named(String option, String wish) {
        var named = new BitSet();
        for (var part : wish.split(",", -1)) {
            var found = tasks(part.strip()).toList();
            if (found.isEmpty()) {
                throw new IllegalArgumentException(nothing(option, part.strip()));
            }
            found.forEach(task -> named.set(graph.number(task)));
        }
        return named;
    }

    private Stream<TaskId> tasks(String part) {
        if (part.indexOf('*') >= 0 || part.indexOf('?') >= 0) {
            var glob = Pattern.compile(
                    Pattern.quote(part).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q"));
            return dag.tasks().keySet().stream().filter(task -> glob.matcher(task.value()).matches());
        }
        if (!Ids.isId(part)) {
            return Stream.empty();
        }
        var task = new TaskId(part);
        return dag.tasks().containsKey(task) ? Stream.of(task) : graph.members(new GroupId(part)).stream();
    }

    private String nothing(String option, String part) {
        var known = Stream.concat(
                dag.tasks().keySet().stream().map(TaskId::value), dag.groups().keySet().stream().map(GroupId::value));
        List<String> names = known.toList();
        return option + ": DAG " + dag.id() + " has no task or group \"" + part + "\". "
                + Suggestion.nearest(part, names).map(name -> "Did you mean \"" + name + "\"?")
                        .orElse("Tasks are " + names.stream().limit(LISTED).collect(Collectors.joining(", "))
                                + (names.size() > LISTED ? " …" : ""));
    }
}
