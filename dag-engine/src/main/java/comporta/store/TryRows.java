package comporta.store;

import comporta.dag.PlainData;
import comporta.decide.Change;
import comporta.operator.Exit;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Table {@code task_try}. */
final class TryRows {
    private static final String OPEN = """
            insert into task_try (run_id, task_no, map_index, try_no, opened_at, rendered)
            values (?, ?, ?, ?, ?, ?)
            """;

    private static final String CLOSE = """
            update task_try
               set closed_at = ?, cause = ?, exit_code = ?, reason = ?, outputs = ?
             where run_id = ? and task_no = ? and map_index = ? and try_no = ?
            """;

    private static final String COLUMNS = """
            select task_no, map_index, try_no, opened_at, rendered, closed_at, cause, exit_code, reason, outputs
              from task_try
            """;

    private static final String ALL = COLUMNS + """
             where run_id = ?
             order by task_no, map_index, try_no
            """;

    private static final String OF_A_TASK = COLUMNS + """
             where run_id = ? and task_no = ? and map_index = ?
             order by try_no
            """;

    private static final String STILL_OPEN = COLUMNS + """
             where run_id = ? and closed_at is null
             order by task_no, map_index, try_no
            """;

    private static final String OUTPUTS = """
            select task_no, map_index, outputs
              from task_try
             where run_id = ? and closed_at is not null and cause is null
             order by task_no, map_index, try_no
            """;

    private TryRows() {}

    static void addOpened(Session session, Change.TryOpened opened) throws SQLException {
        session.add(
                OPEN, opened.run(), opened.task(), opened.mapIndex(), opened.tryNumber(), Values.time(opened.at()),
                PlainData.toJson(opened.rendered()));
    }

    static void flushOpened(Session session) throws SQLException {
        session.flush(OPEN);
    }

    static void addClosed(Session session, Change.TryClosed closed) throws SQLException {
        var exit = closed.exit();
        session.add(
                CLOSE, Values.time(closed.at()), Codes.ofAny(Codes.CAUSES, exit.cause()), exit.code(), Values.words(exit.reason()),
                PlainData.toJson(exit.outputs()), closed.run(), closed.task(), closed.mapIndex(), closed.tryNumber());
    }

    /** One number a close: 0 where the try was never opened. */
    static int[] flushClosed(Session session) throws SQLException {
        return session.flush(CLOSE);
    }

    /** A try that failed before anything was launched. */
    static void insertClosed(Session session, Change.TryClosed closed) throws SQLException {
        session.run(
                OPEN, closed.run(), closed.task(), closed.mapIndex(), closed.tryNumber(), Values.time(closed.at()), "{}");
        addClosed(session, closed);
        flushClosed(session);
    }

    static List<StoredTry> of(Session session, long run) throws SQLException {
        return session.list(ALL, TryRows::read, run);
    }

    static List<StoredTry> of(Session session, long run, int task, int mapIndex) throws SQLException {
        return session.list(OF_A_TASK, TryRows::read, run, task, mapIndex);
    }

    static List<StoredTry> open(Session session, long run) throws SQLException {
        return session.list(STILL_OPEN, TryRows::read, run);
    }

    static List<StoredRun.Outputs> lastOutputs(Session session, long run) throws SQLException {
        var byInstance = new LinkedHashMap<List<Integer>, StoredRun.Outputs>();
        for (var one : session.list(OUTPUTS, row -> new StoredRun.Outputs(row.number(), row.number(), row.data()), run)) {
            byInstance.put(List.of(one.task(), one.mapIndex()), one);
        }
        return byInstance.values().stream().filter(last -> !last.values().isEmpty()).toList();
    }

    private static StoredTry read(Row row) throws SQLException {
        return new StoredTry(row.number(), row.number(), row.number(), row.instant(), row.data(), row.anyInstant(), exit(row));
    }

    /** An exit from the columns cause, code, reason, outputs; null when there is no reason, which every exit has. */
    static @Nullable Exit exit(Row row) throws SQLException {
        var cause = row.anyWord(Codes.CAUSES);
        var code = row.anyNumber();
        var reason = row.anyText();
        var outputs = row.anyText();
        return reason == null
                ? null
                : new Exit(cause, code, reason, outputs == null ? Map.of() : PlainData.mapFromJson(outputs));
    }
}
