package comporta.store;

import comporta.dag.PlainData;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Table {@code connection}. */
final class ConnectionRows {
    private static final String COLUMNS = """
            select name, fields, secrets, version, changed_at, changed_by
              from connection
            """;

    private static final String ALL = COLUMNS + """
             order by name
            """;

    private static final String ONE = COLUMNS + """
             where name = ?
            """;

    private static final String INSERT = """
            insert into connection (fields, secrets, version, changed_at, changed_by, name)
            values (?, ?, ?, ?, ?, ?)
            """;

    private static final String UPDATE = """
            update connection
               set fields = ?, secrets = ?, version = ?, changed_at = ?, changed_by = ?
             where name = ?
            """;

    private static final String RESEAL = """
            update connection
               set secrets = ?
             where name = ?
            """;

    private static final String DELETE = """
            delete from connection
             where name = ?
            """;

    private ConnectionRows() {}

    static List<StoredConnection> all(Session session) throws SQLException {
        return session.list(ALL, ConnectionRows::read);
    }

    static @Nullable StoredConnection find(Session session, String name) throws SQLException {
        return session.first(ONE, ConnectionRows::read, name);
    }

    static void write(Session session, StoredConnection connection) throws SQLException {
        session.run(
                connection.version() == 1 ? INSERT : UPDATE, json(connection.fields()), json(connection.secrets()), connection.version(),
                Values.time(connection.changedAt()), Values.cut(connection.changedBy(), 250),
                Values.all("the name of the connection", connection.name(), 250));
    }

    static void reseal(Session session, String name, Map<String, String> secrets) throws SQLException {
        session.run(RESEAL, json(secrets), name);
    }

    static void delete(Session session, String name) throws SQLException {
        session.run(DELETE, name);
    }

    private static String json(Map<String, String> fields) {
        return Values.all("the connection", PlainData.toJson(fields), Room.DATA);
    }

    private static StoredConnection read(Row row) throws SQLException {
        return new StoredConnection(row.text(), texts(row.data()), texts(row.data()), row.number(), row.instant(), row.text());
    }

    private static Map<String, String> texts(Map<String, Object> data) {
        var texts = new LinkedHashMap<String, String>();
        data.forEach((field, text) -> texts.put(field, String.valueOf(text)));
        return texts;
    }
}
