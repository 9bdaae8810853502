package comporta.store;

import java.time.Instant;

/**
 * A variable that templates read.
 *
 * @param body plain data as JSON; sealed when it is a secret
 * @param version 1 at first, and one more with each change
 */
public record StoredVariable(String name, String body, boolean secret, String description, int version, Instant changedAt,
        String changedBy) {
    /** Says nothing of what it holds. */
    @Override
    public String toString() {
        return "var." + name;
    }
}
