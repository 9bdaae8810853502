package comporta.store;

import comporta.dag.DagId;
import comporta.dag.TaskId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** What {@link Survey} asks for. */
final class SurveyRows {
    private static final String MADE = ArchiveRows.RUN + """
             where queued_at >= ? and queued_at < ?
             order by queued_at desc, id desc
             fetch first ? rows only
            """;

    private static final String TICKS = """
            select dag_id, tick_at, state, run_id, reason, settled_at
              from tick
             where state = ? and tick_at >= ? and tick_at < ?
             order by state, tick_at
             fetch first ? rows only
            """;

    /** kind 0: a deadline, not an alert. */
    private static final String DEADLINES = """
            select run.dag_id, run.id, run.run_key, task_instance.task_id, deadline.kind, deadline.task_no, deadline.map_index, deadline.number,
                   deadline.due_at, deadline.state, deadline.fired_at
              from deadline
              join run on run.id = deadline.run_id
              left join task_instance
                on task_instance.run_id = deadline.run_id and task_instance.task_no = deadline.task_no
                   and task_instance.map_index = deadline.map_index
             where deadline.kind = 0 and deadline.due_at >= ? and deadline.due_at < ?
             order by deadline.kind, deadline.due_at
             fetch first ? rows only
            """;

    private static final String LEASE = """
            select lease.id, lease.run_id, lease.task_no, lease.map_index, lease.number, lease.pool, lease.slave_type, lease.provider,
                   lease.wanted, lease.ttl_ms, lease.keep_ms, lease.state, lease.registered, lease.opened_at, lease.expires_at,
                   lease.kept_until, lease.closed_at, run.dag_id, run.run_key, task_instance.task_id, run.state
              from lease
              join run on run.id = lease.run_id
              left join task_instance
                on task_instance.run_id = lease.run_id and task_instance.task_no = lease.task_no
                   and task_instance.map_index = lease.map_index
            """;

    private static final String OPEN_LEASES = LEASE + """
             where lease.state in (0, 1, 2, 4)
             order by lease.opened_at
            """;

    private static final String LEASES = LEASE + """
             where lease.opened_at >= ? and lease.opened_at < ?
             order by lease.opened_at
             fetch first ? rows only
            """;

    private static final String LEASES_OF_A_RUN = LEASE + """
             where lease.run_id = ?
             order by lease.opened_at
            """;

    private static final String SPANS = """
            select id, run_key, run_type, state, logical_at, interval_end, queued_at, started_at, ended_at
              from run
             where dag_id = ? and logical_at >= ? and logical_at < ?
             order by dag_id desc, logical_at desc
             fetch first ? rows only
            """;

    private static final String MARKS = """
            select run_id, task_id, map_index, state, tries
              from task_instance
             where run_id = any (?)
             order by run_id, task_no, map_index
            """;

    /** 8: success. */
    private static final String TOOK = """
            select run_id, task_id, started_at, ended_at
              from task_instance
             where run_id = any (?) and map_index = -1 and state = 8 and started_at is not null and ended_at is not null
             order by run_id, task_no
            """;

    private static final String DURATIONS = """
            select run_id, task_id, map_index, started_at, ended_at, tries
              from task_instance
             where run_id = any (?) and state = 8 and started_at is not null and ended_at is not null
             order by run_id, task_no, map_index
            """;

    /** 3 and more: the run is over. */
    private static final String OVER = """
            select id, run_key, run_type, state, logical_at, interval_end, queued_at, started_at, ended_at
              from run
             where dag_id = ? and state >= 3 and started_at is not null
             order by dag_id desc, logical_at desc
             fetch first ? rows only
            """;

    private static final String LATEST = """
            select id, run_key, run_type, state, logical_at, interval_end, queued_at, started_at, ended_at
              from run
             where dag_id = ?
             order by dag_id desc, id desc
             fetch first ? rows only
            """;

    /** kind 0: of a run. */
    private static final String STIRRED = """
            select distinct run.dag_id
              from history
              join run on run.id = history.run_id
             where history.id > ? and history.kind = 0
            """;

    private static final String TRIES = """
            select task_no, map_index, try_no, opened_at, closed_at, cause
              from task_try
             where run_id = ?
             order by task_no, map_index, try_no
            """;

    private SurveyRows() {}

    static List<ListedRun> made(Session session, Instant from, Instant to, int limit) throws SQLException {
        return session.list(MADE, ArchiveRows::read, Values.time(from), Values.time(to), limit);
    }

    static List<SettledTick> ticks(Session session, SettledTick.State state, Instant from, Instant to, int limit) throws SQLException {
        return session.list(TICKS, TickRows::tick, Codes.of(Codes.TICK_STATES, state), Values.time(from), Values.time(to), limit);
    }

    static List<DueDeadline> deadlines(Session session, Instant from, Instant to, int limit) throws SQLException {
        return session.list(DEADLINES, row -> {
            var dag = new DagId(row.text());
            var run = row.big();
            var key = row.text();
            var task = row.anyText();
            return new DueDeadline(dag, run, key, task == null ? null : new TaskId(task), DeadlineRows.read(row));
        }, Values.time(from), Values.time(to), limit);
    }

    static List<Survey.OwnedLease> openLeases(Session session) throws SQLException {
        return session.list(OPEN_LEASES, SurveyRows::lease);
    }

    static List<Survey.OwnedLease> leases(Session session, Instant from, Instant to, int limit) throws SQLException {
        return session.list(LEASES, SurveyRows::lease, Values.time(from), Values.time(to), limit);
    }

    static List<Survey.OwnedLease> leases(Session session, long run) throws SQLException {
        return session.list(LEASES_OF_A_RUN, SurveyRows::lease, run);
    }

    static List<RunSpan> spans(Session session, DagId dag, Instant from, Instant to, int limit) throws SQLException {
        return session.list(SPANS, SurveyRows::span, dag.value(), Values.time(from), Values.time(to), limit);
    }

    static List<TaskTook> durations(Session session, Collection<Long> runs) throws SQLException {
        return session.list(DURATIONS, row -> new TaskTook(
                row.big(), new TaskId(row.text()), row.number(), row.instant(), row.instant(), row.number()),
                (Object) runs.toArray(Long[]::new));
    }

    static List<RunSpan> over(Session session, DagId dag, int limit) throws SQLException {
        return session.list(OVER, SurveyRows::span, dag.value(), limit);
    }

    static List<RunSpan> latest(Session session, DagId dag, int limit) throws SQLException {
        return session.list(LATEST, SurveyRows::span, dag.value(), limit);
    }

    static List<DagId> stirred(Session session, long after) throws SQLException {
        return session.list(STIRRED, row -> new DagId(row.text()), after);
    }

    private static RunSpan span(Row row) throws SQLException {
        return new RunSpan(
                row.big(), row.text(), row.word(Codes.RUN_TYPES), row.word(Codes.RUN_STATES), row.instant(), row.anyInstant(),
                row.instant(),
                row.anyInstant(), row.anyInstant());
    }

    static List<TaskMark> marks(Session session, Collection<Long> runs) throws SQLException {
        return session.list(MARKS, row -> new TaskMark(
                row.big(), new TaskId(row.text()), row.number(), StateColumns.word(row.number()), row.number()),
                (Object) runs.toArray(Long[]::new));
    }

    static List<TaskSpan> took(Session session, Collection<Long> runs) throws SQLException {
        return session.list(
                TOOK, row -> new TaskSpan(row.big(), new TaskId(row.text()), row.instant(), row.instant()),
                (Object) runs.toArray(Long[]::new));
    }

    static List<TrySpan> tries(Session session, long run) throws SQLException {
        return session.list(TRIES, row -> new TrySpan(
                row.number(), row.number(), row.number(), row.instant(), row.anyInstant(), row.anyWord(Codes.CAUSES)), run);
    }

    private static Survey.OwnedLease lease(Row row) throws SQLException {
        var lease = LeaseRows.read(row);
        var dag = new DagId(row.text());
        var key = row.text();
        var task = row.anyText();
        return new Survey.OwnedLease(lease, dag, key, task == null ? "" : task, row.word(Codes.RUN_STATES).isFinal());
    }
}
