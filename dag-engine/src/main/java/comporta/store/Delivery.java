package comporta.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to deliver a letter.
 *
 * @param attempt from 1
 * @param error why it failed, without secrets; null: it was delivered
 */
public record Delivery(int attempt, Instant at, @Nullable String error) {}
