package comporta.store;

import com.zaxxer.hikari.HikariConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.Set;

/** A PostgreSQL that schedulers share; it looks after its own files. */
record PostgresqlDatabase(String url, String user, String password) implements Database {
    private static final Set<String> GONE = Set.of("57P01", "57P02", "57P03", "53300", "25P03");

    /** A process that is stopped in the middle of a commit would keep everybody from the lead for as long as it is stopped. */
    private static final String NO_ABANDONED_LOCKS = "set idle_in_transaction_session_timeout = '5s'";

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public String migrations() {
        return "postgresql";
    }

    @Override
    public String untilCommitted() {
        return " for share";
    }

    /** Class 08, and the server's shutdown, crash, start, "too many" and "idle for too long". */
    @Override
    public boolean isGone(SQLException why) {
        var state = String.valueOf(why.getSQLState());
        return state.startsWith("08") || GONE.contains(state);
    }

    @Override
    public boolean isNew() {
        return false;
    }

    /** Not by a statement: the pool rolls that back. */
    @Override
    public void readOneMoment(HikariConfig readers) {
        readers.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    }

    @Override
    public Properties settings() {
        var settings = new Properties();
        settings.setProperty("connectTimeout", "3");
        settings.setProperty("socketTimeout", "30");
        settings.setProperty("tcpKeepAlive", "true");
        settings.setProperty("reWriteBatchedInserts", "true");
        return settings;
    }

    @Override
    public Connection connect() {
        return connect(settings());
    }

    @Override
    public Connection connectInHaste(Duration patience) {
        var settings = settings();
        var seconds = Long.toString(Math.max(1, patience.toSeconds()));
        settings.setProperty("connectTimeout", seconds);
        settings.setProperty("socketTimeout", seconds);
        return connect(settings);
    }

    private Connection connect(Properties settings) {
        settings.setProperty("user", user);
        settings.setProperty("password", password);
        settings.setProperty("ApplicationName", "comporta");
        try {
            var connection = DriverManager.getConnection(url, settings);
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            try (var statement = connection.createStatement()) {
                statement.execute(NO_ABANDONED_LOCKS);
            }
            return connection;
        } catch (SQLException e) {
            throw new StoreFailed("no connection to the database " + url + " (" + e.getMessage() + "): check url, user and password", e);
        }
    }

    @Override
    public String toString() {
        return url;   // the password stays out of logs
    }
}
