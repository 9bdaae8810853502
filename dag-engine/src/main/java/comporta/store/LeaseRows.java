package comporta.store;

import comporta.operator.Lease;
import comporta.operator.LeaseTerms;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Table {@code lease}. */
final class LeaseRows {
    private static final String MOVE = """
            update lease
               set state = ?, registered = ?, expires_at = ?, kept_until = ?, closed_at = ?
             where id = ?
            """;

    private static final String OPEN = """
            insert into lease (state, registered, expires_at, kept_until, closed_at, id, run_id, task_no, map_index, number,
                               pool, slave_type, provider, wanted, ttl_ms, keep_ms, opened_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String OF_A_RUN = """
            select id, run_id, task_no, map_index, number, pool, slave_type, provider, wanted, ttl_ms, keep_ms, state, registered,
                   opened_at, expires_at, kept_until, closed_at
              from lease
             where run_id = ?
             order by task_no, map_index, number
            """;

    private LeaseRows() {}

    static void write(Session session, Lease lease) throws SQLException {
        var state = Codes.of(Codes.LEASE_STATES, lease.state());
        var expires = Values.time(lease.expiresAt());
        var kept = Values.time(lease.keptUntil());
        var closed = Values.time(lease.closedAt());
        if (session.run(MOVE, state, lease.registered(), expires, kept, closed, lease.id()) == 0) {
            var terms = lease.terms();
            session.run(
                    OPEN, state, lease.registered(), expires, kept, closed, lease.id(), lease.run(), lease.task(), lease.mapIndex(),
                    lease.number(),
                    terms.pool(), terms.slaveType(), terms.provider(), terms.wanted(), terms.ttl().toMillis(),
                    terms.keepOnFailure().toMillis(), Values.time(lease.openedAt()));
        }
    }

    static List<Lease> of(Session session, long run) throws SQLException {
        return session.list(OF_A_RUN, LeaseRows::read, run);
    }

    static Lease read(Row row) throws SQLException {
        return new Lease(
                row.text(), row.big(), row.number(), row.number(), row.number(),
                new LeaseTerms(
                        row.text(), row.text(), row.text(), row.number(), Duration.ofMillis(row.big()), Duration.ofMillis(row.big())),
                row.word(Codes.LEASE_STATES), row.number(), row.instant(), row.instant(), row.anyInstant(), row.anyInstant());
    }
}
