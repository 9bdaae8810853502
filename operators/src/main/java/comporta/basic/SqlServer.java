package comporta.basic;

import comporta.operator.Cause;
import comporta.operator.Refused;
import comporta.secret.Connection;
import comporta.secret.SecretMissing;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * A database as a connection describes it: {@code url}, or {@code type} (postgresql or h2), host, port, schema (its database); user,
 * password, sslmode.
 */
record SqlServer(String url, Properties properties) {
    private static final List<String> KNOWN = List.of("jdbc:postgresql:", "jdbc:h2:");
    private static final Pattern ONE_THAT_READS =
            Pattern.compile("(?is)(?:\\s|\\(|--[^\\n]*\\n|/\\*.*?\\*/)*+(?:select|with|values|table|show|explain)\\b[^;]*+;?\\s*");
    private static final String SECONDS_TO_CONNECT = "10";

    static SqlServer of(Connection connection) {
        var url = connection.field("url").orElseGet(() -> url(connection));
        if (KNOWN.stream().noneMatch(url::startsWith)) {
            throw new SecretMissing("connection \"" + connection.name() + "\" leads to no database that sql can speak to. "
                    + "Its url begins with jdbc:postgresql: or jdbc:h2:, or its type is postgresql or h2");
        }
        var properties = new Properties();
        connection.field("user").ifPresent(user -> properties.setProperty("user", user));
        connection.field("password").ifPresent(password -> properties.setProperty("password", password));
        if (url.startsWith("jdbc:postgresql:")) {
            connection.field("sslmode").ifPresent(mode -> properties.setProperty("sslmode", mode));
            // So that the text of a value may stand for a date, a number or whatever else its place wants.
            properties.setProperty("stringtype", "unspecified");
            properties.setProperty("connectTimeout", SECONDS_TO_CONNECT);
            properties.setProperty("loginTimeout", SECONDS_TO_CONNECT);
            properties.setProperty("tcpKeepAlive", "true");
        }
        return new SqlServer(url, properties);
    }

    private static String url(Connection connection) {
        var host = connection.field("host").orElse("localhost");
        var port = connection.field("port").map(number -> ":" + number).orElse("");
        var database = connection.field("schema").orElse("");
        return switch (connection.field("type").orElse("postgresql")) {
            case "postgresql", "postgres" -> "jdbc:postgresql://" + host + port + "/" + database;
            case "h2" -> "jdbc:h2:" + connection.field("path").orElse("tcp://" + host + port + "/" + database);
            default -> "";
        };
    }

    /** What is asked one after the other. H2 cancels only the first statement of a text, and gives only what that one gave. */
    List<SqlText> parts(String query) {
        return url.startsWith("jdbc:h2:") ? SqlText.statements(query, questionMark()) : List.of(SqlText.parse(query, questionMark()));
    }

    /** How {@link SqlText} writes a question mark for it. */
    String questionMark() {
        return url.startsWith("jdbc:postgresql:") ? "??" : "?";
    }

    /** @param name shown in the database's list of sessions */
    java.sql.Connection open(String name) throws SQLException {
        var own = (Properties) properties.clone();
        if (url.startsWith("jdbc:postgresql:")) {
            own.setProperty("ApplicationName", name);
        }
        return DriverManager.getConnection(url, own);
    }

    /**
     * From now on nothing is changed. H2 has no such mode of its own, and commits what changes tables: there a query is let through only
     * when it is a single one that reads.
     *
     * @throws Refused when it may change something
     */
    void onlyRead(java.sql.Connection session, String query) throws SQLException {
        if (url.startsWith("jdbc:h2:") && !ONE_THAT_READS.matcher(query).matches()) {
            throw new Refused(Cause.USER,
                    "sql: on H2 a sensor takes one query that reads: it begins with select, with, values, table, show or "
                    + "explain, and has no semicolon but at its end. A semicolon inside a text goes through bind");
        }
        if (url.startsWith("jdbc:postgresql:")) {
            try (var statement = session.createStatement()) {
                statement.execute("set default_transaction_read_only = on");   // whatever the statements commit
            }
        }
        session.setReadOnly(true);
        session.setAutoCommit(false);
    }

    @Override
    public String toString() {
        return "a database";   // the url of some drivers holds a password
    }
}
