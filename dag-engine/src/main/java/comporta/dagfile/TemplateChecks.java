package comporta.dagfile;

import comporta.dag.Dag;
import comporta.dag.DagGraph;
import comporta.dag.Expand;
import comporta.dag.Group;
import comporta.dag.Param;
import comporta.dag.Task;
import comporta.dag.TaskId;
import comporta.dag.ValueType;
import comporta.template.TemplateProblem;
import comporta.template.TemplateScope;
import comporta.template.Templates;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Every template reads what is there, comes before, and may be shown. */
final class TemplateChecks {
    private static final Set<String> IN_MESSAGES = Set.of("event", "task.state", "task.reason");
    private static final Set<String> OF_AURORA = Set.of("thermos", "mesos");
    private static final Map<String, Map<String, ValueType>> OF_OPERATORS = Map.of(
            "sql", Map.of("rows", ValueType.LIST, "first", ValueType.OBJECT, "count", ValueType.INTEGER),
            "scale-ec2", Map.of("nodes", ValueType.INTEGER, "agents", ValueType.LIST, "instance_ids", ValueType.LIST));

    private final Dag dag;
    private final DagGraph graph;
    private final Findings found;
    private final Ancestry ancestry;
    private final Set<String> roots;
    private final Set<String> tasks;
    private final Map<String, ValueType> params;
    private final Set<String> secrets;
    private final Map<String, Map<String, ValueType>> outputs = new HashMap<>();
    /** As they are seen in an expanded group, by its id; "" is outside of all. */
    private final Map<String, Map<String, Map<String, ValueType>>> outputsInside = new HashMap<>();
    private final boolean anyExpanded;

    private TemplateChecks(Dag dag, DagGraph graph, Findings found) {
        this.dag = dag;
        this.graph = graph;
        this.found = found;
        ancestry = new Ancestry(graph);
        var known = TemplateScope.forTask("", Map.of(), Set.of(), id -> false, Map.of());
        roots = (dag.schedule().partition() == null ? known.without("partition") : known).roots();
        tasks = dag.tasks().keySet().stream().map(TaskId::value).collect(Collectors.toUnmodifiableSet());
        params = dag.params().values().stream().collect(Collectors.toUnmodifiableMap(Param::name, Param::type));
        secrets = dag.params().values().stream()
                .filter(Param::secret)
                .map(param -> "params." + param.name())
                .collect(Collectors.toUnmodifiableSet());
        for (var task : dag.tasks().values()) {
            var own = OF_OPERATORS.getOrDefault(task.operator(), Map.of());
            if (!task.outputs().isEmpty() || !own.isEmpty()) {
                var all = new LinkedHashMap<>(own);
                all.putAll(task.outputs());
                outputs.put(task.id().value(), all);
            }
        }
        anyExpanded = dag.tasks().values().stream().anyMatch(task -> ExpandChecks.of(dag, task).isPresent());
    }

    static void check(Dag dag, DagGraph graph, List<TemplateText> texts, Findings found) {
        var checks = new TemplateChecks(dag, graph, found);
        texts.forEach(checks::check);
    }

    private void check(TemplateText text) {
        for (var problem : Templates.check(text.text(), use(text.use()), scope(text))) {
            tell(text, problem);
        }
        if (text.use() == TemplateText.Use.QUERY) {
            int open = text.text().indexOf("{{");
            found.warning(found.places().inText(text.text(), open, text.path().toArray()), "bind-it",
                    "the query has a value written into its text", "Write :name there, and bind: {name: \"{{ … }}\"}");
        }
    }

    private void tell(TemplateText text, TemplateProblem problem) {
        var place = found.places().inText(text.text(), problem.offset(), text.path().toArray());
        if (problem.warning()) {
            found.warning(place, problem.id(), problem.what(), problem.fix());
        } else {
            found.error(place, problem.id(), problem.what(), problem.advice());
        }
    }

    private static Templates.Use use(TemplateText.Use use) {
        return switch (use) {
            case SHELL_LINE, MESSAGE_LINE -> Templates.Use.SHELL_LINE;
            case CONDITION -> Templates.Use.BOOLEAN;
            case CHOICE -> Templates.Use.IDS;
            case LIST -> Templates.Use.LIST;
            case TEXT, SECRET_TEXT, QUERY, MESSAGE, PARAM_DEFAULT -> Templates.Use.VALUE;
        };
    }

    private TemplateScope scope(TemplateText text) {
        if (text.use() == TemplateText.Use.PARAM_DEFAULT) {
            return TemplateScope.forParamDefault(text.key());
        }
        var task = text.task();
        var group = text.group();
        return new TemplateScope(
                text.key(),
                task == null ? "" : task.id().value(),
                roots,
                params,
                tasks,
                task != null ? upstream(task) : group != null ? upstream(group) : id -> false,
                task != null ? outputs(task) : outputs,
                items(text),
                null,
                null,
                secrets,
                text.use() == TemplateText.Use.SECRET_TEXT,
                text.use() == TemplateText.Use.MESSAGE || text.use() == TemplateText.Use.MESSAGE_LINE ? IN_MESSAGES : Set.of(),
                task != null && mayBeAurora(task) ? OF_AURORA : Set.of());
    }

    /** A backend of the configuration can be of any kind. */
    private static boolean mayBeAurora(Task task) {
        return task.settings().get("job") instanceof Map<?, ?> job && job.get("backend") instanceof String backend
                && (backend.equals("aurora") || !JobKeys.BACKENDS.contains(backend));
    }

    /** The items of an expansion are known in it, but not in the lists that it is made of. */
    private Set<String> items(TemplateText text) {
        if (text.key().startsWith("over.")) {
            return Set.of();
        }
        var task = text.task();
        var group = text.group();
        var expand = task != null
                ? ExpandChecks.of(dag, task)
                : group != null ? ExpandChecks.expandedAround(dag, group.id()).map(Group::expand) : Optional.<Expand>empty();
        return expand.map(expansion -> expansion.over().keySet()).orElse(Set.of());
    }

    private Predicate<String> upstream(Task task) {
        return id -> {
            var above = new TaskId(id);
            return dag.tasks().containsKey(above) && ancestry.isAbove(graph.number(above), graph.number(task.id()));
        };
    }

    /** What comes before every task of a group, and is not of it. */
    private Predicate<String> upstream(Group group) {
        var members = graph.members(group.id());
        return id -> !members.isEmpty()
                && members.stream().noneMatch(member -> member.value().equals(id))
                && dag.tasks().containsKey(new TaskId(id))
                && members.stream().allMatch(member -> ancestry.isAbove(graph.number(new TaskId(id)), graph.number(member)));
    }

    /** Declared outputs as a task sees them: those of an expanded task are lists, unless both are in the same expanded group. */
    private Map<String, Map<String, ValueType>> outputs(Task reader) {
        if (!anyExpanded) {
            return outputs;
        }
        var inside = expandedGroup(reader);
        return outputsInside.computeIfAbsent(inside == null ? "" : inside.id().value(), _ -> outputs(inside));
    }

    private Map<String, Map<String, ValueType>> outputs(@Nullable Group inside) {
        var seen = new HashMap<String, Map<String, ValueType>>();
        outputs.forEach((id, declared) -> {
            var task = dag.task(new TaskId(id));
            boolean asList = task.expand() != null || !sameGroup(expandedGroup(task), inside);
            seen.put(id, asList ? lists(declared) : declared);
        });
        return seen;
    }

    private @Nullable Group expandedGroup(Task task) {
        return ExpandChecks.expandedAround(dag, task.group()).orElse(null);
    }

    private static boolean sameGroup(@Nullable Group of, @Nullable Group reader) {
        return of == null || (reader != null && of.id().equals(reader.id()));
    }

    private static Map<String, ValueType> lists(Map<String, ValueType> declared) {
        return declared.keySet().stream().collect(Collectors.toMap(name -> name, name -> ValueType.LIST));
    }
}
