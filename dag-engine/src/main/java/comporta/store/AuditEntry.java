package comporta.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who did what. Nothing in it is a secret.
 *
 * @param seq its number in the audit, from 1 on; 0 before it has one
 * @param subject what it was done to, as the path of an HTTP resource: {@code variables/itaipu_version}, {@code dags/nightly/runs/manual-1}
 * @param before what it was; null: there was nothing, or nothing to say of it
 * @param after what it is by now, or what became of a wish
 * @param why in the person's words
 */
public record AuditEntry(
        long seq, Instant at, String who, Origin origin, String verb, String subject,
        @Nullable String before, @Nullable String after, @Nullable String why) {}
