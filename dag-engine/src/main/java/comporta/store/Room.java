package comporta.store;

import comporta.dag.PlainData;
import comporta.operator.LeaseTerms;
import java.util.Map;
import java.util.Optional;

/**
 * What the tables have room for, to be asked before anything is decided: a commit that does not fit fails whole, and with it all that
 * others have in the same group.
 */
public final class Room {
    /** Characters of plain data, as JSON. */
    static final int DATA = 1_000_000;

    private static final int POOL = 250;
    private static final int PROVIDER = 100;

    private Room() {}

    /** Why data cannot be kept, and what to do; empty when it can. */
    public static Optional<String> refusal(String what, Map<String, Object> data) {
        try {
            var length = PlainData.toJson(data).length();
            return length <= DATA
                    ? Optional.empty()
                    : Optional.of(
                            "%s takes %,d characters as JSON, and there is room for %,d. Put large data into a file and hand on its path"
                            .formatted(what, length, DATA));
        } catch (IllegalArgumentException e) {
            return Optional.of(what + " cannot be kept: " + e.getMessage() + ". Put it into a file and hand on its path");
        }
    }

    /** Likewise the names in what a set-up asks for. */
    public static Optional<String> refusal(LeaseTerms terms) {
        return refusal("the name of the node pool", terms.pool(), POOL)
                .or(() -> refusal("the slave type", terms.slaveType(), POOL))
                .or(() -> refusal("the provider", terms.provider(), PROVIDER));
    }

    private static Optional<String> refusal(String what, String name, int room) {
        return Values.cut(name, room).equals(name)
                ? Optional.empty()
                : Optional.of(what + " is longer than " + room + " characters, or has some that no database can hold. Use another");
    }
}
