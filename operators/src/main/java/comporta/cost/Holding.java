package comporta.cost;

import comporta.store.PaidMachine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
        String machine, String type, String market, String lease, String pool, String dag, String run, Instant from, @Nullable Instant to) {

    /** Machines as they are on record. One that has no name yet is none of those that have one. */
    public static List<Holding> of(List<PaidMachine> machines) {
        var holdings = new ArrayList<Holding>();
        for (var each : machines) {
            holdings.add(new Holding(
                    each.id() == null ? each.lease() + "#" + holdings.size() : each.id(), each.type(), each.market(),
                    each.lease(), each.pool(),
                    each.dag().value(), each.dag() + "/" + each.key(), each.startedAt(), each.endedAt()));
        }
        return holdings;
    }
}
