package comporta.store;

import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The tables as this program knows them. */
final class Schema {
    /** Number of the newest migration; a test compares it with the files. */
    static final int NEWEST = 16;

    private static final String TABLES = """
            select count(*)
              from information_schema.tables
             where lower(table_name) = 'flyway_schema_history'
            """;

    private static final String VERSION = """
            select coalesce(max(cast("version" as int)), 0)
              from "flyway_schema_history"
             where "success"
            """;

    private Schema() {}

    /** Brings the tables up to date. When they are, Flyway is not even loaded: a local run has no time for it. */
    static void bringUpToDate(Session session, Database database) throws SQLException {
        var version = version(session);
        session.doneReading();
        if (version > NEWEST) {
            throw new StoreFailed("the database " + database + " has schema " + version + ", and this Comporta knows only up to " + NEWEST
                    + ": use a newer Comporta, or another database");
        }
        if (version < NEWEST) {
            database.beforeMigration(session, version);
            migrate(database);
        }
    }

    /** Number of its newest migration, or 0. */
    static int version(Session session) throws SQLException {
        var tables = session.first(TABLES, Row::number);
        var version = tables == null || tables == 0 ? null : session.first(VERSION, Row::number);
        return version == null ? 0 : version;
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
