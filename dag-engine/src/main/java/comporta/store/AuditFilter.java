package comporta.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of the audit are looked for; null: any.
 *
 * @param subject it, and all below it
 * @param from not before then
 */
public record AuditFilter(@Nullable String subject, @Nullable String who, @Nullable String verb, @Nullable Instant from) {
    public static final AuditFilter ALL = new AuditFilter(null, null, null, null);
}
