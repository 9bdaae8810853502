package comporta.store;

import comporta.decide.TimeLimit;
import java.sql.SQLException;
import java.util.List;

/** Table {@code deadline}. */
final class DeadlineRows {
    private static final String MOVE = """
            update deadline
               set due_at = ?, state = ?, fired_at = ?
             where run_id = ? and task_no = ? and map_index = ? and kind = ? and number = ?
            """;

    private static final String OPEN = """
            insert into deadline (due_at, state, fired_at, run_id, task_no, map_index, kind, number)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String OF_A_RUN = """
            select kind, task_no, map_index, number, due_at, state, fired_at
              from deadline
             where run_id = ?
             order by task_no, map_index, kind, number
            """;

    private DeadlineRows() {}

    static void write(Session session, long run, TimeLimit limit) throws SQLException {
        Object[] values = {
            Values.time(limit.dueAt()), Codes.of(Codes.LIMIT_STATES, limit.state()), Values.time(limit.firedAt()), run, limit.task(), limit.mapIndex(),
            Codes.of(Codes.LIMIT_KINDS, limit.kind()), limit.number()};
        if (session.run(MOVE, values) == 0) {
            session.run(OPEN, values);
        }
    }

    static List<TimeLimit> of(Session session, long run) throws SQLException {
        return session.list(OF_A_RUN, DeadlineRows::read, run);
    }

    private static TimeLimit read(Row row) throws SQLException {
        return new TimeLimit(
                row.word(Codes.LIMIT_KINDS), row.number(), row.number(), row.number(), row.instant(), row.word(Codes.LIMIT_STATES), row.anyInstant());
    }
}
