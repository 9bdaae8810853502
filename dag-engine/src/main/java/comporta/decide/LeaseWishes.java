package comporta.decide;

import comporta.operator.Cause;
import comporta.operator.Lease;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** What persons want of machines: to have them kept for a look, or given back. */
final class LeaseWishes {
    private LeaseWishes() {}

    static String keep(Draft draft, Wish wish) {
        var lease = lease(draft, wish);
        if (lease == null) {
            return unknown(wish);
        }
        var until = until(wish);
        if (until == null || !until.isAfter(draft.now())) {
            return "refused: it is not said until when";
        }
        return switch (lease.state()) {
            case OPEN, KEPT -> {
                var kept = lease.keptUntil(until);
                draft.move(kept);
                yield "granted until " + kept.keptUntil() + (until.isAfter(lease.expiresAt()) ? ", when its ttl is over" : "");
            }
            case OPENING -> "refused: its machines are still coming up";
            case CLOSING, CLOSED -> "refused: it is given back already";
        };
    }

    static String release(Draft draft, Wish wish, String by) {
        var lease = lease(draft, wish);
        if (lease == null) {
            return unknown(wish);
        }
        return switch (lease.state()) {
            case KEPT -> {
                Leases.giveBack(draft, lease);
                yield "granted";
            }
            case CLOSING -> {
                draft.command(new Command.Release(lease));
                yield "granted: it is asked for once more";
            }
            case CLOSED -> "refused: it is given back already";
            case OPENING, OPEN -> {
                if (!draft.run().state().isFinal() && !Boolean.TRUE.equals(wish.details().get("force"))) {
                    yield "refused: its run still uses it. Cancel the run, or force it: then the tasks that use it fail";
                }
                Leases.giveBack(draft, lease);
                LeaseEnds.endUsers(draft, lease, Cause.OPERATOR, "by " + by);
                yield "granted";
            }
        };
    }

    private static @Nullable Lease lease(Draft draft, Wish wish) {
        for (int task : Nodes.all(draft).toArray()) {
            var lease = draft.lease(task);
            if (lease != null && lease.id().equals(wish.details().get("lease"))) {
                return lease;
            }
        }
        return null;
    }

    private static String unknown(Wish wish) {
        return "refused: the run has no lease " + wish.details().get("lease");
    }

    private static @Nullable Instant until(Wish wish) {
        try {
            return Instant.parse(String.valueOf(wish.details().get("until")));
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
