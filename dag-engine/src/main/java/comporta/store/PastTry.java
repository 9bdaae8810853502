package comporta.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A successful try of a task.
 *
 * @param run number of its run in the store
 * @param cpus what it was given by a decision; null: none was made
 */
public record PastTry(long run, Instant startedAt, Instant endedAt, @Nullable Double cpus) {}
