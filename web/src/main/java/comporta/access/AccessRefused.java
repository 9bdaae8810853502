package comporta.access;

import java.time.Duration;

/** Somebody is not let in, or something about people cannot be done; the message says why, and what to do. */
public final class AccessRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Why why;
    private final Duration wait;

    private AccessRefused(Why why, String message, Duration wait) {
        super(message, null, false, false);
        this.why = why;
        this.wait = wait;
    }

    AccessRefused(Why why, String message) {
        this(why, message, Duration.ZERO);
    }

    static AccessRefused tooMany(Duration wait) {
        return new AccessRefused(Why.TOO_MANY, "too many attempts to sign in failed: wait " + (wait.toSeconds() + 1) + " seconds", wait);
    }

    /** What kind of refusal. */
    public enum Why {
        /** Nobody knows who that is. */
        UNKNOWN,
        TOO_MANY,
        /** What was asked for cannot be. */
        UNFIT,
        /** It stands against what there is. */
        CONFLICT
    }

    public Why why() {
        return why;
    }

    /** How long to wait before the next attempt; zero when waiting does not help. */
    public Duration waitFor() {
        return wait;
    }
}
