package comporta.dagfile;

import comporta.dag.Task;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Elastic tasks begin between their bounds; the bounds themselves were judged when the file was read. */
final class ElasticityChecks {
    private ElasticityChecks() {}

    static void check(Findings found) {
        for (var task : found.writtenTasks()) {
            var elasticity = task.block("elasticity");
            if (!elasticity.isEmpty()) {
                start(task, number(elasticity.get("min_cpus")), number(elasticity.get("max_cpus")), found);
            }
        }
    }

    private static void start(Task task, @Nullable BigDecimal least, @Nullable BigDecimal most, Findings found) {
        // The bounds of a Spark driver are cores of its executors, not of the driver.
        boolean spark = task.operator().equals("spark-driver");
        var block = spark ? "spark" : "job";
        var word = spark ? "total_cores" : "cpus";
        var start = number(task.block(block).get(word));
        var id = task.id().value();
        if (spark && start != null && most != null && start.compareTo(most) > 0) {
            found.errorAtValue("elasticity-range", word + " " + plain(start) + " is above max_cpus " + plain(most), "Raise max_cpus",
                    "tasks", id, block, word);
        }
        if (start != null && least != null && start.compareTo(least) < 0) {
            found.errorAtValue("elasticity-range", word + " " + plain(start) + " is below min_cpus " + plain(least), "Lower min_cpus",
                    "tasks", id, block, word);
        }
    }

    private static @Nullable BigDecimal number(@Nullable Object value) {
        return value instanceof Number number ? new BigDecimal(number.toString()) : null;
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }
}
