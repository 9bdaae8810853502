package comporta.elasticity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How much CPU a Marathon app has used. */
@FunctionalInterface
public interface CpuUsed {
    /** Nobody counts it. */
    CpuUsed UNKNOWN = (uuid, since) -> null;

    /** CPU-seconds since its last restart; null: not known now, and nothing is to be decided by it. */
    @Nullable Double seconds(String uuid, Instant since);
}
