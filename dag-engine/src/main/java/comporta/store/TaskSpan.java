package comporta.store;

import comporta.dag.TaskId;
import java.time.Instant;

/** From when to when a task succeeded; {@code run} is the number of its run in the store. */
public record TaskSpan(long run, TaskId task, Instant startedAt, Instant endedAt) {}
