package comporta.dagfile;

import comporta.dag.Dag;
import comporta.dag.Dependency;
import comporta.dag.Schedule.Trigger;
import comporta.dag.Suggestion;
import comporta.dag.TaskId;
import comporta.dagfile.KnownNames.Kind;
import comporta.dagfile.TemplateText.Path;
import comporta.template.Templates;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Names that lead out of the file lead somewhere. A kind of which nothing is known is told only where a name is nearly, but not quite, one
 * that is always there.
 */
final class OutsideChecks {
    private static final int LISTED = 10;
    private static final Map<String, Kind> ROOTS = Map.of("var", Kind.VARIABLE, "conn", Kind.CONNECTION);

    private final Dag dag;
    private final KnownNames known;
    private final Findings found;

    private OutsideChecks(Dag dag, KnownNames known, Findings found) {
        this.dag = dag;
        this.known = known;
        this.found = found;
    }

    static void check(Dag dag, List<TemplateText> texts, KnownNames known, Findings found) {
        var checks = new OutsideChecks(dag, known, found);
        checks.schedule();
        checks.groups();
        checks.tasks();
        checks.secretsAndTargets();
        checks.templates(texts);
    }

    private void schedule() {
        var path = Path.of("schedule");
        if (dag.schedule().trigger() instanceof Trigger.After(boolean all, var of, _)) {
            for (int n = 0; n < of.size(); n++) {
                name(Kind.DAG, of.get(n).dag().value(), path.then("after").then(all ? "all" : "any").then(Integer.toString(n)).then("dag"));
            }
        }
        var calendar = dag.schedule().calendar();
        if (calendar != null) {
            name(Kind.CALENDAR, calendar.name(), path.then("calendar").then("name"));
        }
    }

    private void groups() {
        dag.groups().values().forEach(group -> dependencies(group.dependsOn(), Path.of("groups").then(group.id().value())));
    }

    private void tasks() {
        for (var task : found.writtenTasks()) {
            var path = Path.of("tasks").then(task.id().value());
            dependencies(task.dependsOn(), path);
            name(Kind.POOL, task.pool(), path.then("pool"));
            if (task.operator().equals("trigger-dag")) {
                name(Kind.DAG, task.settings().get("dag"), path.then("dag"));
            }
            name(Kind.BACKEND, task.block("job").get("backend"), path.then("job").then("backend"));
            name(Kind.CONNECTION, task.block("spark").get("history_server"), path.then("spark").then("history_server"));
            name(Kind.CONNECTION, task.settings().get("connection"), path.then("connection"));
            for (var condition : List.of("http", "sql")) {
                connection(task.settings().get(condition), path.then(condition));
                connection(task.doneWhen().get(condition), path.then("done_when").then(condition));
            }
        }
    }

    private void connection(@Nullable Object condition, Path path) {
        if (condition instanceof Map<?, ?> block) {
            name(Kind.CONNECTION, block.get("connection"), path.then("connection"));
        }
    }

    private void dependencies(List<Dependency> dependencies, Path path) {
        for (int n = 0; n < dependencies.size(); n++) {
            if (dependencies.get(n) instanceof Dependency.OnDag other) {
                name(Kind.DAG, other.dag().value(), path.then("depends_on").then(Integer.toString(n)).then("dag"));
            }
        }
    }

    private void secretsAndTargets() {
        references(dag.secrets(), Path.of("secrets"));
        targets(dag.targets().byEvent(), null);
        for (var task : found.writtenTasks()) {
            var path = Path.of("tasks").then(task.id().value());
            references(task.secrets(), path.then("secrets"));
            targets(task.targets().byEvent(), path);
        }
    }

    private void references(Map<String, String> secrets, Path path) {
        secrets.forEach((name, reference) -> {
            int dot = reference.indexOf('.');
            var rest = reference.substring(dot + 1);
            boolean variable = reference.startsWith("var.");
            name(variable ? Kind.VARIABLE : Kind.CONNECTION, variable ? rest : rest.substring(0, rest.lastIndexOf('.')), path.then(name));
        });
    }

    private void targets(Map<String, List<Object>> byEvent, @Nullable Path above) {
        byEvent.forEach((event, targets) -> {
            var path = above == null ? Path.of("on_" + event) : above.then("on_" + event);
            for (int n = 0; n < targets.size(); n++) {
                name(Kind.TARGET, targets.get(n), path.then(Integer.toString(n)));
            }
        });
    }

    private void templates(List<TemplateText> texts) {
        if (ROOTS.values().stream().allMatch(kind -> known.all(kind).isEmpty())) {
            return;
        }
        var ids = dag.tasks().keySet().stream().map(TaskId::value).collect(Collectors.toUnmodifiableSet());
        for (var text : texts) {
            var told = new HashSet<String>();
            for (var name : Templates.pathsIn(text.text(), ids)) {
                var kind = ROOTS.get(name.getFirst());
                if (kind == null || name.size() < 2 || !told.add(name.get(0) + "." + name.get(1)) || isKnown(kind, name.get(1))) {
                    continue;
                }
                int at = Math.max(text.text().indexOf(name.get(0) + "." + name.get(1)), 0);
                tell(kind, name.get(1), found.places().inText(text.text(), at, text.path().toArray()));
            }
        }
    }

    /** @param value not told when it is no text, or a template */
    private void name(Kind kind, @Nullable Object value, Path path) {
        if (value instanceof String name && !name.contains("{{") && !isKnown(kind, name)) {
            tell(kind, name, found.places().value(path.toArray()));
        }
    }

    private boolean isKnown(Kind kind, String name) {
        return known.all(kind).map(all -> all.contains(name)).orElseGet(() ->
                kind.builtIn().contains(name) || Suggestion.nearest(name, kind.builtIn()).isEmpty());
    }

    private void tell(Kind kind, String name, Place place) {
        var what = "there is no " + kind.inWords + " \"" + name + "\"";
        var all = known.all(kind);
        var fix = Suggestion.didYouMean(name, all.orElse(kind.builtIn()), otherwise(kind, all.orElse(Set.of())));
        if (all.isPresent()) {
            found.error(place, kind.problem, what, fix);
        } else {
            found.warning(place, kind.problem, what, fix);
        }
    }

    private static String otherwise(Kind kind, Set<String> all) {
        var plural = Character.toUpperCase(kind.inWords.charAt(0)) + kind.inWords.substring(1) + "s";
        return all.isEmpty()
                ? "Define it, or remove it"
                : plural + " are " + all.stream().limit(LISTED).collect(Collectors.joining(", ")) + (all.size() > LISTED ? ", …" : "");
    }
}
