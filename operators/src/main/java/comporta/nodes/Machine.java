package comporta.nodes;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A machine as its provider sees it.
 *
 * @param id the provider's own, e.g. {@code i-0a1b2c3d4e5f60718}
 * @param market what it is paid by: {@code on-demand} or {@code spot}
 * @param registeredAt when it became an agent; null: it has not
 * @param agent id of that agent; null: it is none
 */
public record Machine(
        String id,
        MachineKey key,
        String token,
        String pool,
        String slaveType,
        String type,
        String market,
        State state,
        Instant launchedAt,
        @Nullable Instant registeredAt,
        @Nullable String agent) {

    /** The same in that state. */
    Machine in(State other) {
        return new Machine(id, key, token, pool, slaveType, type, market, other, launchedAt, registeredAt, agent);
    }

    /** Where a machine stands. */
    public enum State {
        BOOTING,
        REGISTERED,
        /** Asked to end, and still paid for. */
        ENDING,
        /** Verified to be no more. */
        GONE
    }
}
