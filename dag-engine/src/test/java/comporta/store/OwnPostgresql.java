package comporta.store;

import java.sql.DriverManager;
import java.sql.SQLException;

/** An empty database in a real PostgreSQL of its own, which may be restarted without disturbing any other test. */
public final class OwnPostgresql implements AutoCloseable {
    private final PostgresqlServer server = PostgresqlServer.start();
    private final String url = server.url(server.create("template0"));

    /** JDBC address. */
    public String url() {
        return url;
    }

    /** How a store is opened in it. */
    public StoreSettings settings() {
        return StoreSettings.postgresql(url, "comporta", "", "test");
    }

    /** All other connections are ended. */
    public void cutConnections() {
        try (var connection = DriverManager.getConnection(url, "comporta", ""); var statement = connection.createStatement()) {
            statement.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Ends the server and begins it again; {@code fast} is in order, {@code immediate} as if it had been killed. */
    public void restart(String mode) {
        server.restart(mode);
    }

    @Override
    public void close() {
        server.end();
    }
}
