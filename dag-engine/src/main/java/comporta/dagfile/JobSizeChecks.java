package comporta.dagfile;

import comporta.dag.Dag;
import comporta.dag.Misspelt;
import comporta.dag.NodePools;
import comporta.dag.Sizes;
import comporta.dag.Task;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A job, and each executor, fits on every machine of its node pool; else it would wait for an offer for ever. */
final class JobSizeChecks {
    private static final long GIGABYTE = 1L << 30;

    /** Mesos agents keep so much memory to themselves, on small machines half of it. */
    private static final long KEPT = GIGABYTE;

    /** What executors of Mesos and the system take besides the job. */
    private static final long BESIDES = 3 * GIGABYTE / 2;

    private final Dag dag;
    private final Findings found;
    private final Map<String, List<MachineType>> pools = new HashMap<>();

    private JobSizeChecks(Dag dag, Findings found) {
        this.dag = dag;
        this.found = found;
        for (var task : dag.tasks().values()) {
            if (NodePoolChecks.scalesUp(task) && task.block("node_pool").get("instance_types") instanceof List<?> names) {
                NodePools.scaledBy(task).ifPresent(pool -> pools.put(pool, machines(names)));
            }
        }
    }

    static void check(Dag dag, Findings found) {
        var checks = new JobSizeChecks(dag, found);
        if (!checks.pools.isEmpty()) {
            found.writtenTasks().forEach(checks::check);
        }
    }

    private void check(Task task) {
        var spark = task.block("spark");
        if (spark.get("node_pool") instanceof String pool) {
            fits(task, pool, "an executor", spark, "spark", "executor_memory", "executor_cores");
        }
        var job = task.block("job");
        if (job.isEmpty()) {
            return;
        }
        if (job.get("node_pool") instanceof String pool) {
            fits(task, pool, "the job", job, "job", "mem", "cpus");
        } else if (spark.isEmpty()) {
            NodePools.usedBy(task, dag).forEach(pool -> fits(task, pool, "the job", job, "job", "mem", "cpus"));
        }
    }

    private void fits(Task task, String pool, String who, Map<String, Object> asked, String block, String memKey, String cpusKey) {
        var machines = pools.getOrDefault(pool, List.of());
        if (machines.isEmpty()) {
            return;
        }
        long mem = size(asked.get(memKey));
        double cpus = asked.get(cpusKey) instanceof Number number ? number.doubleValue() : 0;
        var least = machines.stream().min(Comparator.comparingLong(MachineType::memory)).orElseThrow();
        var fewest = machines.stream().min(Comparator.comparingInt(MachineType::cpus)).orElseThrow();
        if (mem > free(least)) {
            found.errorAtValue("job-too-large",
                    who + " asks " + asked.get(memKey) + ", and " + article(least) + " agent offers about "
                            + gigabytes(offered(least)) + " less "
                            + gigabytes(offered(least) - free(least)),
                    fix(least, mem, cpus), "tasks", task.id().value(), block, memKey);
        }
        if (cpus > fewest.cpus()) {
            found.errorAtValue("job-too-large",
                    who + " asks " + asked.get(cpusKey) + " cpus, and " + article(fewest) + " agent offers " + fewest.cpus(),
                    fix(fewest, mem, cpus), "tasks", task.id().value(), block, cpusKey);
        }
    }

    private static String fix(MachineType instead, long mem, double cpus) {
        return MachineType.catalogue().values().stream()
                .filter(type -> type.family().equals(instead.family()) && !type.name().contains("metal"))
                .filter(type -> free(type) >= mem && type.cpus() >= cpus)
                .min(Comparator.comparingLong(MachineType::memory).thenComparingInt(MachineType::cpus))
                .map(type -> "Ask less, or use " + type.name())
                .orElse("Ask less");
    }

    private static List<MachineType> machines(List<?> names) {
        return names.stream().map(name -> MachineType.catalogue().get(String.valueOf(name))).filter(Objects::nonNull).toList();
    }

    private static long offered(MachineType type) {
        return type.memory() > 2 * KEPT ? type.memory() - KEPT : type.memory() / 2;
    }

    private static long free(MachineType type) {
        return offered(type) - Math.min(BESIDES, offered(type) / 4);
    }

    private static long size(@Nullable Object text) {
        try {
            return text instanceof String size && !size.contains("{{") ? Sizes.parse(size) : 0;
        } catch (Misspelt e) {
            return 0;       // told when the file was read
        }
    }

    private static String article(MachineType type) {
        return ("aeimr".indexOf(type.name().charAt(0)) >= 0 ? "an " : "a ") + type.name();
    }

    private static String gigabytes(long bytes) {
        return TypeWords.shown(Math.rint(10.0 * bytes / GIGABYTE) / 10) + "g";
    }
}
