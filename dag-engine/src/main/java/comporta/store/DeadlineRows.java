package comporta.store;

import comporta.decide.TimeLimit;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

    private static final String OF_RUNS = """
            select run_id, kind, task_no, map_index, number, due_at, state, fired_at
              from deadline
             where run_id = any (?) and kind = 0
             order by run_id, due_at, task_no, map_index, number
            """;

    private DeadlineRows() {}

    static void write(Session session, long run, TimeLimit limit) throws SQLException {
        Object[] values = {
            Values.time(limit.dueAt()), Codes.of(Codes.LIMIT_STATES, limit.state()), Values.time(limit.firedAt()), run, limit.task(),
                    limit.mapIndex(),
            Codes.of(Codes.LIMIT_KINDS, limit.kind()), limit.number()};
        if (session.run(MOVE, values) == 0) {
            session.run(OPEN, values);
        }
    }

    static List<TimeLimit> of(Session session, long run) throws SQLException {
        return session.list(OF_A_RUN, DeadlineRows::read, run);
    }

    /** Deadlines of several runs, by run; a run without any is left out. */
    static Map<Long, List<TimeLimit>> deadlines(Session session, Collection<Long> runs) throws SQLException {
        var byRun = new HashMap<Long, List<TimeLimit>>();
        session.list(
                OF_RUNS, row -> byRun.computeIfAbsent(row.big(), _ -> new ArrayList<>()).add(read(row)),
                (Object) runs.toArray(Long[]::new));
        return byRun;
    }

    static TimeLimit read(Row row) throws SQLException {
        return new TimeLimit(
                row.word(Codes.LIMIT_KINDS), row.number(), row.number(), row.number(), row.instant(), row.word(Codes.LIMIT_STATES),
                row.anyInstant());
    }
}
