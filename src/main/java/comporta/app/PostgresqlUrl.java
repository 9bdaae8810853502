package comporta.app;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a PostgreSQL answers, without any password.
 *
 * @param hosts as written, with their ports
 * @param database its name; null: that of the user
 * @param user who signs in; null: not said here
 * @param options as the driver spells them, {@code a=b&c=d}
 */
record PostgresqlUrl(String hosts, @Nullable String database, @Nullable String user, String options) {
    private static final Pattern FORM =
            Pattern.compile("(?:jdbc:)?postgres(?:ql)?://(?:([^@/?#]*)@)?([^@/?#]*)(?:/([^/?#]*))?(?:\\?([^#]*))?");
    private static final Pattern HOSTS = Pattern.compile("HOST(,HOST)*".replace("HOST",
            "(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?"));
    private static final Map<String, String> DRIVERS_WORDS = Map.of("application_name", "ApplicationName", "connect_timeout",
            "connectTimeout");

    /**
     * Reads an address as {@code psql} or as JDBC spells it.
     *
     * @param where it stands, such as {@code --database}
     * @throws UsageException when it cannot be used, or holds a password
     */
    static PostgresqlUrl parse(String text, String where) {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            throw new UsageException(where + " is \"" + masked(text) + "\", which is no address of a PostgreSQL. "
                    + "Write e.g. postgresql://ana@db.example.org/comporta.");
        }
        var user = form.group(1);
        if (user != null && user.contains(":")) {
            throw password(where);
        }
        var hosts = form.group(2).isEmpty() ? "localhost" : form.group(2);
        if (!HOSTS.matcher(hosts).matches()) {
            throw new UsageException(where + ": \"" + hosts + "\" names no host. Write e.g. db.example.org:5432.");
        }
        var options = new ArrayList<String>();
        for (var option : form.group(4) == null || form.group(4).isEmpty() ? new String[0] : form.group(4).split("&", -1)) {
            var name = option.split("=", 2)[0];
            switch (name) {
                case "password", "sslpassword" -> throw password(where);
                case "currentSchema", "search_path" ->
                    throw new UsageException(where + ": " + name + " cannot be chosen, each run has a schema of its own. Leave it out.");
                case "user" -> user = option.substring(Math.min(option.length(), name.length() + 1));
                default -> options.add(DRIVERS_WORDS.getOrDefault(name, name) + option.substring(name.length()));
            }
        }
        return new PostgresqlUrl(hosts, decoded(form.group(3)), decoded(user), String.join("&", options));
    }

    private static UsageException password(String where) {
        return new UsageException(where + " holds a password, which others can read there. Leave it out of the address, and put it into "
                + "$COMPORTA_DATABASE_PASSWORD, $PGPASSWORD, ~/.pgpass or the file that database.password_file names.");
    }

    private static @Nullable String decoded(@Nullable String text) {
        return text == null || text.isEmpty() ? null : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Without what may be a password. */
    private static String masked(String text) {
        return text.replaceAll(":[^:/@]*@|(?<=//)[^/]*:.*@", ":***@").replaceAll("(?i)(password=)[^&]*", "$1***");
    }

    /** For the driver; signing in is another matter. */
    String jdbc(String databaseName) {
        return "jdbc:postgresql://" + hosts + "/" + URLEncoder.encode(databaseName, StandardCharsets.UTF_8).replace("+", "%20")
                + (options.isEmpty() ? "" : "?" + options);
    }

    /** The first host, as a password file knows it. */
    String host() {
        var first = hosts.split(",", 2)[0];
        return first.startsWith("[") ? first.substring(1, first.indexOf(']')) : first.split(":", 2)[0];
    }

    /** Its port. */
    String port() {
        var first = hosts.split(",", 2)[0];
        var port = first.substring(first.lastIndexOf(']') + 1).replaceFirst("^[^:]*:?", "");
        return port.isEmpty() ? "5432" : port;
    }

    /** Whether both are the same database. */
    boolean isSamePlace(PostgresqlUrl other) {
        return hosts.equals(other.hosts) && String.valueOf(database).equals(String.valueOf(other.database));
    }
}
