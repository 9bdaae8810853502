package comporta.dag;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * An instant as written in a DAG file.
 *
 * @param offset null: local to the DAG's zone
 */
public record LocalInstant(LocalDateTime at, @Nullable ZoneOffset offset) {

    /** The instant, with {@code zone} for a local one (in a gap: the first valid instant after it; in a fold: the earlier). */
    public Instant in(ZoneId zone) {
        return offset != null ? at.toInstant(offset) : at.atZone(zone).toInstant();
    }
}
