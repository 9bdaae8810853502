package comporta.dagfile;

import comporta.dag.Dag;
import comporta.dag.DagId;
import comporta.dag.FailureMode;
import comporta.dag.Group;
import comporta.dag.GroupId;
import comporta.dag.Ids;
import comporta.dag.Param;
import comporta.dag.Schedule;
import comporta.dag.Task;
import comporta.dag.TaskId;
import comporta.dagfile.Node.Entry;
import comporta.dagfile.Node.Mapping;
import comporta.dagfile.Node.Scalar;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a whole file: defaults and groups first, then the tasks in their order. */
final class DagReader {
    private static final long FORMAT = 1;
    private static final DagId UNNAMED = new DagId("unnamed");

    private final Mapping file;
    private final Problems problems;
    private final Values values;
    private final ParamReader params;
    private final FilePlaces places;
    private final Defaults defaults;
    private final Map<GroupId, Group> groups = new LinkedHashMap<>();
    private final Map<String, Mapping> defaultsOfGroups = new HashMap<>();

    private boolean allTasksRead = true;

    private DagReader(Mapping file, byte[] bytes, Problems problems) {
        this.file = file;
        this.problems = problems;
        values = new Values(problems);
        params = new ParamReader(values, problems);
        places = new FilePlaces(file, bytes);
        defaults = new Defaults(values, problems);
    }

    /** The DAG as far as it could be understood; null: not at all. */
    static @Nullable Dag read(Node root, byte[] bytes, KnownNames known, Problems problems) {
        if (!(root instanceof Mapping file)) {
            problems.error(root.place(), "wrong-type", "the file wants a map, and this is " + root.inWords(),
                    "Begin with dag: NAME and tasks:");
            return null;
        }
        if (file.get("format") instanceof Scalar written) {
            var format = Numbers.integer(written.text());
            if (format != null && format > FORMAT) {
                problems.error(written.place(), "unknown-format",
                        "format " + format + " is newer than this Comporta reads (" + FORMAT + ")",
                        "Update Comporta");
                return null;
            }
        }
        return new DagReader(file, bytes, problems).read(known);
    }

    private Dag read(KnownNames known) {
        var fields = new Fields(values.block("the DAG", DagKeys.DAG, file, Place.TOP));
        var deadlines = Shared.deadlines(fields);
        var parameters = params.params("params", file.get("params"));
        var schedule = new ScheduleReader(places, problems).read(fields.get("schedule"));
        needDefaults(parameters, schedule);
        var byDefault = defaults.checked(file.get("defaults"));
        readGroups();
        var tasks = readTasks(byDefault, file.entry("deadline") != null);
        if (allTasksRead) {
            defaults.tellUnused();
        }
        var budget = fields.block("budget");
        var dag = new Dag(
                new DagId(fields.text("dag", UNNAMED.value())),
                fields.text("description", ""),
                fields.text("doc", ""),
                fields.text("owner", ""),
                fields.texts("tags"),
                schedule,
                deadlines,
                Shared.alerts(fields),
                parameters,
                fields.textsByName("env"),
                fields.textsByName("secrets"),
                groups,
                tasks,
                fields.integer("max_active_runs", 1),
                fields.integer("max_active_tasks"),
                fields.duration("run_timeout"),
                fields.word("failure_mode", FailureMode.class, FailureMode.FINISH_POSSIBLE),
                fields.integer("run_retries", 0),
                fields.duration("run_retry_delay", Duration.ofMinutes(5)),
                fields.integer("max_consecutive_failures", 0),
                budget == null ? null : money(budget.get("warn")),
                budget == null ? null : money(budget.get("limit")),
                Shared.targets(fields));
        if (!problems.isBroken()) {
            Checks.check(dag, places, known, problems);
        }
        return dag;
    }

    private void needDefaults(Map<String, Param> parameters, Schedule schedule) {
        if (schedule.trigger() instanceof Schedule.Trigger.Manual) {
            return;
        }
        for (var param : parameters.values()) {
            if (param.defaultValue() == null && file.get("params") instanceof Mapping map
                    && map.get(param.name()) instanceof Mapping written
                    && written.entry("default") == null) {
                problems.error(places.key("params", param.name()), "param-without-default",
                        "the DAG has a schedule, and param \"" + param.name() + "\" has no default", "Give a default, e.g. \"{{ ds }}\"");
            }
        }
    }

    private void readGroups() {
        var written = mapAt("groups");
        if (written == null) {
            return;
        }
        var names = new HashSet<String>();
        for (var entry : written.entries().values()) {
            if (values.fits(Type.MapOf.Names.ID, entry.key())) {
                names.add(entry.name());
            }
        }
        for (var entry : written.entries().values()) {
            if (names.contains(entry.name())) {
                readGroup(entry, names);
            }
        }
    }

    private void readGroup(Entry entry, Set<String> names) {
        var owner = "group \"" + entry.name() + "\"";
        var node = entry.value() instanceof Mapping map ? map : Mapping.of(new LinkedHashMap<>(), entry.value().place());
        if (!(entry.value() instanceof Mapping) && !(entry.value() instanceof Scalar nothing && nothing.isNull())) {
            problems.error(entry.value().place(), "wrong-type", owner + " wants a map, and this is " + entry.value().inWords(),
                    "Write e.g. " + entry.name() + ": {max_active: 2}");
        }
        var fields = new Fields(values.block(owner, TaskKeys.GROUP, node, entry.key().place()));
        var id = new GroupId(entry.name());
        var parent = fields.text("group");
        var pool = new LinkedHashMap<String, Object>();
        if (fields.has("node_pool")) {
            pool.put("name", entry.name());
            pool.putAll(fields.map("node_pool"));
        }
        groups.put(id, new Group(
                id,
                fields.text("description", ""),
                fields.text("doc", ""),
                parent == null ? null : new GroupId(parent),
                Shared.dependencies(fields, "depends_on", names),
                pool,
                Shared.expand(fields),
                fields.integer("max_active")));
        var byDefault = defaults.checked(node.get("defaults"));
        if (byDefault != null) {
            defaultsOfGroups.put(entry.name(), byDefault);
        }
    }

    private Map<TaskId, Task> readTasks(@Nullable Mapping byDefault, boolean dagHasDeadline) {
        var written = mapAt("tasks");
        if (written == null) {
            return Map.of();
        }
        if (written.entries().isEmpty()) {
            problems.error(places.key("tasks"), "missing-key", "the DAG has no task", "Write at least one, e.g. hello: {run: echo hello}");
        }
        var groupNames = new HashSet<String>();
        groups.keySet().forEach(group -> groupNames.add(group.value()));
        var reader = new TaskReader(problems, values, params, defaults, groupNames, dagHasDeadline);
        var merged = new HashMap<String, @Nullable Mapping>();
        var tasks = new LinkedHashMap<TaskId, Task>();
        for (var entry : written.entries().values()) {
            if (!values.fits(Type.MapOf.Names.ID, entry.key())) {
                allTasksRead = false;
                continue;
            }
            var id = new TaskId(entry.name());
            var group = entry.value() instanceof Mapping map && map.get("group") instanceof Scalar name ? name.text() : "";
            var fromOutside = merged.computeIfAbsent(group, name -> outward(name, byDefault));
            var task = new Entry(entry.key(), reader.withDefaults(body(entry), fromOutside));
            places.merged(entry.name(), task);
            tasks.put(id, reader.read(id, task));
        }
        return new PoolTasks(problems, places, reader, groups, file).around(tasks, group -> outward(group, byDefault));
    }

    private Mapping body(Entry task) {
        if (task.value() instanceof Mapping map) {
            return map;
        }
        if (!(task.value() instanceof Scalar nothing && nothing.isNull())) {
            problems.error(task.value().place(), "wrong-type",
                    "task \"" + task.name() + "\" wants a map, and this is " + task.value().inWords(),
                    "Write e.g. " + task.name() + ": {run: echo hello}");
            var run = new LinkedHashMap<String, Entry>();
            var place = task.value().place();
            run.put("operator", new Entry(new Scalar("operator", true, place, place), new Scalar("noop", true, place, place)));
            return Mapping.of(run, task.value().place());
        }
        return Mapping.of(new LinkedHashMap<>(), task.value().place());
    }

    /** The defaults of the group, of the groups around it, and of the DAG; the nearest win. */
    private @Nullable Mapping outward(String group, @Nullable Mapping ofDag) {
        @Nullable Mapping all = null;
        var seen = new LinkedHashSet<String>();
        var next = group;
        while (seen.add(next)) {
            all = Defaults.over(all, defaultsOfGroups.get(next));
            var found = Ids.isId(next) ? groups.get(new GroupId(next)) : null;
            if (found == null || found.parent() == null) {
                break;
            }
            next = found.parent().value();
        }
        return Defaults.over(all, ofDag);
    }

    private @Nullable Mapping mapAt(String key) {
        var node = file.get(key);
        if (node == null || node instanceof Mapping) {
            return (Mapping) node;
        }
        problems.error(node.place(), "wrong-type", "\"" + key + "\" wants a map, and this is " + node.inWords(),
                "Write e.g. " + key + (key.equals("tasks") ? ": {hello: {run: echo hello}}" : ": {models: {max_active: 2}}"));
        return null;
    }

    private static @Nullable BigDecimal money(@Nullable Object value) {
        return value instanceof Number number ? new BigDecimal(number.toString()) : null;
    }
}
