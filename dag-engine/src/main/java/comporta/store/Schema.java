package comporta.store;

import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The tables as this program knows them. */
final class Schema {
    /** Number of the newest migration; a test compares it with the files. */
    static final int NEWEST = 134;

    /** In H2's words and PostgreSQL's. */
    private static final Set<String> NO_SUCH_TABLE = Set.of("42S02", "42S03", "42S04", "42P01");

    private static final String VERSION = """
            select coalesce(max(cast("version" as int)), 0)
              from "flyway_schema_history"
             where "success"
            """;

    private static final String OWN_KEY = """
            update installation
               set stream_key = cast(random() * 1000000000 as bigint)
            """;

    private Schema() {}

    /** Brings the tables up to date. When they are, Flyway is not even loaded: a local run has no time for it. */
    static void bringUpToDate(Session session, Database database) throws SQLException {
        var version = database.isNew() ? 0 : version(session);
        session.doneReading();
        if (version > NEWEST) {
            throw new StoreFailed("the database " + database + " has schema " + version + ", and this Comporta knows only up to " + NEWEST
                    + ": use a newer Comporta, or another database");
        }
        if (version < NEWEST && !(version == 0 && database.makesTablesAtOnce(session))) {
            database.beforeMigration(session, version);
            migrate(database);
            database.afterMigration(session);
        }
        if (database.isCopy()) {
            session.run(OWN_KEY);
            session.commit();
        }
    }

    /** Number of its newest migration, or 0. Asking for the table first would cost a local run more than hearing that there is none. */
    static int version(Session session) throws SQLException {
        try {
            return Objects.requireNonNull(session.first(VERSION, Row::number));
        } catch (SQLException e) {
            if (NO_SUCH_TABLE.contains(e.getSQLState())) {
                return 0;
            }
            throw e;
        }
    }

    private static void migrate(Database database) {
        var folder = "classpath:comporta/migrations/";
        try {
            Flyway.configure()
                    .dataSource(database.url(), database.user(), database.password())
                    .locations(folder + "common", folder + database.migrations())
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new StoreFailed("the tables of " + database + " cannot be brought up to date: " + e.getMessage(), e);
        }
    }
}
