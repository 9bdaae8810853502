package comporta.store;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Table {@code variable}. */
final class VariableRows {
    private static final String COLUMNS = """
            select name, body, secret, description, version, changed_at, changed_by
              from variable
            """;

    private static final String ALL = COLUMNS + """
             order by name
            """;

    private static final String ONE = COLUMNS + """
             where name = ?
            """;

    private static final String INSERT = """
            insert into variable (body, secret, description, version, changed_at, changed_by, name)
            values (?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String UPDATE = """
            update variable
               set body = ?, secret = ?, description = ?, version = ?, changed_at = ?, changed_by = ?
             where name = ?
            """;

    private static final String RESEAL = """
            update variable
               set body = ?
             where name = ?
            """;

    private static final String DELETE = """
            delete from variable
             where name = ?
            """;

    private VariableRows() {}

    static List<StoredVariable> all(Session session) throws SQLException {
        return session.list(ALL, VariableRows::read);
    }

    static @Nullable StoredVariable find(Session session, String name) throws SQLException {
        return session.first(ONE, VariableRows::read, name);
    }

    static void write(Session session, StoredVariable variable) throws SQLException {
        session.run(
                variable.version() == 1 ? INSERT : UPDATE, Values.all("the variable", variable.body(), Room.DATA), variable.secret(),
                Values.words(variable.description()), variable.version(), Values.time(variable.changedAt()),
                Values.cut(variable.changedBy(), 250),
                Values.all("the name of the variable", variable.name(), 250));
    }

    static void reseal(Session session, String name, String body) throws SQLException {
        session.run(RESEAL, Values.all("the variable", body, Room.DATA), name);
    }

    static void delete(Session session, String name) throws SQLException {
        session.run(DELETE, name);
    }

    private static StoredVariable read(Row row) throws SQLException {
        return new StoredVariable(row.text(), row.text(), row.truth(), row.text(), row.number(), row.instant(), row.text());
    }
}
