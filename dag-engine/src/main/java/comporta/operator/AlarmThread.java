package comporta.operator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One thread that waits for all that an operator has outside. It is started by the first alarm. */
public final class AlarmThread implements Alarm, AutoCloseable {
    private final InstantSource clock;
    private final ScheduledThreadPoolExecutor thread;

    /** @param name of the thread */
    public AlarmThread(String name, InstantSource clock) {
        this.clock = clock;
        this.thread = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name(name).factory(), new ThreadPoolExecutor.DiscardPolicy());
    }

    @Override
    public void ring(Instant at, Runnable listener) {
        // Rounded up: an alarm that rings a little early would only be set again.
        long millis = Math.max(0, Duration.between(clock.instant(), at).plusNanos(999_999).toMillis());
        var _ = thread.schedule(listener, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
