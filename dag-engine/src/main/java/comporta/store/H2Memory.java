package comporta.store;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * An H2 database in the memory of this process: for runs on the virtual clock, which nobody goes on with. It is gone with the last
 * connection to it.
 *
 * @param name by which others of this process could connect to it, too
 */
record H2Memory(String name) implements H2 {
    private static final String SETTINGS = ";DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=5000" + EVERY_STATEMENT;

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
            return connected();
        } catch (SQLException e) {
            throw new StoreFailed("a database in memory cannot be opened: " + e.getMessage(), e);
        }
    }
}
