package comporta.dagfile;

import comporta.dagfile.Node.Entry;
import comporta.dagfile.Node.Mapping;
import comporta.dagfile.Node.Scalar;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keys that tasks get from the DAG and from their groups: maps are merged key by key, all else is replaced, null takes away. */
final class Defaults {
    private static final Type.Block TABLE = new Type.Block("defaults", allowed(), List.of());
    private static final Set<String> NOT_FOR_TEARDOWNS = Set.of("trigger_rule", "done_when");

    /** Maps in which null is never a value of its own. */
    private static final Set<String> MERGED = Set.of("job", "env", "secrets");

    private final Values values;
    private final Problems problems;
    private final Set<Entry> given = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Entry> used = Collections.newSetFromMap(new IdentityHashMap<>());

    Defaults(Values values, Problems problems) {
        this.values = values;
        this.problems = problems;
    }

    /** The defaults that fit their types; the others are told and left out. */
    @Nullable Mapping checked(@Nullable Node node) {
        if (node == null) {
            return null;
        }
        if (!(node instanceof Mapping mapping)) {
            problems.error(node.place(), "wrong-type", "\"defaults\" wants a map, and this is " + node.inWords(),
                    "Write e.g. defaults: {retries: 2}");
            return null;
        }
        var right = new LinkedHashMap<String, Entry>();
        for (var entry : mapping.entries().values()) {
            var name = entry.name();
            if (takesAway(entry.value())) {
                right.put(name, entry);
                continue;
            }
            if (KeyChecks.find(List.of(TABLE.keys()), name) == null && belongsToTasks(name)) {
                problems.error(entry.key().place(), "unknown-key", "defaults cannot hold \"" + name + "\"",
                        "Write it at each task that needs it");
                continue;
            }
            int before = problems.count();
            var alone = new LinkedHashMap<String, Entry>();
            alone.put(name, entry);
            values.block("defaults", TABLE, Mapping.of(withoutNulls(alone), mapping.place()), mapping.place());
            if (problems.count() == before) {
                right.put(name, entry);
                given.add(entry);
            }
        }
        return Mapping.of(right, mapping.place());
    }

    /** The nearer defaults over the farther ones. */
    static @Nullable Mapping over(@Nullable Mapping near, @Nullable Mapping far) {
        return near == null ? far : far == null ? near : merged(near, far, true);
    }

    /**
     * The keys of a task with the defaults that it can take.
     *
     * @param own keys of the task's operator
     */
    Mapping applied(Mapping task, @Nullable Mapping defaults, List<Key> own) {
        boolean teardown = task.entry("teardown_of") != null;
        boolean runs = task.entry("run") != null;
        var taken = new LinkedHashMap<String, Entry>();
        if (defaults != null) {
            for (var entry : defaults.entries().values()) {
                var name = entry.name();
                boolean fits = name.equals("job")
                        ? KeyChecks.find(List.of(own), name) != null
                        : !(teardown && NOT_FOR_TEARDOWNS.contains(name));
                if (fits) {
                    var mine = task.get(name);
                    if (mine == null || (mine instanceof Mapping && entry.value() instanceof Mapping)) {
                        used.add(entry);
                    }
                    taken.put(name, name.equals("job") ? forBackend(entry, mine, runs) : entry);
                }
            }
        }
        return merged(task, Mapping.of(taken, task.place()), false);
    }

    /** Tells the defaults that no task took. */
    void tellUnused() {
        for (var entry : given) {
            if (!used.contains(entry)) {
                problems.warning(entry.key().place(), "unused", "no task takes the default \"" + entry.name() + "\"", "Remove it");
            }
        }
    }

    /** The default job without what the task's backend does not understand, and without a command that the task has given. */
    private Entry forBackend(Entry job, @Nullable Node mine, boolean runs) {
        if (!(job.value() instanceof Mapping defaults)) {
            return job;
        }
        var own = mine instanceof Mapping map ? map : null;
        var backend = own != null && own.get("backend") instanceof Scalar text ? text : defaults.get("backend");
        boolean says = runs || (own != null && (own.entry("command") != null || own.entry("file") != null));
        var left = new LinkedHashMap<String, Entry>();
        for (var field : defaults.entries().values()) {
            boolean understood = !(backend instanceof Scalar kind) || JobKeys.understands(kind.text(), field.name());
            boolean overruled = says && (field.name().equals("command") || field.name().equals("file"));
            if (understood && !overruled) {
                left.put(field.name(), field);
            }
        }
        return new Entry(job.key(), Mapping.of(left, defaults.place()));
    }

    private static Mapping merged(Mapping near, Mapping far, boolean keepNulls) {
        var all = LinkedHashMap.<String, Entry>newLinkedHashMap(near.entries().size() + far.entries().size());
        for (var entry : near.entries().values()) {
            var below = far.get(entry.name());
            if (entry.value() instanceof Mapping mine && (below instanceof Mapping || MERGED.contains(entry.name()))) {
                var under = below instanceof Mapping map ? map : Mapping.of(new LinkedHashMap<>(), mine.place());
                all.put(entry.name(), new Entry(entry.key(), merged(mine, under, keepNulls)));
            } else if (keepNulls || !takesAway(entry.value())) {
                all.put(entry.name(), entry);
            }
        }
        for (var entry : far.entries().values()) {
            if (near.entry(entry.name()) == null && (keepNulls || !takesAway(entry.value()))) {
                all.put(entry.name(), entry);
            }
        }
        return Mapping.of(all, near.place());
    }

    private static Map<String, Entry> withoutNulls(Map<String, Entry> entries) {
        var left = new LinkedHashMap<String, Entry>();
        entries.forEach((name, entry) -> {
            if (entry.value() instanceof Mapping map) {
                left.put(name, new Entry(entry.key(), Mapping.of(withoutNulls(map.entries()), map.place())));
            } else if (!takesAway(entry.value())) {
                left.put(name, entry);
            }
        });
        return left;
    }

    /** A written null; a value that is just missing is a mistake. */
    private static boolean takesAway(Node node) {
        return node instanceof Scalar scalar && scalar.isNull() && !scalar.text().isEmpty();
    }

    private static boolean belongsToTasks(String name) {
        if (TaskKeys.NEVER_DEFAULT.contains(name)) {
            return true;
        }
        for (var operator : OperatorKeys.all().values()) {
            if (KeyChecks.find(List.of(operator.keys()), name) != null) {
                return true;
            }
        }
        return false;
    }

    private static List<Key> allowed() {
        var keys = new ArrayList<Key>();
        for (var key : TaskKeys.COMMON.keys()) {
            if (!TaskKeys.NEVER_DEFAULT.contains(key.name())) {
                keys.add(key);
            }
        }
        keys.add(Key.key("job", JobKeys.JOB, "what is launched"));
        return keys;
    }
}
