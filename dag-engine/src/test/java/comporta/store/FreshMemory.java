package comporta.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A database in memory that outlives the stores which are opened in it, until it is closed. What one store gave back is lent to the next,
 * with the statements prepared on it, which a thousand short lives would have H2 parse a thousand times.
 */
public final class FreshMemory implements AutoCloseable {
    private static final AtomicLong MADE = new AtomicLong();

    private final ConcurrentLinkedDeque<LentConnection.Kept> idle = new ConcurrentLinkedDeque<>();
    private final H2Memory database = new H2Memory("fresh-" + MADE.incrementAndGet(), this::lend);
    private final Connection keeper = new H2Memory(database.name()).connect();

    /** A store in it, as after a start of the scheduler. */
    public Store open() {
        return Store.inMemory(database, "test");
    }

    private Connection lend(H2Memory from) throws SQLException {
        var kept = idle.poll();
        return LentConnection.of(kept == null ? new LentConnection.Kept(from.connected()) : kept, idle::push);
    }

    /** JDBC address. */
    String url() {
        return database.url();
    }

    /** Writes behind a store's back, see {@link FreshDatabase#meddle}. */
    public void meddle(String sql) {
        try (var statement = keeper.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    @Override
    public void close() {
        try {
            for (var kept : idle) {
                kept.connection().close();
            }
            keeper.close();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
