package comporta.app;

import comporta.dag.Durations;
import comporta.operator.Lease;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;

/** Leases of node pools in words. */
final class Machines {
    private Machines() {}

    /** {@code 3 of 4 machines}. */
    static String countOf(Lease lease) {
        return lease.registered() + " of " + Figures.count(lease.terms().wanted(), "machine");
    }

    /** Why it stands where it stands at {@code at}; empty where the word of its state says it all. */
    static String reasonOf(Lease lease, Instant at, ZoneId zone) {
        var until = lease.keptUntil();
        return switch (lease.state()) {
            case KEPT -> "kept after a failure" + (until == null ? "" : " until " + Figures.clock(until, zone))
                    + ", by keep_on_failure; a cancel gives them back";
            case CLOSING, CLOSED -> lease.expiresAt().isAfter(at) ? "" : "its ttl (" + Durations.format(lease.terms().ttl()) + ") ran out";
            case OPENING, OPEN -> "";
        };
    }

    /** How many machines it has, and why it stands where it stands. */
    static String inWords(Lease lease, Instant at, ZoneId zone) {
        var reason = reasonOf(lease, at, zone);
        return countOf(lease) + (reason.isEmpty() ? "" : "; " + reason);
    }

    /** The word of its state. */
    static String stateOf(Lease lease) {
        return lease.state().name().toLowerCase(Locale.ROOT);
    }
}
