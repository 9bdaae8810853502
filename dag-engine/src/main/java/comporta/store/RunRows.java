package comporta.store;

import comporta.dag.DagId;
import comporta.dag.PlainData;
import comporta.run.DagRun;
import comporta.run.RunState;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Table {@code run}. */
final class RunRows {
    private static final int KEY = 300;

    private static final String INSERT = """
            insert into run (dag_id, run_key, dag_version, run_type, state, reason, logical_at, interval_start, interval_end,
                             params, selection, note, halt_stops, queued_at, version, epoch)
            values (?, ?, ?, ?, ?, '', ?, ?, ?, ?, ?, ?, false, ?, 1, ?)
            """;

    private static final String OF_KEY = """
            select id
              from run
             where dag_id = ? and run_key = ?
            """;

    /** First in every transaction, in order of id: whoever has lost the run, or the lead, stops here. */
    private static final String FENCE = """
            update run
               set version = version + 1, epoch = ?
             where id = ? and version = ? and epoch <= ?
               and exists (select 1 from leader where epoch = ?""";

    private static final String MOVE = """
            update run
               set state = ?, cause = ?, reason = ?, halt_end = ?, halt_cause = ?, halt_reason = ?, halt_stops = ?,
                   started_at = ?, ended_at = ?
             where id = ?
            """;

    /** The runs that an engine has to hold: those that are not over, and those whose machines are not all given back. */
    private static final String TAKE_OVER = """
            update run
               set epoch = ?
             where state < 3 or id in (select run_id from lease where state <> 3)
            """;

    /** What {@link #read} reads. */
    static final String COLUMNS = """
            select id, dag_id, run_key, dag_version, run_type, state, cause, reason, logical_at, interval_start, interval_end,
                   params, note, halt_end, halt_cause, halt_reason, halt_stops, queued_at, started_at, ended_at,
                   selection, version
            """;

    private static final String ALL = COLUMNS + """
              from run
            """;

    private static final String LIVE = ALL + """
             where id in (select id from run where state < 3 union select run_id from lease where state in (0, 1, 2, 4))
             order by id
            """;

    private static final String NEWEST = ALL + """
             order by id desc
             fetch first 1 row only
            """;

    private static final String ONE = ALL + """
             where id = ?
            """;

    private static final String LAST_SUCCESS = """
            select ended_at
              from run
             where dag_id = ? and state = 3
             order by dag_id desc, state desc, id desc
             fetch first 1 row only
            """;

    private static final String FIRST = """
            select queued_at
              from run
             where dag_id = ?
             order by dag_id, id
             fetch first 1 row only
            """;

    /** A run with what its value does not say. */
    record Stored(DagRun run, Map<String, Object> selection, int version) {}

    private RunRows() {}

    /** Asked before, because a second insert would be told like any other broken rule. */
    static void refuseSecond(Session session, NewRun run) throws SQLException {
        var known = session.first(OF_KEY, Row::big, run.dag().value(), Values.all("the key of the run", run.key(), KEY));
        if (known != null) {
            throw new RunExists(run.dag(), run.key(), known);
        }
    }

    static long insert(Session session, NewRun run, long epoch) throws SQLException {
        return session.insert(
                INSERT, run.dag().value(), run.key(), run.dagVersion(), Codes.of(Codes.RUN_TYPES, run.type()),
                Codes.of(Codes.RUN_STATES, RunState.QUEUED), Values.time(run.logicalDate()), Values.time(run.intervalStart()),
                Values.time(run.intervalEnd()), Values.all("the list of parameters", PlainData.toJson(run.params()), Room.DATA),
                Values.all("the selection of tasks", PlainData.toJson(run.selection()), Room.DATA),
                Values.words(run.note()), Values.time(run.queuedAt()), epoch);
    }

    /** The statement of fences; see {@link Database#untilCommitted}. */
    static String fence(Database database) {
        return FENCE + database.untilCommitted() + ")";
    }

    /** One number a run: 1 where it is ours. */
    static int[] flushFences(Session session, String fence, Map<Long, Integer> versions, long epoch) throws SQLException {
        for (var run : versions.entrySet()) {
            session.add(fence, epoch, run.getKey(), run.getValue(), epoch, epoch);
        }
        return session.flush(fence);
    }

    static void addMove(Session session, DagRun run) throws SQLException {
        var halt = run.halt();
        session.add(
                MOVE, Codes.of(Codes.RUN_STATES, run.state()), Codes.ofAny(Codes.CAUSES, run.cause()), Values.words(run.reason()),
                halt == null ? null : Codes.ofAny(Codes.RUN_STATES, halt.end()),
                halt == null ? null : Codes.of(Codes.CAUSES, halt.cause()), halt == null ? null : Values.words(halt.reason()),
                halt != null && halt.stopsRunning(), Values.time(run.startedAt()), Values.time(run.endedAt()), run.id());
    }

    static void flushMoves(Session session) throws SQLException {
        session.flush(MOVE);
    }

    static void takeOver(Session session, long epoch) throws SQLException {
        session.run(TAKE_OVER, epoch);
    }

    static List<DagRun> live(Session session) throws SQLException {
        return session.list(LIVE, row -> read(row).run());
    }

    static Optional<DagRun> newest(Session session) throws SQLException {
        return Optional.ofNullable(session.first(NEWEST, row -> read(row).run()));
    }

    static Optional<Instant> lastSuccess(Session session, DagId dag) throws SQLException {
        var last = session.first(LAST_SUCCESS, Row::instant, dag.value());
        return Optional.ofNullable(last == null ? session.first(FIRST, Row::instant, dag.value()) : last);
    }

    static @Nullable Stored find(Session session, long id) throws SQLException {
        return session.first(ONE, RunRows::read, id);
    }

    static Stored read(Row row) throws SQLException {
        var run = new DagRun(
                row.big(), new DagId(row.text()), row.text(), row.big(), row.word(Codes.RUN_TYPES), row.word(Codes.RUN_STATES),
                row.anyWord(Codes.CAUSES), row.text(), row.instant(), row.anyInstant(), row.anyInstant(), row.data(), row.text(),
                halt(row), row.instant(), row.anyInstant(), row.anyInstant());
        return new Stored(run, row.data(), row.number());
    }

    private static DagRun.@Nullable Halt halt(Row row) throws SQLException {
        var end = row.anyWord(Codes.RUN_STATES);
        var cause = row.anyWord(Codes.CAUSES);
        var reason = row.anyText();
        var stops = row.truth();
        return cause == null || reason == null ? null : new DagRun.Halt(end, cause, reason, stops);
    }
}
