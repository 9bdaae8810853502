package comporta.store;

import comporta.dag.PlainData;
import comporta.dag.TaskId;
import comporta.decide.Change;
import comporta.decide.TaskOrder;
import java.sql.SQLException;
import java.util.List;

/** Table {@code task_order}. */
final class OrderRows {
    private static final String AGAIN = """
            update task_order
               set breakpoint = ?, bypass = ?, params = ?, ordered_at = ?
             where run_id = ? and task_id = ? and map_index = ?
            """;

    private static final String FIRST = """
            insert into task_order (breakpoint, bypass, params, ordered_at, run_id, task_id, map_index)
            values (?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String OF_A_RUN = """
            select run_id, task_id, map_index, breakpoint, bypass, params, ordered_at
              from task_order
             where run_id = ?
             order by task_id, map_index
            """;

    private OrderRows() {}

    static void write(Session session, Change.Ordered ordered) throws SQLException {
        var after = ordered.after();
        var params = Values.all("the parameters of a task", PlainData.toJson(after.params()), Room.DATA);
        var at = Values.time(ordered.at());
        if (session.run(AGAIN, after.breakpoint(), after.bypass(), params, at, ordered.run(), ordered.task().value(),
                ordered.mapIndex()) == 0) {
            session.run(FIRST, after.breakpoint(), after.bypass(), params, at, ordered.run(), ordered.task().value(), ordered.mapIndex());
        }
    }

    static List<Change.Ordered> of(Session session, long run) throws SQLException {
        return session.list(OF_A_RUN, OrderRows::read, run);
    }

    private static Change.Ordered read(Row row) throws SQLException {
        return new Change.Ordered(
                row.big(), new TaskId(row.text()), row.number(), new TaskOrder(row.truth(), row.truth(), row.data()), row.instant());
    }
}
