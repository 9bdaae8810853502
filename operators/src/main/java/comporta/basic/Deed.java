package comporta.basic;

import comporta.operator.LaunchIntent;
import org.jspecify.annotations.Nullable;

/** One launch that a thread of ours carries out. Guarded by itself. */
final class Deed {
    final LaunchIntent intent;
    private boolean stopAsked;
    private @Nullable Runnable abort;

    Deed(LaunchIntent intent) {
        this.intent = intent;
    }

    /** How to end early what is done from here on. Where the end was asked for already, that is done now. */
    void abortBy(Runnable how) {
        synchronized (this) {
            abort = how;
            if (!stopAsked) {
                return;
            }
        }
        how.run();
    }

    void stop() {
        Runnable how;
        synchronized (this) {
            stopAsked = true;
            how = abort;
        }
        if (how != null) {
            how.run();
        }
    }

    synchronized boolean isStopAsked() {
        return stopAsked;
    }
}
