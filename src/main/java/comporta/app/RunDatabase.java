package comporta.app;

import comporta.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which PostgreSQL a local run keeps its state in, and how to sign in there. */
final class RunDatabase {
    private static final String OPTION = "--database";
    private static final String KEY = "database.url";

    private RunDatabase() {}

    /**
     * What the option says, else the configuration; empty: a file of the run's own.
     *
     * @param option null: it was not given; {@code h2}: a file, whatever the configuration says
     * @throws UsageException when it cannot be used so
     */
    static Optional<StoreSettings> of(@Nullable String option, Configuration configuration, Map<String, String> environment) {
        var configured = configuration.find(KEY) instanceof String text ? text : null;
        if ("h2".equals(option) || (option == null && configured == null)) {
            return Optional.empty();
        }
        var url = option == null ? PostgresqlUrl.parse(String.valueOf(configured), KEY) : PostgresqlUrl.parse(option, OPTION);
        // The configured user and password are for the configured place: no other is told them.
        var configuredPlace = option == null || (configured != null && url.isSamePlace(PostgresqlUrl.parse(configured, KEY)));
        var user = first(url.user(), configuredPlace ? text(configuration, "database.user") : null, environment.get("PGUSER"),
                System.getProperty("user.name"));
        var database = first(url.database(), user);
        var password = password(url, database, user, configuredPlace ? text(configuration, "database.password_file") : null,
                configuration, environment);
        var owner = "comporta run, process " + ProcessHandle.current().pid();
        return Optional.of(StoreSettings.postgresql(url.jdbc(database), user, password, owner));
    }

    private static String password(
            PostgresqlUrl url, String database, String user, @Nullable String file, Configuration configuration,
            Map<String, String> environment) {
        var own = environment.getOrDefault("COMPORTA_DATABASE_PASSWORD", "");
        if (!own.isEmpty()) {
            return own;
        }
        if (file != null) {
            return firstLine(configuration.home().resolve(file));
        }
        var usual = environment.getOrDefault("PGPASSWORD", "");
        return usual.isEmpty()
                ? PasswordFile.find(environment, List.of(url.host(), url.port(), database, user)).orElse("")
                : usual;
    }

    private static String firstLine(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.findFirst().orElse("");
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new UsageException("cannot read the password in " + file + " (database.password_file): " + e.getMessage() + ".");
        }
    }

    private static @Nullable String text(Configuration configuration, String key) {
        return configuration.find(key) instanceof String text ? text : null;
    }

    private static String first(@Nullable String... texts) {
        for (var text : texts) {
            if (text != null && !text.isEmpty()) {
                return text;
            }
        }
        throw new IllegalStateException("the last of them is always there");
    }
}
