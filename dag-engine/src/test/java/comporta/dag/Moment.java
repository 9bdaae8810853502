package comporta.dag;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Between two looks at what a test waits for: a loop that only looks keeps a core from what it waits for. */
public final class Moment {
    private static final long LONG = TimeUnit.MILLISECONDS.toNanos(2);

    private Moment() {}

    /** Lets it pass. Who has waited for too long is interrupted, and gives up. */
    public static void pass() {
        LockSupport.parkNanos(LONG);
        if (Thread.interrupted()) {
            throw new AssertionError("it did not come about in time");
        }
    }
}
