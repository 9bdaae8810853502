package comporta.live;

import comporta.store.Archive;
import comporta.store.HistoryRow;
import comporta.store.StoreAway;
import comporta.store.StoreFailed;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of the history, read once for all who listen, and only while somebody does. The one writer numbers rows as it commits them, so
 * what is read up to a number is complete.
 */
final class Tail {
    private static final Logger LOG = LoggerFactory.getLogger(Tail.class);
    private static final Duration STEP = Duration.ofMillis(50);
    private static final int AT_ONCE = 2000;
    private static final int KEPT = 5000;

    private final Archive archive;
    private final ArrayDeque<HistoryRow> rows = new ArrayDeque<>();
    /** Rows up to here are kept or forgotten; those before {@code from} are forgotten. */
    private long last;
    private long from;
    private int listeners;

    Tail(Archive archive) {
        this.archive = archive;
    }

    /** Somebody listens from now on; gives the number of the last row. */
    synchronized long join() {
        if (listeners++ == 0) {
            rows.clear();
            last = archive.lastEvent();
            from = last;
            Thread.ofVirtual().name("live").start(this::follow);
        }
        return last;
    }

    synchronized void leave() {
        listeners--;
        notifyAll();
    }

    /** Rows after {@code seq}, as soon as there are any, or none after a while; more than a few thousand are told as so many. */
    List<HistoryRow> after(long seq, Duration patience) throws InterruptedException {
        synchronized (this) {
            var until = System.nanoTime() + patience.toNanos();
            while (last <= seq) {
                var left = (until - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return List.of();
                }
                wait(left);
            }
            if (seq >= from) {
                return rows.stream().filter(row -> row.id() > seq).toList();
            }
        }
        return archive.since(seq, AT_ONCE + 1);
    }

    /** Lets who waits look around. */
    synchronized void stir() {
        notifyAll();
    }

    private void follow() {
        while (isWanted()) {
            try {
                var more = archive.since(seen(), AT_ONCE);
                if (!more.isEmpty()) {
                    add(more);
                }
            } catch (StoreAway | StoreFailed e) {
                LOG.debug("the history cannot be read just now", e);
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
    }

    private synchronized boolean isWanted() {
        return listeners > 0;
    }

    private synchronized long seen() {
        return last;
    }

    private synchronized void add(List<HistoryRow> more) {
        rows.addAll(more);
        last = more.getLast().id();
        while (rows.size() > KEPT) {
            from = rows.removeFirst().id();
        }
        notifyAll();
    }
}
