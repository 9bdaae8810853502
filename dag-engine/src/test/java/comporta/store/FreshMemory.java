package comporta.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;

/** A database in memory that outlives the stores which are opened in it, until it is closed. */
public final class FreshMemory implements AutoCloseable {
    private static final AtomicLong MADE = new AtomicLong();

    private final String name = "fresh-" + MADE.incrementAndGet();
    private final Connection keeper = new H2Memory(name).connect();

    /** A store in it, as after a start of the scheduler. */
    public Store open() {
        return Store.inMemory(name, "test");
    }

    /** JDBC address. */
    String url() {
        return new H2Memory(name).url();
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
            keeper.close();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
