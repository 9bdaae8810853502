package comporta.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That somebody does something, for the audit.
 *
 * @param why in the person's words; null: they said nothing
 */
public record Deed(Instant at, String who, Origin origin, @Nullable String why) {
    AuditEntry of(String verb, String subject, @Nullable String before, @Nullable String after) {
        return new AuditEntry(0, at, who, origin, verb, subject, before, after, why);
    }
}
