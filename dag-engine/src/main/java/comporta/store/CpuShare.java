package comporta.store;

import comporta.dag.DagId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A decision about the CPUs of one launch of an elastic job.
 *
 * @param run number of the run in the store
 * @param key of the run
 * @param body the decision as it was committed with the launch
 * @param appliedAt when that launch was seen to run; null: not yet, or never
 */
public record CpuShare(
        long run, DagId dag, String key, String task, int mapIndex, int tryNumber, int launch, Instant decidedAt, Map<String, Object> body,
        @Nullable Instant appliedAt) {}
