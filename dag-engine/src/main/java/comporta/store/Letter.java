package comporta.store;

import comporta.decide.Notice;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A notice to one addressee, on its way or there.
 *
 * @param id in the order of making
 * @param key the same for the same notice to the same addressee, for ever
 * @param notice with the one addressee
 * @param attempts how often it was tried
 * @param nextAt when it is tried next; null: never again
 * @param settledAt when it was delivered or given up; null: it is on its way
 * @param lastError why the last attempt failed, without secrets; null: none did
 */
public record Letter(
        long id,
        String key,
        long run,
        Notice notice,
        State state,
        int attempts,
        @Nullable Instant nextAt,
        @Nullable Instant settledAt,
        @Nullable String lastError) {

    /** Where it stands. */
    public enum State {
        WAITING,
        DELIVERED,
        GIVEN_UP;

        /** The word that users see. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whom it goes to. */
    public Notice.Addressee to() {
        return notice.to().getFirst();
    }
}
