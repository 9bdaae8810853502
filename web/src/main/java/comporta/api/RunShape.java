package comporta.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run.
 *
 * @param params secret ones are three stars
 * @param counts how many tasks are in which state, without the states in which none is
 * @param done tasks at rest
 * @param version grows whenever anything of the run changes: the number of its last event
 */
record RunShape(
        String runId,
        String dagId,
        int dagVersion,
        @Words({"scheduled", "manual", "backfill", "triggered"}) String runType,
        @Words({"queued", "running", "paused", "success", "failed", "cancelled"}) String state,
        @Words({"user", "platform", "timeout", "deadline", "operator"}) @Nullable String cause,
        Instant logicalDate,
        @Nullable Instant intervalStart,
        @Nullable Instant intervalEnd,
        Map<String, Object> params,
        Instant queuedAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String reason,
        @Nullable String note,
        List<DeadlineShape> deadlines,
        @Nullable Instant predictedEnd,
        @Nullable Double pLate,
        @Nullable Money cost,
        @Nullable ForecastShape forecast,
        Map<String, Object> counts,
        int done,
        int total,
        long version,
        List<Action> actions) {}
