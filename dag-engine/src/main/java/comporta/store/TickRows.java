package comporta.store;

import comporta.dag.DagId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Tables {@code tick} and {@code dag_standing}. */
final class TickRows {
    private static final String ADD = """
            insert into tick (dag_id, tick_at, state, run_id, reason, settled_at)
            values (?, ?, ?, ?, ?, ?)
            """;

    private static final String COLUMNS = """
            select dag_id, tick_at, state, run_id, reason, settled_at
              from tick
            """;

    private static final String ONE = COLUMNS + """
             where dag_id = ? and tick_at = ?
            """;

    private static final String SINCE = COLUMNS + """
             where dag_id = ? and tick_at > ?
             order by dag_id, tick_at
             fetch first ? rows only
            """;

    private static final String BEFORE = COLUMNS + """
             where dag_id = ? and tick_at < ?
             order by dag_id desc, tick_at desc
             fetch first ? rows only
            """;

    private static final String STANDINGS = """
            select dag_id, first_seen_at, since, schedule, served_until, heard_until, paused, pause_reason, paused_at, resumed_at
              from dag_standing
             order by dag_id
            """;

    private static final String MOVE = """
            update dag_standing
               set since = ?, schedule = ?, served_until = ?, heard_until = ?, paused = ?, pause_reason = ?, paused_at = ?, resumed_at = ?
             where dag_id = ?
            """;

    private static final String NEW = """
            insert into dag_standing (since, schedule, served_until, heard_until, paused, pause_reason, paused_at, resumed_at, dag_id,
                                      first_seen_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private TickRows() {}

    static boolean has(Session session, DagId dag, Instant at) throws SQLException {
        return session.first(ONE, TickRows::tick, dag.value(), Values.time(at)) != null;
    }

    static void add(Session session, SettledTick tick) throws SQLException {
        session.run(
                ADD, tick.dag().value(), Values.time(tick.at()), Codes.of(Codes.TICK_STATES, tick.state()), tick.run(),
                Values.words(tick.reason()), Values.time(tick.settledAt()));
    }

    static List<SettledTick> since(Session session, DagId dag, Instant after, int limit) throws SQLException {
        return session.list(SINCE, TickRows::tick, dag.value(), Values.time(after), limit);
    }

    static List<SettledTick> before(Session session, DagId dag, Instant before, int limit) throws SQLException {
        return session.list(BEFORE, TickRows::tick, dag.value(), Values.time(before), limit);
    }

    static List<Standing> standings(Session session) throws SQLException {
        return session.list(STANDINGS, row -> new Standing(
                new DagId(row.text()), row.instant(), row.instant(), row.text(), row.instant(), row.big(), row.truth(), row.text(),
                row.anyInstant(), row.anyInstant()));
    }

    static void keep(Session session, Standing standing) throws SQLException {
        var moved = session.run(
                MOVE, Values.time(standing.since()), standing.schedule(), Values.time(standing.servedUntil()), standing.heardUntil(),
                standing.paused(), Values.words(standing.pauseReason()), Values.time(standing.pausedAt()),
                Values.time(standing.resumedAt()),
                standing.dag().value());
        if (moved == 0) {
            session.run(
                    NEW, Values.time(standing.since()), standing.schedule(), Values.time(standing.servedUntil()), standing.heardUntil(),
                    standing.paused(), Values.words(standing.pauseReason()), Values.time(standing.pausedAt()),
                    Values.time(standing.resumedAt()), standing.dag().value(), Values.time(standing.firstSeen()));
        }
    }

    static SettledTick tick(Row row) throws SQLException {
        return new SettledTick(
                new DagId(row.text()), row.instant(), row.word(Codes.TICK_STATES), row.anyBig(), row.text(), row.instant());
    }
}
