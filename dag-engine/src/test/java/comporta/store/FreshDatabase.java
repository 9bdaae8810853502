package comporta.store;

import java.sql.DriverManager;
import java.sql.SQLException;

/** A database of one test alone, gone when it is closed. */
public sealed interface FreshDatabase extends AutoCloseable permits FreshH2, FreshPostgresql {
    /** How a store is opened in it, the first time and after a restart. */
    StoreSettings settings();

    /** JDBC address. */
    String url();

    String user();

    String password();

    default Store open() {
        return Store.open(settings());
    }

    /** Writes behind a store's back, as another writer would, which there must not be: it is to be noticed. */
    default void meddle(String sql) {
        try (var connection = DriverManager.getConnection(url(), user(), password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    @Override
    void close();
}
