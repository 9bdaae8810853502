package comporta.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An H2 database in the memory of this process: for runs on the virtual clock, which nobody goes on with. It is gone with the last
 * connection to it.
 *
 * @param name by which others of this process could connect to it, too
 * @param connecting how a connection to it is had
 */
record H2Memory(String name, Connecting connecting) implements H2 {
    /** Connects to a database. */
    interface Connecting {
        Connection to(H2Memory database) throws SQLException;
    }

    private static final String SETTINGS = ";DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=5000" + EVERY_STATEMENT;

    /** What makes all tables, once a database of this process has had its migrations: a process may play many nights. */
    private static final AtomicReference<@Nullable List<String>> TABLES = new AtomicReference<>();

    private static final String ALL_THAT_IT_IS = "script nopasswords nosettings";

    H2Memory(String name) {
        this(name, H2::connected);
    }

    @Override
    public boolean makesTablesAtOnce(Session session) throws SQLException {
        var tables = TABLES.get();
        if (tables == null) {
            return false;
        }
        for (var statement : tables) {
            session.command(statement);
        }
        session.commit();
        return true;
    }

    @Override
    public void afterMigration(Session session) throws SQLException {
        var script = session.list(ALL_THAT_IT_IS, Row::text);
        TABLES.set(script.stream().map(String::strip).filter(each -> !each.startsWith("--") && !each.startsWith("CREATE USER")).toList());
    }

    @Override
    public String url() {
        return "jdbc:h2:mem:" + name + SETTINGS;
    }

    @Override
    public boolean isNew() {
        return false;
    }

    @Override
    public Connection connect() {
        try {
            return connecting.to(this);
        } catch (SQLException e) {
            throw new StoreFailed("a database in memory cannot be opened: " + e.getMessage(), e);
        }
    }
}
