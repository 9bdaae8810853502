package comporta.store;

import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Table {@code leader}: which scheduler may write. */
final class Leadership {
    private static final String CLAIM = """
            update leader
               set owner_name = ?, epoch = epoch + 1
             where id = 1
            """;

    /** Who takes the lead by force holds no lease, and whoever held one holds it no more. */
    private static final String NO_LEASE = """
            update leader_lease
               set epoch = ?, process = '', until_at = null
             where id = 1
            """;

    private static final String OWNER = """
            select owner_name, epoch
              from leader
             where id = 1
            """;

    private static final String EPOCH = """
            select epoch
              from leader
             where id = 1
            """;

    private Leadership() {}

    /** Takes the lead whoever has it. Returns the new epoch. */
    static long claim(Session session, String owner) throws SQLException {
        var epoch = raise(session, owner);
        session.run(NO_LEASE, epoch);
        return epoch;
    }

    /** Takes the lead, and with it all runs that an engine has to hold. Returns the new epoch. */
    static long raise(Session session, String owner) throws SQLException {
        session.run(CLAIM, Values.cut(owner, 200));
        var epoch = epoch(session, EPOCH);
        RunRows.takeOver(session, epoch);
        return epoch;
    }

    static @Nullable Leader seen(Session session) throws SQLException {
        return session.first(OWNER, row -> new Leader(row.text(), row.big(), Duration.ZERO));
    }

    /**
     * Lets only the leader go on, and nobody take the lead before the end of the transaction.
     *
     * @throws LeadLost for anybody else
     */
    static void check(Session session, Database database, long epoch) throws SQLException {
        if (epoch(session, EPOCH + database.untilCommitted()) != epoch) {
            throw new LeadLost();
        }
    }

    private static long epoch(Session session, String sql) throws SQLException {
        var found = session.first(sql, Row::big);
        if (found == null) {
            throw new StoreFailed("table \"leader\" is empty: this database was not made by Comporta's migrations");
        }
        return found;
    }
}
