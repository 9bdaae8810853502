package comporta.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a run or a task must be ready, and how likely it is not to be.
 *
 * @param pLate 0..1; null: nothing is known yet
 * @param slackS seconds between the likely end and the deadline, negative when late; null: nothing is known yet
 * @param atRisk the chance of being late at which somebody is told
 */
public record DeadlineShape(
        String id,
        @Words({"run", "task"}) String scope,
        @Nullable String taskId,
        Instant dueAt,
        @Nullable Double pLate,
        @Nullable Double slackS,
        @Words({"on_time", "at_risk", "late", "missed", "met", "off"}) String status,
        double atRisk,
        @Nullable Instant latestSafeStart) {}
