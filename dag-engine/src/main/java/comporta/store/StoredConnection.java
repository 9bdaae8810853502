package comporta.store;

import comporta.dag.PlainData;
import java.time.Instant;
import java.util.Map;

/**
 * How to reach a system outside.
 *
 * @param fields those that may be shown
 * @param secrets the others, each sealed
 * @param version 1 at first, and one more with each change
 */
public record StoredConnection(
        String name, Map<String, String> fields, Map<String, String> secrets, int version, Instant changedAt, String changedBy) {
    public StoredConnection {
        fields = PlainData.ordered(fields);
        secrets = PlainData.ordered(secrets);
    }

    /** Says nothing of what it holds. */
    @Override
    public String toString() {
        return "conn." + name;
    }
}
