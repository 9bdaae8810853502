package comporta.store;

import comporta.dag.DagId;
import comporta.decide.Arrivals;
import java.sql.SQLException;
import java.util.List;

/** Table {@code arrival}, and the successes in the history that it is filled from. */
final class ArrivalRows {
    private static final String SUCCESSES = """
            select h.id, h.run_id, r.dag_id, t.task_id, r.logical_at, h.at
              from history h
              join run r on r.id = h.run_id
              left join task_instance t on h.kind = 1 and t.run_id = h.run_id and t.task_no = h.task_no and t.map_index = -1
             where h.id > ? and h.id <= ? and h.kind < 2 and h.map_index = -1 and h.body like '{"state":"success"%'
             order by h.id
             fetch first 1000 rows only
            """;

    private static final String KNOWN = """
            select run_id
              from arrival
             where dag_id = ? and entry = ? and run_id = ?
            """;

    private static final String ADD = """
            insert into arrival (dag_id, entry, run_id, logical_at, came_at)
            values (?, ?, ?, ?, ?)
            """;

    private static final String USE = """
            update arrival
               set tick_at = ?
             where dag_id = ? and entry = ? and run_id = ?
            """;

    private static final String PENDING = """
            select entry, run_id, logical_at, came_at
              from arrival
             where dag_id = ? and tick_at is null
             order by came_at, run_id, entry
            """;

    private static final String FORGET = """
            delete from arrival
             where dag_id = ?
            """;

    private ArrivalRows() {}

    static List<Ticks.Success> successes(Session session, long after, long upTo) throws SQLException {
        return session.list(
                SUCCESSES, row ->
                        new Ticks.Success(row.big(), row.big(), new DagId(row.text()), row.anyText(), row.instant(), row.instant()),
                after, upTo);
    }

    static void add(Session session, DagId dag, Arrivals.Arrival arrival) throws SQLException {
        if (session.first(KNOWN, Row::big, dag.value(), arrival.entry(), arrival.run()) == null) {
            session.run(
                    ADD, dag.value(), arrival.entry(), arrival.run(), Values.time(arrival.logicalDate()), Values.time(arrival.cameAt()));
        }
    }

    static void use(Session session, Ticks.Used used) throws SQLException {
        session.run(USE, Values.time(used.tick()), used.dag().value(), used.arrival().entry(), used.arrival().run());
    }

    static List<Arrivals.Arrival> pending(Session session, DagId dag) throws SQLException {
        return session.list(PENDING, row -> new Arrivals.Arrival(row.number(), row.big(), row.instant(), row.instant()), dag.value());
    }

    static void forget(Session session, DagId dag) throws SQLException {
        session.run(FORGET, dag.value());
    }
}
