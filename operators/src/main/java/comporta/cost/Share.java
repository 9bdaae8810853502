package comporta.cost;

import org.jspecify.annotations.Nullable;

/**
 * Whom machine seconds are put down to.
 *
 * @param task null: nothing ran
 */
public record Share(String dag, String run, String pool, @Nullable String task, String type, String market) {
    /** Whether nothing ran. */
    public boolean isIdle() {
        return task == null;
    }
}
