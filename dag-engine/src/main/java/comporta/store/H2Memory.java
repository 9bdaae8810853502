package comporta.store;

import com.zaxxer.hikari.HikariConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Properties;

/**
 * An H2 database in the memory of this process: for runs on the virtual clock, which nobody goes on with. It is gone with the last
 * connection to it.
 *
 * @param name by which others of this process could connect to it, too
 */
record H2Memory(String name) implements Database {
    private static final String SETTINGS = ";DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=5000";

    @Override
    public String migrations() {
        return "h2";
    }

    @Override
    public String url() {
        return "jdbc:h2:mem:" + name + SETTINGS;
    }

    @Override
    public String user() {
        return "sa";
    }

    @Override
    public String password() {
        return "";
    }

    @Override
    public boolean isNew() {
        return false;
    }

    @Override
    public void readOneMoment(HikariConfig readers) {
        readers.setConnectionInitSql("set session characteristics as transaction isolation level snapshot");
    }

    @Override
    public Connection connect() {
        var login = new Properties();
        login.setProperty("user", user());
        login.setProperty("password", password());
        try {
            return Objects.requireNonNull(org.h2.Driver.load().connect(url(), login));
        } catch (SQLException e) {
            throw new StoreFailed("a database in memory cannot be opened: " + e.getMessage(), e);
        }
    }

    @Override
    public void beforeMigration(Session session, int version) {
        // nothing that could be lost
    }

    @Override
    public void afterMigration() {
        // nothing was copied
    }

    @Override
    public boolean isWorthShrinking(Session session, long smallestSize) {
        return false;
    }

    @Override
    public void shrinkAndClose(Session session) throws SQLException {
        close(session);
    }

    @Override
    public void close(Session session) throws SQLException {
        session.close();
    }

    @Override
    public void release() {
        // it is nobody else's
    }
}
