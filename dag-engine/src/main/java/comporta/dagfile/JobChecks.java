package comporta.dagfile;

import comporta.dagfile.Node.Mapping;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the fields of one task must agree on. */
final class JobChecks {
    private final Problems problems;

    JobChecks(Problems problems) {
        this.problems = problems;
    }

    void check(String owner, Type.Block operator, Map<String, Object> settings, Mapping node, Place place) {
        var job = settings.get("job") instanceof Map<?, ?> map ? map : Map.of();
        boolean launches = Values.find(List.of(operator.keys()), "job") != null;
        if (launches) {
            var spark = settings.get("spark") instanceof Map<?, ?> map ? map : Map.of();
            boolean written = node.entry("job") != null || !operator.name().equals("model");
            if (written && !says(job.get("command")) && !says(job.get("image")) && !job.containsKey("file") && !spark.containsKey("app")
                    && !failed(node)) {
                var entry = node.entry("job");
                problems.error(entry == null ? place : entry.key().place(), "no-command", "the job has neither command nor image", "Add one");
            }
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
}
