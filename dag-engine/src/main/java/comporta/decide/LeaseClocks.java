package comporta.decide;

import comporta.operator.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When something is due of a run's leases, by the numbers of their set-ups: the end of their time, or, while one is closing, the next wish
 * that it be given back: after 1 s, then after waits that double up to a minute. How often was asked is not stored: what an earlier life
 * has left closing is due at once.
 */
final class LeaseClocks {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final int DOUBLINGS = 6;

    private final Map<Integer, Lease> leases;
    private final Map<Integer, Asking> closing = new HashMap<>();
    private final DueQueue due = new DueQueue(this::dueAt);

    private record Asking(Instant next, int asked) {
        Asking again(Instant now) {
            return new Asking(now.plus(FIRST.multipliedBy(1L << Math.min(asked + 1, DOUBLINGS))), asked + 1);
        }
    }

    /** @param leases as they stand now, by set-up; kept up to date by the caller */
    LeaseClocks(Map<Integer, Lease> leases) {
        this.leases = leases;
    }

    /** To be called when the lease of that set-up has moved. */
    void moved(int setup, Instant at) {
        var lease = leases.get(setup);
        if (lease == null || lease.state() != Lease.State.CLOSING) {
            closing.remove(setup);
        } else if (!closing.containsKey(setup)) {
            closing.put(setup, new Asking(at.plus(FIRST), 0));
        }
        due.moved(setup);
    }

    private @Nullable Instant dueAt(int setup) {
        var lease = leases.get(setup);
        if (lease == null) {
            return null;
        }
        return switch (lease.state()) {
            case OPENING, OPEN -> lease.expiresAt();
            case KEPT -> lease.keptUntil();
            case CLOSING -> {
                var asking = closing.get(setup);
                yield asking == null ? null : asking.next();
            }
            case CLOSED -> null;
        };
    }

    /** The earliest instant at which something is due; null: nothing is. */
    @Nullable Instant nextDue() {
        return due.next();
    }

    /** Set-ups of whose leases something was due by {@code now}, each once. */
    List<Integer> take(Instant now) {
        return due.take(now, setup -> closing.computeIfPresent(setup, (_, asking) -> asking.again(now)));
    }
}
