package comporta.cost;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A machine, held by a lease for a while. One that several leases hold has several of these, and is paid for once.
 *
 * @param machine its id
 * @param type such as {@code m5.2xlarge}
 * @param market {@code on-demand} or {@code spot}
 * @param to exclusive; null: it still is
 */
public record Holding(
        String machine, String type, String market, String lease, String pool, String dag, String run, Instant from, @Nullable Instant to) {}
