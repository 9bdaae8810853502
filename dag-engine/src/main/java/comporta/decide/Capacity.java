package comporta.decide;

import comporta.dag.DagId;
import comporta.dag.PlainData;
import comporta.dag.Task;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The sizes of the limits that do not stand in the DAG file. They may change while runs are live; who holds slots of a limit that becomes
 * smaller goes on.
 *
 * <p>Two names mean more than a pool that tasks name: {@code tag:nightly} bounds the task instances of all DAGs with that tag, and
 * {@code dag:nightly} those of one DAG, over all of its runs. Each of their instances takes one slot of it; teardowns take none.
 *
 * @param pools slots of each concurrency pool
 * @param paused pools that give no slot at present
 * @param localProcesses how many processes of this machine may run at the same time
 * @param isLocal whether a task's jobs are processes of this machine
 */
public record Capacity(Map<String, Integer> pools, Set<String> paused, int localProcesses, Predicate<Task> isLocal) {
    /** Slots of a pool that nobody has configured. */
    public static final int DEFAULT_SLOTS = 128;

    static final String LOCAL_PROCESSES = "local processes";
    private static final String POOL = "pool ";
    private static final int BOUNDLESS = Integer.MAX_VALUE;

    public Capacity {
        pools = PlainData.ordered(pools);
        paused = Set.copyOf(paused);
    }

    /** No pool is paused. */
    public Capacity(Map<String, Integer> pools, int localProcesses, Predicate<Task> isLocal) {
        this(pools, Set.of(), localProcesses, isLocal);
    }

    /** The limit of a pool that tasks name. */
    static String ofPool(String pool) {
        return POOL + pool;
    }

    /** The limit of all DAGs with a tag. */
    static String ofTag(String tag) {
        return POOL + "tag:" + tag;
    }

    /** The limit of all runs of a DAG. */
    static String ofDag(DagId dag) {
        return POOL + "dag:" + dag;
    }

    /** How large a limit is by now; null: that stands in a DAG file. */
    @Nullable Integer slots(String limit) {
        if (limit.equals(LOCAL_PROCESSES)) {
            return localProcesses;
        }
        return limit.startsWith(POOL) ? pools.getOrDefault(limit.substring(POOL.length()), unconfigured(limit)) : null;
    }

    private static int unconfigured(String limit) {
        return limit.startsWith(POOL + "tag:") || limit.startsWith(POOL + "dag:") ? BOUNDLESS : DEFAULT_SLOTS;
    }

    /** Whether a limit gives no slot at present, whatever its size. */
    boolean isPaused(String limit) {
        return limit.startsWith(POOL) && paused.contains(limit.substring(POOL.length()));
    }
}
