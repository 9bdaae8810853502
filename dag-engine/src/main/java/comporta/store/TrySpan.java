package comporta.store;

import comporta.operator.Cause;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * From when to when a try went, without what it had to do.
 *
 * @param closedAt null while it is open
 * @param cause why it failed; null: it did not, or is open
 */
public record TrySpan(int task, int mapIndex, int number, Instant openedAt, @Nullable Instant closedAt, @Nullable Cause cause) {}
