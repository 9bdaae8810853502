package comporta.store;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Table {@code calendar}. */
final class CalendarRows {
    private static final String COLUMNS = """
            select name, body, version, changed_at, changed_by
              from calendar
            """;

    private static final String ALL = COLUMNS + """
             order by name
            """;

    private static final String ONE = COLUMNS + """
             where name = ?
            """;

    private static final String INSERT = """
            insert into calendar (body, version, changed_at, changed_by, name)
            values (?, ?, ?, ?, ?)
            """;

    private static final String UPDATE = """
            update calendar
               set body = ?, version = ?, changed_at = ?, changed_by = ?
             where name = ?
            """;

    private static final String DELETE = """
            delete from calendar
             where name = ?
            """;

    private CalendarRows() {}

    static List<StoredCalendar> all(Session session) throws SQLException {
        return session.list(ALL, CalendarRows::read);
    }

    static @Nullable StoredCalendar find(Session session, String name) throws SQLException {
        return session.first(ONE, CalendarRows::read, name);
    }

    static void write(Session session, StoredCalendar calendar) throws SQLException {
        session.run(
                calendar.version() == 1 ? INSERT : UPDATE, Values.all("the calendar", calendar.text(), Room.DATA), calendar.version(),
                Values.time(calendar.changedAt()), Values.cut(calendar.changedBy(), 250),
                Values.all("the name of the calendar", calendar.name(), 250));
    }

    static void delete(Session session, String name) throws SQLException {
        session.run(DELETE, name);
    }

    private static StoredCalendar read(Row row) throws SQLException {
        return new StoredCalendar(row.text(), row.text(), row.number(), row.instant(), row.text());
    }
}
