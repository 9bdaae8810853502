package comporta.dagfile;

import comporta.dagfile.Node.Mapping;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the operator's keys of one task must agree on. */
final class JobChecks {
    private final Problems problems;
    private final boolean dagHasDeadline;

    JobChecks(Problems problems, boolean dagHasDeadline) {
        this.problems = problems;
        this.dagHasDeadline = dagHasDeadline;
    }

    void check(String owner, Type.Block operator, Map<String, Object> settings, Mapping node, Place place) {
        var job = settings.get("job") instanceof Map<?, ?> map ? map : Map.of();
        boolean launches = KeyChecks.find(List.of(operator.keys()), "job") != null;
        if (launches) {
            var spark = settings.get("spark") instanceof Map<?, ?> map ? map : Map.of();
            boolean written = node.entry("job") != null || !operator.name().equals("model");
            if (written && !says(job.get("command")) && !says(job.get("image")) && !job.containsKey("file") && !spark.containsKey("app")
                    && !failed(node)) {
                var entry = node.entry("job");
                problems.error(entry == null ? place : entry.key().place(), "no-command",
                        "the job has neither command nor image", "Add one");
            }
            backend(job, node);
        }
        var elasticity = node.entry("elasticity");
        if (elasticity != null && settings.get("elasticity") instanceof Map<?, ?> bounds) {
            elasticity(elasticity, bounds, job, node);
        }
        var scaled = operator.name().startsWith("scale") ? node.entry("node_pool") : null;
        if (scaled != null && scaled.value() instanceof Mapping machines) {
            for (var name : List.of("name", "nodes")) {
                if (!(settings.get("node_pool") instanceof Map<?, ?> read && read.containsKey(name)) && machines.entry(name) == null) {
                    problems.error(scaled.key().place(), "missing-key", "node_pool has no \"" + name + "\"",
                            "Add e.g. " + (name.equals("name") ? "name: itaipu" : "nodes: 2"));
                }
            }
        }
        var pool = operator.name().equals("downscale-ec2") ? node.entry("node_pool") : null;
        if (pool != null && node.entry("teardown_of") != null) {
            problems.error(pool.key().place(), "both-keys", "\"teardown_of\" and \"node_pool\" both say which machines go",
                    "Keep one");
        }
    }

    private void elasticity(Node.Entry entry, Map<?, ?> bounds, Map<?, ?> job, Mapping node) {
        if (!dagHasDeadline && node.entry("deadline") == null) {
            problems.error(entry.key().place(), "elasticity-without-deadline", "elasticity has no deadline to keep",
                    "Add deadline to the task or the DAG");
        }
        double most = number(bounds.get("max_cpus"), Double.MAX_VALUE);
        if (number(bounds.get("min_cpus"), 0) > most) {
            problems.error(entry.key().place(), "elasticity-range", "min_cpus " + bounds.get("min_cpus") + " is above max_cpus "
                    + bounds.get("max_cpus"), "Lower min_cpus");
        }
        // What a Spark driver's job asks is for the driver alone.
        var cpus = node.get("job") instanceof Mapping written && node.entry("spark") == null ? written.get("cpus") : null;
        if (cpus != null && number(job.get("cpus"), 0) > most) {
            problems.error(cpus.place(), "elasticity-range", "cpus " + job.get("cpus") + " is above max_cpus " + bounds.get("max_cpus"),
                    "Raise max_cpus");
        }
    }

    private static double number(@Nullable Object value, double otherwise) {
        return value instanceof Number number ? number.doubleValue() : otherwise;
    }

    private void backend(Map<?, ?> job, Mapping node) {
        if (!(job.get("backend") instanceof String backend) || !(node.get("job") instanceof Mapping written)) {
            return;
        }
        for (var entry : written.entries().values()) {
            var field = entry.name();
            if (JobKeys.MUST_HOLD.contains(field) && !JobKeys.understands(backend, field) && !isNothing(job.get(field))) {
                problems.error(entry.key().place(), "field-unsupported", backend + " has no \"" + field + "\"",
                        "Use backend " + JobKeys.understanding(field) + ", or remove it");
            }
        }
    }

    /** Whether command or image were given, and have been told to be wrong. */
    private static boolean failed(Mapping node) {
        if (node.entry("run") != null) {
            return !(node.get("run") instanceof Node.Scalar run && run.text().isBlank());
        }
        return node.get("job") instanceof Mapping job && (job.entry("command") != null || job.entry("image") != null)
                && !(job.get("command") instanceof Node.Scalar command && command.text().isBlank())
                && !(job.get("command") instanceof Node.Sequence list && list.items().isEmpty());
    }

    private static boolean says(@Nullable Object value) {
        return value instanceof String text ? !text.isBlank() : value instanceof List<?> list && !list.isEmpty();
    }

    private static boolean isNothing(@Nullable Object value) {
        return value == null || value.equals(0L) || value.equals(List.of());
    }
}
