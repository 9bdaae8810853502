package comporta.loop;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when a tick is overdue: the engine's thread hangs, its alarm did not ring, or the clock was set forward. It has a thread of its own
 * and looks by the monotonic clock, so nothing that holds up the engine holds it up; and it rings once more, in case that helps.
 */
final class Watchdog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
    private static final long LOOK_MILLIS = 5_000;

    private final Duration patience;
    private final InstantSource clock;
    private final Observer observer;
    private final Runnable ring;
    private final AtomicReference<@Nullable Instant> expected = new AtomicReference<>();
    private final ScheduledThreadPoolExecutor thread;
    private @Nullable Instant told;

    Watchdog(Duration patience, InstantSource clock, Observer observer, Runnable ring) {
        this.patience = patience;
        this.clock = clock;
        this.observer = observer;
        this.ring = ring;
        ThreadFactory threads = Thread.ofPlatform().name("watchdog").daemon().factory();
        this.thread = new ScheduledThreadPoolExecutor(1, threads);
    }

    void start() {
        var _ = thread.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** When the engine will serve the next tick; null: none is to be served. */
    void expects(@Nullable Instant next) {
        expected.set(next);
    }

    /** Looks once. */
    void look() {
        try {
            var due = expected.get();
            if (due == null || !due.isBefore(clock.instant())) {
                return;
            }
            ring.run();
            var late = Duration.between(due, clock.instant());
            if (late.compareTo(patience) >= 0 && !due.equals(told)) {
                told = due;
                LOG.error("the tick of {} is overdue by {}: the engine has not served it", due, late);
                observer.overdue(due, late);
            }
        } catch (RuntimeException e) {
            LOG.error("the watchdog stumbled", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
