package comporta.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A PostgreSQL that schedulers share; it looks after its own files. */
record PostgresqlDatabase(String url, String user, String password) implements Database {
    @Override
    public String migrations() {
        return "postgresql";
    }

    @Override
    public boolean isNew() {
        return false;
    }

    @Override
    public String snapshotIsolation() {
        return "repeatable read";
    }

    @Override
    public Connection connect() {
        try {
            var connection = DriverManager.getConnection(url, user, password);
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            return connection;
        } catch (SQLException e) {
            throw new StoreFailed("no connection to the database " + url + " (" + e.getMessage() + "): check url, user and password", e);
        }
    }

    @Override
    public void beforeMigration(Session session, int version) {
        // PostgreSQL rolls a failed migration back by itself.
    }

    @Override
    public void afterMigration() {
        // Nothing was kept for a way back.
    }

    @Override
    public boolean isWorthShrinking(Session session, long smallestSize) {
        return false;
    }

    @Override
    public void shrinkAndClose(Session session) throws SQLException {
        session.close();
    }

    @Override
    public void close(Session session) throws SQLException {
        session.close();
    }

    @Override
    public void release() {
        // Nothing is held but the connections.
    }

    @Override
    public String toString() {
        return url;   // the password stays out of logs
    }
}
