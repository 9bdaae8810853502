package comporta.store;

import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Table {@code leader_lease}, for databases that schedulers share. Only the clock of the database counts: machines may disagree about the
 * time as much as they like.
 */
final class LeadLease {
    /** A leader that was stopped in the middle of a commit holds the row of its epoch until its connection is ended for it. */
    private static final String DO_NOT_WAIT_LONG = "set local lock_timeout = '1s'";
    private static final String BUSY = "55P03";

    private static final String LOCK = """
            select process, until_at > clock_timestamp()
              from leader_lease
             where id = 1
               for update
            """;

    private static final String TAKE = """
            update leader_lease
               set epoch = ?, process = ?, until_at = clock_timestamp() + ? * interval '1 millisecond'
             where id = 1
            """;

    private static final String RENEW = """
            update leader_lease
               set until_at = clock_timestamp() + ? * interval '1 millisecond'
             where id = 1 and epoch = ?
            """;

    private static final String END = """
            update leader_lease
               set until_at = clock_timestamp()
             where id = 1 and epoch = ?
            """;

    private static final String SEEN = """
            select l.owner_name, l.epoch, cast(greatest(0, extract(epoch from e.until_at - clock_timestamp()) * 1000) as bigint)
              from leader l
              join leader_lease e on e.id = l.id
            """;

    private record Held(String process, boolean runs) {}

    private LeadLease() {}

    /** Takes the lead when nobody has it any more, and returns the new epoch; null: somebody has it. */
    static @Nullable Long claim(Session session, String owner, Duration lease) throws SQLException {
        try {
            session.run(DO_NOT_WAIT_LONG);
            var held = session.first(LOCK, row -> new Held(row.text(), row.truth()));
            if (held == null) {
                throw new StoreFailed("table \"leader_lease\" is empty: this database was not made by Comporta's migrations");
            }
            if (held.runs() && !ProcessName.isOver(held.process())) {
                return null;
            }
            var epoch = Leadership.raise(session, owner);
            session.run(TAKE, epoch, ProcessName.mine(), lease.toMillis());
            return epoch;
        } catch (SQLException e) {
            if (BUSY.equals(e.getSQLState())) {
                session.rollback();
                return null;
            }
            throw e;
        }
    }

    /** Whether the lead is still ours. */
    static boolean renew(Session session, long epoch, Duration lease) throws SQLException {
        return session.run(RENEW, lease.toMillis(), epoch) == 1;
    }

    /** Lets others have the lead at once, if it is still ours. */
    static void end(Session session, long epoch) throws SQLException {
        session.run(END, epoch);
    }

    /** Who claimed the lead last. */
    static @Nullable Leader seen(Session session) throws SQLException {
        return session.first(SEEN, row -> new Leader(row.text(), row.big(), Duration.ofMillis(row.big())));
    }
}
