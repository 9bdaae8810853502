package comporta.basic;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a sensor waits for and {@code done_when} probes. */
interface Condition {

    /** Looks whether it holds; may take seconds. What goes wrong outside is a reason why it does not hold, not an exception. */
    Look look(Instant now);

    /**
     * What one look has shown.
     *
     * @param seen in words
     * @param again when it may be otherwise by the clock alone; null: only the outside world knows
     */
    record Look(boolean holds, String seen, @Nullable Instant again) {
        static Look holds(String seen) {
            return new Look(true, seen, null);
        }

        static Look notYet(String seen) {
            return new Look(false, seen, null);
        }
    }
}
