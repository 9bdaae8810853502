package comporta.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
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

    /** Reads what was committed when the reading began, and nothing later. */
    <T extends @Nullable Object> T read(Writer.Work<T> work) {
        inUse.readLock().lock();
        try {
            return Attempt.make(() -> {
                try (var session = new Session(open().getConnection())) {
                    var read = work.with(session);
                    session.doneReading();
                    return read;
                }
            });
        } finally {
            inUse.readLock().unlock();
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
