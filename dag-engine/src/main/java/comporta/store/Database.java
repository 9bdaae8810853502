package comporta.store;

import com.zaxxer.hikari.HikariConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/** A database: how to connect to it, and what only it needs. */
sealed interface Database permits H2, PostgresqlDatabase {
    /** Where its own migrations lie beside the common ones. */
    String migrations();

    String url();

    String user();

    String password();

    /** What its driver is told of every connection; what the address says itself counts more. */
    default Properties settings() {
        return new Properties();
    }

    /** Before it is opened for good: makes it where that is quicker than to make its tables. */
    default void begin() {}

    /**
     * Connects.
     *
     * @throws StoreFailed with what to do about it
     */
    Connection connect();

    /** A connection whose answers are worth nothing after {@code patience}. */
    default Connection connectInHaste(Duration patience) {
        return connect();
    }

    /** Whether schedulers share it, so that the lead among them is a lease. */
    default boolean isShared() {
        return false;
    }

    /** Whether the connection is gone after that, and another may be had. That of H2 is the database: when it is gone, so is that. */
    default boolean isGone(SQLException why) {
        return false;
    }

    /** Whether connecting made it: then it has no tables yet. */
    boolean isNew();

    /** Whether it was just made as a copy of another: what only one database may have is then not its own yet. */
    default boolean isCopy() {
        return false;
    }

    /** Lets the queries of one transaction see one moment. */
    void readOneMoment(HikariConfig readers);

    /**
     * What stands behind a query whose rows are to stay as they are until the transaction ends, other than by H2's one process. Without it
     * somebody could take the lead between the look at the leader and the commit, and not see a run that was just created or reopened.
     */
    default String untilCommitted() {
        return "";
    }

    /** Before a schema of {@code version} is changed: what it takes to come back should that fail. */
    default void beforeMigration(Session session, int version) throws SQLException {}

    /** Makes the tables of an empty database in less time than all migrations take, where there is a way; false: there is none. */
    default boolean makesTablesAtOnce(Session session) throws SQLException {
        return false;
    }

    /** All steps are done. */
    default void afterMigration(Session session) throws SQLException {}

    /** Whether the next close is worth the work of {@link #shrinkAndClose}. */
    default boolean isWorthShrinking(Session session, long smallestSize) throws SQLException {
        return false;
    }

    /** Closes the database for good, smaller than it was; nobody else is connected. */
    default void shrinkAndClose(Session session) throws SQLException {
        close(session);
    }

    /** Closes the database for good; nobody else is connected. */
    default void close(Session session) throws SQLException {
        session.close();
    }

    /** Lets others have it. */
    default void release() {}
}
