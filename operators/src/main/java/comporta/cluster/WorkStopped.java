package comporta.cluster;

import org.jspecify.annotations.Nullable;

/** A step could not be done; nothing behind it was begun. */
public final class WorkStopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param why what happened, and what to do */
    public WorkStopped(String why, @Nullable Throwable cause) {
        super(why, cause);
    }
}
