package comporta.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run as bars.
 *
 * @param from when it was made
 * @param to its end; of one under way the likely end, or now
 * @param rows in the order of the version that the run is pinned to
 */
record Timeline(RunShape run, Instant from, Instant to, List<Row> rows, List<Step> criticalPath) {

    /**
     * A row with its own bar.
     *
     * @param id {@code score}, {@code score~3}; of a group {@code group:prep}
     * @param parent id of the row that it lies in
     * @param folded how many rows are left out below this one; null: none
     * @param endReason why it ended as it did, in words
     * @param version grows whenever anything of the run changes
     */
    record Row(
            String id,
            @Words({"task", "group", "map", "index"}) String kind,
            String label,
            int depth,
            @Nullable String parent,
            String state,
            @Nullable String cause,
            @Nullable Integer tryNumber,
            @Nullable Double slackS,
            boolean critical,
            List<Segment> segments,
            List<DeadlineShape> deadlines,
            @Nullable Double progress,
            WhyResource.@Nullable ReasonShape reason,
            @Nullable String endReason,
            @Nullable Integer folded,
            long version) {}

    /**
     * A task that decides when the run ends.
     *
     * @param then what the next one waited for, or the end
     */
    record Step(String taskId, Instant from, Instant to, @Words({"upstream", "pool_slots", "machines"}) String then) {}
}
