package comporta.cost;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A try that ran on the machines of a lease.
 *
 * @param to exclusive; null: it still runs
 */
public record Work(String lease, String task, Instant from, @Nullable Instant to) {}
