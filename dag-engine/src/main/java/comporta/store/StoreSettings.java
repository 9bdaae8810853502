package comporta.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which database, and who writes to it.
 *
 * @param file H2's file, with or without its ending {@code .mv.db}; null for PostgreSQL
 * @param template what a file that does not exist yet is a copy of, see {@link Store#makeTemplate}: many times as fast as to make its
 *     tables; null: there is none
 * @param url JDBC URL of PostgreSQL; null for H2
 * @param owner name of this scheduler, for people
 */
public record StoreSettings(
        @Nullable Path file, @Nullable Path template, @Nullable String url, String user, String password, String owner) {
    public StoreSettings {
        if ((file == null) == (url == null)) {
            throw new IllegalArgumentException("a store is either a file (H2) or a URL (PostgreSQL)");
        }
    }

    /** A file of this process alone. */
    public static StoreSettings h2(Path file, String owner) {
        return new StoreSettings(file, null, null, "sa", "", owner);
    }

    /** The same, made from a template; which may be missing or old. */
    public StoreSettings from(@Nullable Path made) {
        return new StoreSettings(file, made, url, user, password, owner);
    }

    /** A database that schedulers share. */
    public static StoreSettings postgresql(String url, String user, String password, String owner) {
        return new StoreSettings(null, null, url, user, password, owner);
    }

    /** The same database, with all tables in a schema that {@link Schemas} has made. */
    public StoreSettings inSchema(String schema) {
        var address = String.valueOf(url);
        return new StoreSettings(
                null, null, address + (address.contains("?") ? "&" : "?") + "currentSchema=" + Schemas.checked(schema), user,
                password, owner);
    }

    @Override
    public String toString() {
        return file == null ? String.valueOf(url) : file.toString();   // the password stays out of logs
    }
}
