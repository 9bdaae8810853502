package comporta.job;

import comporta.operator.News;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over what running launches write: a few are looked at each time; of many, those that write often, and silent ones less and less.
 */
final class LogRounds {
    private static final Logger LOG = LoggerFactory.getLogger(LogRounds.class);
    private static final int AT_ONCE = 16;
    /** Looks a second, two questions each. */
    private static final int A_SECOND = 10;
    private static final long OFTEN = Duration.ofSeconds(1).toNanos();
    private static final long SELDOM = Duration.ofSeconds(60).toNanos();

    private final RemoteSystem system;
    private final Ground ground;
    private final ExecutorService errands;
    private final Consumer<News> told;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private volatile boolean closed;

    /** @param told hears what the logs tell */
    LogRounds(RemoteSystem system, Ground ground, ExecutorService errands, Consumer<News> told) {
        this.system = system;
        this.ground = ground;
        this.errands = errands;
        this.told = told;
    }

    /** Looks at some of those that run. */
    void follow(List<RemoteLaunch> running) {
        long now = System.nanoTime();
        long looks = Math.max(1, A_SECOND * ground.apart().toMillis() / 1000);
        running.stream()
                .map(launch -> new Due(launch, launch.logDue - now))   // read once: it changes while others are sorted
                .filter(due -> running.size() <= looks || due.in() <= 0)
                .sorted(Comparator.comparingLong(Due::in))
                .limit(looks)
                .forEach(due -> copy(due.launch()));
    }

    /** @param in nanoseconds until its log is to be looked at */
    private record Due(RemoteLaunch launch, long in) {}

    private void copy(RemoteLaunch launch) {
        if (launch.copying.compareAndSet(false, true)) {
            errands.execute(() -> {
                try {
                    places.acquire();
                    try {
                        copied(launch);
                    } finally {
                        places.release();
                    }
                } catch (IOException e) {
                    LOG.debug("The log of {} cannot be had now", launch.job.name(), e);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } finally {
                    launch.logDue = System.nanoTime() + launch.logPause;
                    launch.copying.set(false);
                }
            });
        }
    }

    private void copied(RemoteLaunch launch) throws IOException {
        launch.lock.lock();
        try {
            if (launch.stage == RemoteLaunch.Stage.LIVE && launch.startTold && !closed) {
                boolean whole = launch.copyLog(system);
                var news = launch.look(ground.clock().instant(), false);
                news.forEach(told);
                launch.logPause = !whole || !news.isEmpty() ? OFTEN : Math.min(SELDOM, Math.max(OFTEN, launch.logPause * 2));
            }
        } finally {
            launch.lock.unlock();
        }
    }

    /** Nothing is taken over any more. */
    void close() {
        closed = true;
    }
}
