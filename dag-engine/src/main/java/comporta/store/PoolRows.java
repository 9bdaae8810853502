package comporta.store;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Table {@code pool}. */
final class PoolRows {
    private static final String COLUMNS = """
            select name, slots, paused, description, version, changed_at, changed_by
              from pool
            """;

    private static final String ALL = COLUMNS + """
             order by name
            """;

    private static final String ONE = COLUMNS + """
             where name = ?
            """;

    private static final String INSERT = """
            insert into pool (slots, paused, description, version, changed_at, changed_by, name)
            values (?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String UPDATE = """
            update pool
               set slots = ?, paused = ?, description = ?, version = ?, changed_at = ?, changed_by = ?
             where name = ?
            """;

    private static final String DELETE = """
            delete from pool
             where name = ?
            """;

    private PoolRows() {}

    static List<Pool> all(Session session) throws SQLException {
        return session.list(ALL, PoolRows::read);
    }

    static @Nullable Pool find(Session session, String name) throws SQLException {
        return session.first(ONE, PoolRows::read, name);
    }

    static void write(Session session, Pool pool) throws SQLException {
        session.run(
                pool.version() == 1 ? INSERT : UPDATE, pool.slots(), pool.paused(), Values.words(pool.description()), pool.version(),
                Values.time(pool.changedAt()), Values.cut(pool.changedBy(), 250), Values.all("the name of the pool", pool.name(), 250));
    }

    static void delete(Session session, String name) throws SQLException {
        session.run(DELETE, name);
    }

    private static Pool read(Row row) throws SQLException {
        return new Pool(row.text(), row.number(), row.truth(), row.text(), row.number(), row.instant(), row.text());
    }
}
