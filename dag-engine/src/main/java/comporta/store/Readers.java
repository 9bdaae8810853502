package comporta.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/** Connections that only read. There are none before somebody reads: a short local run does without. */
final class Readers {
    private static final int CONNECTIONS = 4;

    private final Database database;
    private final ReentrantReadWriteLock inUse = new ReentrantReadWriteLock();
    private volatile @Nullable HikariDataSource pool;

    Readers(Database database) {
        this.database = database;
    }

    /**
     * Reads what was committed when the reading began, and nothing later. A connection that was cut is noticed when it is used: the reading
     * is done again on another, so that {@code work} must leave nothing behind but what it returns.
     *
     * @throws StoreAway when the database cannot be reached
     */
    <T extends @Nullable Object> T read(Writer.Work<T> work) {
        return read(work, CONNECTIONS);
    }

    /**
     * The same for {@code work} that cannot be done again.
     *
     * @throws StoreAway when the database cannot be reached any more
     */
    <T extends @Nullable Object> T readOnce(Writer.Work<T> work) {
        return read(work, 0);
    }

    private <T extends @Nullable Object> T read(Writer.Work<T> work, int again) {
        inUse.readLock().lock();
        try {
            return Attempt.make(() -> {
                for (int cut = 0; ; cut++) {
                    try (var session = new Session(connected())) {
                        var read = work.with(session);
                        session.doneReading();
                        return read;
                    } catch (SQLException e) {
                        if (!database.isGone(e)) {
                            throw e;
                        } else if (cut == again) {
                            throw new StoreAway(database.toString(), e);
                        }
                    }
                }
            });
        } finally {
            inUse.readLock().unlock();
        }
    }

    private Connection connected() throws SQLException {
        try {
            return open().getConnection();
        } catch (SQLTransientConnectionException e) {
            throw new StoreAway(database.toString(), e);
        } catch (HikariPool.PoolInitializationException e) {
            if (e.getCause() instanceof SQLException why && database.isGone(why)) {
                throw new StoreAway(database.toString(), e);
            }
            throw e;
        }
    }

    /** Waits for those who read, and does {@code work} while nobody is connected. */
    void without(Runnable work) {
        inUse.writeLock().lock();
        try {
            var open = pool;
            pool = null;
            if (open != null) {
                open.close();
            }
            work.run();
        } finally {
            inUse.writeLock().unlock();
        }
    }

    private synchronized HikariDataSource open() {
        var open = pool;
        if (open == null) {
            open = new HikariDataSource(config());
            pool = open;
        }
        return open;
    }

    private HikariConfig config() {
        var config = new HikariConfig();
        config.setPoolName("readers");
        config.setJdbcUrl(database.url());
        config.setUsername(database.user());
        config.setPassword(database.password());
        config.setDataSourceProperties(database.settings());
        config.setReadOnly(true);
        config.setAutoCommit(false);
        database.readOneMoment(config);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(Duration.ofSeconds(3).toMillis());
        config.setValidationTimeout(Duration.ofSeconds(1).toMillis());
        config.setKeepaliveTime(Duration.ofSeconds(30).toMillis());
        config.setMaxLifetime(Duration.ofMinutes(30).toMillis());
        config.setLeakDetectionThreshold(Duration.ofSeconds(20).toMillis());
        return config;
    }
}
