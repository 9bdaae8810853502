package comporta.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A problem as it is on record.
 *
 * @param count how often it was raised
 * @param acknowledged null: nobody has said that they know of it
 * @param overAt null: it is open
 */
public record StoredProblem(
        long id, Problem problem, Instant firstAt, Instant lastAt, int count, @Nullable Acknowledged acknowledged,
        @Nullable Instant overAt) {

    /**
     * Who knows of it.
     *
     * @param note in their words, may be empty
     */
    public record Acknowledged(String by, Instant at, String note) {}
}
