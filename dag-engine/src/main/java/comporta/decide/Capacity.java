package comporta.decide;

import comporta.dag.PlainData;
import comporta.dag.Task;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The sizes of the limits that do not stand in the DAG file.
 *
 * @param pools slots of each concurrency pool
 * @param localProcesses how many processes of this machine may run at the same time
 * @param isLocal whether a task's jobs are processes of this machine
 */
public record Capacity(Map<String, Integer> pools, int localProcesses, Predicate<Task> isLocal) {
    /** Slots of a pool that nobody has configured. */
    public static final int DEFAULT_SLOTS = 128;

    public Capacity {
        pools = PlainData.ordered(pools);
    }

    int pool(String name) {
        return pools.getOrDefault(name, DEFAULT_SLOTS);
    }
}
