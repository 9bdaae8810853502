package comporta.store;

/** Schemas within a PostgreSQL: any number of stores in one database, each with tables and a leader of its own. */
public final class Schemas {
    private Schemas() {}

    /**
     * Makes an empty schema; one that is there stays as it is.
     *
     * @throws StoreFailed when there is no connection, or the user may not
     */
    public static void make(StoreSettings database, String schema) {
        run(database, "create schema if not exists " + checked(schema));
    }

    /**
     * Removes a schema with all that is in it; one that is not there is removed already.
     *
     * @throws StoreFailed when there is no connection, or the user may not
     */
    public static void remove(StoreSettings database, String schema) {
        run(database, "drop schema if exists " + checked(schema) + " cascade");
    }

    private static void run(StoreSettings settings, String sql) {
        var database = new PostgresqlDatabase(String.valueOf(settings.url()), settings.user(), settings.password());
        Attempt.make(() -> {
            try (var session = new Session(database.connect())) {
                session.command(sql);
                session.commit();
            }
            return database;
        });
    }

    /** It stands in statements as it is. */
    static String checked(String schema) {
        if (!schema.matches("[a-z][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException("no name for a schema: " + schema);
        }
        return schema;
    }
}
