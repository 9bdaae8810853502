package comporta.store;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The one connection that writes, and the one thread that may use it: the first that did. */
final class Writer {
    /** What is done with a connection. */
    interface Work<T extends @Nullable Object> {
        T with(Session session) throws SQLException;
    }

    /** The last thing done with a connection. */
    interface Ending {
        void with(Session session) throws SQLException;
    }

    private final ReentrantLock turn = new ReentrantLock();
    private final AtomicLong commits = new AtomicLong();
    private final Database database;
    private @Nullable Session session;
    private boolean gone;
    private volatile @Nullable Thread thread;

    Writer(Session session, Database database) {
        this.session = session;
        this.database = database;
    }

    /** Whether the calling thread is the one that writes. */
    boolean isMine() {
        return Thread.currentThread().equals(thread);
    }

    /** The next thread that writes is the one that may. Called between two writes, by who has seen to it that the last one is over. */
    void letGo() {
        thread = null;
    }

    long commits() {
        return commits.get();
    }

    /** Does {@code work} in one transaction: all of it is committed, or nothing. */
    <T extends @Nullable Object> T write(Work<T> work) {
        if (thread == null) {
            thread = Thread.currentThread();
        } else if (!isMine()) {
            throw new IllegalStateException("thread \"" + Thread.currentThread().getName() + "\" wants to write, but the one writer is \""
                    + thread + "\": H2 tears commits when there are two");
        }
        return inTurn(open -> {
            try {
                var result = work.with(open);
                open.commit();
                commits.incrementAndGet();
                return result;
            } catch (SQLException | RuntimeException e) {
                undo(open, e);
                throw e;
            }
        });
    }

    private static void undo(Session open, Exception because) {
        try {
            open.rollback();
        } catch (SQLException e) {
            because.addSuppressed(e);
        }
    }

    /** Reads between two commits. */
    <T extends @Nullable Object> T read(Work<T> work) {
        return inTurn(open -> {
            var read = work.with(open);
            open.doneReading();
            return read;
        });
    }

    /** Waits for the commit under way, and goes on with the connection that {@code change} gives in place of this one. */
    void reopen(Work<Session> change) {
        turn.lock();
        try {
            var open = session;
            if (open != null) {
                session = null;
                session = Attempt.make(() -> change.with(open));
            }
        } finally {
            turn.unlock();
        }
    }

    /** Waits for the commit under way; after {@code ending} nothing is written or read any more. A second time does nothing. */
    void end(Ending ending) {
        turn.lock();
        try {
            var open = session;
            if (open != null) {
                session = null;
                Attempt.make(() -> {
                    ending.with(open);
                    return open;
                });
            }
        } finally {
            turn.unlock();
        }
    }

    private <T extends @Nullable Object> T inTurn(Work<T> work) {
        turn.lock();
        try {
            return Attempt.make(() -> {
                var open = opened();
                try {
                    return work.with(open);
                } catch (SQLException e) {
                    if (database.isGone(e)) {
                        gone = true;
                        throw new StoreAway(database.toString(), e);
                    }
                    throw e;
                }
            });
        } finally {
            turn.unlock();
        }
    }

    /** Whether what was under way when a connection went is committed, the next fence says: the run has its next version, or not. */
    private Session opened() throws SQLException {
        var open = session;
        if (open == null) {
            throw new StoreFailed("the store is closed");
        }
        if (!gone) {
            return open;
        }
        open.close();
        try {
            var another = new Session(database.connect());
            session = another;
            gone = false;
            return another;
        } catch (StoreFailed e) {
            throw new StoreAway(database.toString(), e);
        }
    }
}
