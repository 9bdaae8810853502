package comporta.store;

import comporta.dag.DagId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A machine from its launch to its end, and for whom it was started.
 *
 * @param key of its run
 * @param task id of the set-up that started it
 * @param mapIndex index of a mapped set-up, or -1
 * @param id as its provider names it; null: not known yet, or it never came so far
 * @param type such as {@code m5.2xlarge}
 * @param market {@code on-demand} or {@code spot}
 * @param endedAt null: it is not known to have ended
 * @param agent under which name work is started there; null: not known
 */
public record PaidMachine(
        long run, DagId dag, String key, String task, int mapIndex, String lease, String pool, @Nullable String id, String type,
        String market,
        Instant startedAt, @Nullable Instant endedAt, @Nullable String agent) {}
