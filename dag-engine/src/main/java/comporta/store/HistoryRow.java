package comporta.store;

import comporta.dag.PlainData;
import java.time.Instant;
import java.util.Map;

/**
 * Something that happened to a run.
 *
 * @param id grows with every commit; the place to go on reading from
 * @param task number of the task, or -1
 * @param mapIndex of the instance, or -1
 * @param body what it is now: {@code state}, and what else is known
 */
public record HistoryRow(long id, long run, Instant at, Kind kind, int task, int mapIndex, Map<String, Object> body) {
    public HistoryRow {
        body = PlainData.ordered(body);
    }

    /** What it happened to. */
    public enum Kind {
        RUN,
        TASK,
        LAUNCH,
        LEASE,
        DEADLINE
    }
}
