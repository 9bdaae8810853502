package comporta.store;

import comporta.dag.PlainData;
import comporta.decide.Change;
import comporta.decide.TimeLimit;
import comporta.operator.Cause;
import comporta.operator.Lease;
import comporta.run.DagRun;
import comporta.run.Launch;
import comporta.run.TaskInstance;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Table {@code history}. The one writer numbers its rows itself: a sequence of the database would be one more page to write in every few
 * commits.
 */
final class History {
    /** So much of what people wrote that a body has room for it, were all of it to be spelled out in six characters each. */
    private static final int REASON = 800;
    private static final int SHORT = 300;

    private static final String INSERT = """
            insert into history (id, run_id, at, kind, task_no, map_index, body)
            values (?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String LAST = """
            select coalesce(max(id), 0)
              from history
            """;

    private static final String SINCE = """
            select id, run_id, at, kind, task_no, map_index, body
              from history
             where id > ?
             order by id
             fetch first ? rows only
            """;

    private static final String FIRST = """
            select coalesce(min(id), 0)
              from history
            """;

    private static final String OF_A_RUN = """
            select id, run_id, at, kind, task_no, map_index, body
              from history
             where run_id = ? and id > ?
             order by run_id, id
             fetch first ? rows only
            """;

    private long last;

    History(Session session) throws SQLException {
        goOn(session);
    }

    /** From here on rows are numbered after those that others have written meanwhile. */
    void goOn(Session session) throws SQLException {
        last = last(session);
        session.doneReading();
    }

    void add(Session session, DagRun run, Instant at) throws SQLException {
        var halt = run.halt();
        var body = body(run.state().word(), run.cause(), run.reason());
        if (halt != null) {
            body.put("halted", Values.cut(halt.reason(), SHORT));
        }
        add(session, run.id(), at, HistoryRow.Kind.RUN, -1, -1, body);
    }

    /** What stays in its state has only shown signs of life: that is no history. */
    void add(Session session, Change.TaskMoved moved) throws SQLException {
        var after = moved.after();
        if (!moved.before().state().equals(after.state())) {
            add(session, moved.run(), moved.at(), HistoryRow.Kind.TASK, after.task(), after.mapIndex(), body(after));
        }
    }

    void add(Session session, Change.LaunchMoved moved) throws SQLException {
        var launch = moved.after();
        var id = launch.intent().id();
        var exit = launch.exit();
        var body = body(
                launch.state().name().toLowerCase(Locale.ROOT), exit == null ? null : exit.cause(), exit == null ? "" : exit.reason());
        body.put("launch", id.externalId());
        put(body, "external_id", Values.fit(launch.externalId(), SHORT));
        put(body, "exit_code", exit == null ? null : exit.code());
        if (launch.state() == Launch.State.INTENDED) {
            var share = CpuShareRows.decision(launch);
            put(body, "cpus", share.get("cpus"));
            put(body, "cpus_why", share.get("why") instanceof String why ? Values.fit(why, SHORT) : null);
        }
        add(session, moved.run(), moved.at(), HistoryRow.Kind.LAUNCH, launch.task(), id.mapIndex(), body);
    }

    void add(Session session, Lease lease, Instant at) throws SQLException {
        var body = body(lease.state().name().toLowerCase(Locale.ROOT), null, "");
        body.put("lease", lease.id());
        body.put("registered", lease.registered());
        add(session, lease.run(), at, HistoryRow.Kind.LEASE, lease.task(), lease.mapIndex(), body);
    }

    /** Only what became of it is history. */
    void add(Session session, Change.LimitMoved moved) throws SQLException {
        var limit = moved.after();
        if (limit.state() == TimeLimit.State.MET || limit.state() == TimeLimit.State.MISSED) {
            var body = body(limit.state().word(), null, "");
            body.put("kind", limit.kind().name().toLowerCase(Locale.ROOT));
            body.put("number", limit.number());
            body.put("due_at", limit.dueAt().toString());
            add(session, moved.run(), moved.at(), HistoryRow.Kind.DEADLINE, limit.task(), limit.mapIndex(), body);
        }
    }

    void flush(Session session) throws SQLException {
        session.flush(INSERT);
    }

    static List<HistoryRow> of(Session session, long run, long after, int limit) throws SQLException {
        return session.list(OF_A_RUN, History::read, run, after, limit);
    }

    static List<HistoryRow> since(Session session, long after, int limit) throws SQLException {
        return session.list(SINCE, History::read, after, limit);
    }

    static long first(Session session) throws SQLException {
        return Objects.requireNonNull(session.first(FIRST, Row::big));
    }

    static long last(Session session) throws SQLException {
        return Objects.requireNonNull(session.first(LAST, Row::big));
    }

    private static HistoryRow read(Row row) throws SQLException {
        return new HistoryRow(row.big(), row.big(), row.instant(), row.word(Codes.KINDS), row.number(), row.number(), row.data());
    }

    private static Map<String, Object> body(TaskInstance task) {
        var state = StateColumns.of(task.state());
        var body = body(task.state().word(), state.cause(), state.reason() == null ? "" : state.reason());
        put(body, "try", state.tryNumber());
        put(body, "due_at", state.dueAt());
        if (task.isAtRest()) {
            put(body, "try", task.tries() == 0 ? null : task.tries());
            put(body, "exit_code", task.exitCode());
        }
        return body;
    }

    private static Map<String, Object> body(String state, @Nullable Cause cause, String reason) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("state", state);
        put(body, "cause", cause == null ? null : cause.word());
        put(body, "reason", reason.isEmpty() ? null : Values.cut(reason, REASON));
        return body;
    }

    private static void put(Map<String, Object> body, String name, @Nullable Object value) {
        if (value != null) {
            body.put(name, value);
        }
    }

    private void add(
            Session session, long run, Instant at, HistoryRow.Kind kind, int task, int mapIndex, Map<String, Object> body)
            throws SQLException {
        session.add(INSERT, ++last, run, Values.time(at), Codes.of(Codes.KINDS, kind), task, mapIndex, PlainData.toJson(body));
    }
}
