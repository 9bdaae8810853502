package comporta.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A program's way in, as far as it may be shown.
 *
 * @param person whose rights it has
 * @param name what its owner calls it
 * @param expiresAt null: never
 * @param revokedAt null: it is not
 * @param usedAt about when it was used last; null: never
 */
public record ApiToken(
        long id,
        String person,
        String name,
        Instant madeAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable Instant usedAt) {}
