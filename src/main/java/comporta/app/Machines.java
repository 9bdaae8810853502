package comporta.app;

import comporta.operator.Lease;
import java.util.Locale;

/** Leases of node pools in words. */
final class Machines {
    private Machines() {}

    /** {@code 3 of 4 machines}. */
    static String countOf(Lease lease) {
        return lease.registered() + " of " + Figures.count(lease.terms().wanted(), "machine");
    }

    /** The word of its state. */
    static String stateOf(Lease lease) {
        return lease.state().name().toLowerCase(Locale.ROOT);
    }
}
