package comporta.store;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One interval of a backfill.
 *
 * @param number its place in the order of running
 * @param run number of its run; null: it has none
 * @param reason why it is left out; empty: it is not
 */
public record BackfillItem(
        long backfill, int number, Instant tick, Instant intervalStart, Instant intervalEnd, State state, @Nullable Long run,
        String reason) {

    /** How it stands. */
    public enum State {
        WAITING,
        RUN,
        LEFT_OUT;

        /** The word that users see. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
