package comporta.local;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what jobs left behind in sessions of their own. Not after each end: a while after some end, for all together, and never more than a
 * twentieth of the time.
 */
final class Sweep {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
    private static final long SOON = 1_000_000_000;
    private static final long SHARE = 20;

    private final Path launches;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile long notBefore = System.nanoTime();
    private boolean wanted = true; // an earlier life may have left something
    private long due = System.nanoTime() + SOON;

    Sweep(Path launches) {
        this.launches = launches;
    }

    /** Some launch has ended. */
    void want() {
        if (!wanted) {
            wanted = true;
            due = System.nanoTime() + SOON;
        }
    }

    boolean isWanted() {
        return wanted;
    }

    void runIfDue() {
        long now = System.nanoTime();
        if (wanted && now - due >= 0 && now - notBefore >= 0 && running.compareAndSet(false, true)) {
            wanted = false;
            Thread.ofVirtual().name("local-sweep").start(this::run);
        }
    }

    private void run() {
        long began = System.nanoTime();
        try {
            Processes.sweep(launches, folder -> new LaunchFolder(folder).hasEnded());
        } catch (RuntimeException e) {
            LOG.warn("Cannot look for what local jobs left behind: {}", e.toString());
        } finally {
            notBefore = System.nanoTime() + SOON + SHARE * (System.nanoTime() - began);
            running.set(false);
        }
    }
}
