package comporta.store;

import comporta.dag.DagId;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of a tick.
 *
 * @param run number of the run that it made; null: it made none
 * @param reason why it made none; empty: it did
 */
public record SettledTick(DagId dag, Instant at, State state, @Nullable Long run, String reason, Instant settledAt) {

    /** What a tick becomes. */
    public enum State {
        RUN,
        MISSED,
        SKIPPED;

        /** The word that users see. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
