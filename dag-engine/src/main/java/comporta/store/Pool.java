package comporta.store;

import java.time.Instant;

/**
 * A concurrency pool.
 *
 * @param paused it gives no slot at present; what has one keeps it
 * @param version 1 at first, and one more with each change
 */
public record Pool(String name, int slots, boolean paused, String description, int version, Instant changedAt, String changedBy) {}
