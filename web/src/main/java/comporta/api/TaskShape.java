package comporta.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task instance.
 *
 * @param mapIndex null for what is not an instance of an expanded task
 * @param operator null when its DAG version can no longer be read
 * @param tryNumber null before the first try
 * @param reason why it waits, or ended as it did
 * @param predictedP90 nine in ten times it has ended by then
 * @param straggles of one that runs unusually long: chance that it ends too late for the deadlines behind it; null: it does not
 * @param critical whether the end of the run depends on it
 * @param version grows whenever anything of the run changes
 */
record TaskShape(
        String taskId,
        @Nullable Integer mapIndex,
        @Nullable String mapLabel,
        @Nullable String operator,
        @Words({"waiting", "queued", "launching", "running", "deferred", "up_for_retry", "stopping", "unreachable", "success",
                "failed", "skipped",
            "upstream_failed", "cancelled", "removed"}) String state,
        @Words({"user", "platform", "timeout", "deadline", "operator"}) @Nullable String cause,
        @Nullable Integer tryNumber,
        @Nullable Instant queuedAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String reason,
        @Nullable Instant predictedEnd,
        @Nullable Instant predictedP90,
        @Nullable String externalId,
        @Nullable String externalUrl,
        @Nullable ProgressShape progress,
        @Nullable Double straggles,
        @Nullable Double cpus,
        @Nullable String nodePool,
        @Nullable Integer exitCode,
        @Nullable Double slackS,
        boolean critical,
        @Nullable Money cost,
        long version) {

    /** How far a try has come. */
    record ProgressShape(double fraction, long done, long total, String text, @Nullable Instant at) {}
}
