package comporta.job;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that looks after a cluster: at most one look begins within a span, less often while looks fail, none while nothing is wanted.
 */
public final class Rounds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final int SLOWEST = 16;
    /** As a part of the span. */
    private static final int LEAST_REST = 4;

    private final Duration apart;
    private final Supplier<Seen> look;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean wanted;
    private boolean closed;

    /** What a look has given. */
    public enum Seen {
        /** There is nothing more to look for, until somebody wants it. */
        NOTHING_LEFT,
        /** There is more to come. */
        MORE,
        /** The cluster could not be asked. */
        FAILED
    }

    /** @param apart least span between the beginnings of two looks, whose fourth is the least rest after one that takes long */
    public Rounds(String name, Duration apart, Supplier<Seen> look) {
        this.apart = apart;
        this.look = look;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    /** Has a look taken as soon as the span allows. */
    public void want() {
        lock.lock();
        try {
            wanted = true;
            if (thread.getState() == Thread.State.NEW && !closed) {
                thread.start();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        long next = System.nanoTime();
        int slower = 1;
        while (awaitTurn(next)) {
            var seen = Seen.FAILED;
            long begun = System.nanoTime();
            try {
                seen = look.get();
            } catch (RuntimeException e) {
                LOG.error("{}: a look went wrong", thread.getName(), e);
            }
            slower = seen == Seen.FAILED ? Math.min(SLOWEST, slower * 2) : 1;
            long rested = System.nanoTime() + apart.toNanos() / LEAST_REST;
            next = begun + Math.max(apart.toNanos() * slower, rested - begun);
            if (seen != Seen.NOTHING_LEFT) {
                want();
            }
        }
    }

    /** Whether it is time for a look; false: it is time to end. */
    private boolean awaitTurn(long next) {
        lock.lock();
        try {
            while (!closed && (!wanted || next - System.nanoTime() > 0)) {
                if (wanted) {
                    long left = changed.awaitNanos(next - System.nanoTime());
                    assert left <= apart.toNanos() * SLOWEST;
                } else {
                    changed.await();
                }
            }
            wanted = false;
            return !closed;
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the thread; a look under way is interrupted. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (thread.getState() != Thread.State.NEW && !Thread.currentThread().equals(thread)) {
            thread.interrupt();
            try {
                thread.join(TimeUnit.SECONDS.toMillis(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
