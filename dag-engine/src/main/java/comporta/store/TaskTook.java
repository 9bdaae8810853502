package comporta.store;

import comporta.dag.TaskId;
import java.time.Instant;

/**
 * From when to when the successful try of a task instance ran.
 *
 * @param run number of its run in the store
 * @param mapIndex of an instance of an expanded task, or -1
 * @param tries how many it took
 */
public record TaskTook(long run, TaskId task, int mapIndex, Instant startedAt, Instant endedAt, int tries) {}
