package comporta.app;

import comporta.dag.PlainData;
import comporta.dag.TaskId;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** A run that is about to begin. */
record RunPlan(String key, Instant logicalDate, Instant queuedAt, Map<String, Object> params, Set<TaskId> leftOut) {
    RunPlan {
        params = PlainData.ordered(params);
        leftOut = Set.copyOf(leftOut);
    }
}
