package comporta.template;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The names that every run has, with what they hold. */
final class Known {
    static final Set<String> ROOTS =
            Set.of("ds", "dag", "run", "partition", "params", "var", "conn", "task", "try", "outputs", "tasks");

    /** Roots whose parts are asked by name: alone they are no value. */
    static final Set<String> ASKED_BY_NAME = Set.of("var", "conn", "outputs", "tasks");

    static final Map<String, Kind> FIELDS = Map.ofEntries(
            Map.entry("ds", Kind.TEXT),
            Map.entry("dag.id", Kind.TEXT),
            Map.entry("dag.owner", Kind.TEXT),
            Map.entry("run.id", Kind.TEXT),
            Map.entry("run.type", Kind.TEXT),
            Map.entry("run.logical_date", Kind.INSTANT),
            Map.entry("run.data_interval.start", Kind.INSTANT),
            Map.entry("run.data_interval.end", Kind.INSTANT),
            Map.entry("run.is_latest", Kind.BOOLEAN),
            Map.entry("partition.key", Kind.TEXT),
            Map.entry("partition.start", Kind.INSTANT),
            Map.entry("partition.end", Kind.INSTANT),
            Map.entry("task.id", Kind.TEXT),
            Map.entry("task.index", Kind.NUMBER),
            Map.entry("try.number", Kind.NUMBER));

    static final Map<String, Kind> CONNECTION_FIELDS =
            Map.of("host", Kind.TEXT, "port", Kind.NUMBER, "schema", Kind.TEXT, "user", Kind.TEXT);

    static final Set<String> SECRET_CONNECTION_FIELDS = Set.of("password", "token", "secret", "extra");

    private Known() {}

    /** How a use of {@code outputs}, {@code conn} … is spelt in full. */
    static String spelling(String root) {
        return switch (root) {
            case "outputs" -> "outputs.TASK.key";
            case "tasks" -> "tasks.TASK.state";
            case "conn" -> "conn.NAME.host";
            default -> root + ".NAME";
        };
    }

    /** The dotted names one level below {@code prefix}. */
    static Collection<String> below(String prefix) {
        var found = new TreeSet<String>();
        for (var name : FIELDS.keySet()) {
            if (name.startsWith(prefix + ".")) {
                int dot = name.indexOf('.', prefix.length() + 1);
                found.add(dot < 0 ? name : name.substring(0, dot));
            }
        }
        return List.copyOf(found);
    }
}
