package comporta.loop;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Each deed on a virtual thread of its own. */
final class ThreadedErrands implements Errands {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadedErrands.class);

    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("dispatch-", 0).factory());

    @Override
    public void now(Runnable deed) {
        threads.execute(deed);
    }

    @Override
    public void after(Duration wait, Runnable deed) {
        try {
            threads.execute(() -> {
                waits(wait);
                if (!threads.isShutdown()) {
                    deed.run();
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("the engine is closed: what was to be done in {} is left to the next one", wait);
        }
    }

    private static void waits(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        threads.shutdown();   // never interrupted: a submission under way ends by itself
    }
}
