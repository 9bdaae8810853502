package comporta.store;

import java.sql.SQLException;

/** Table {@code leader}: which scheduler may write. */
final class Leadership {
    private static final String CLAIM = """
            update leader
               set owner_name = ?, epoch = epoch + 1
             where id = 1
            """;

    private static final String EPOCH = """
            select epoch
              from leader
             where id = 1
            """;

    private Leadership() {}

    /** Takes the lead, and with it all runs that an engine has to hold. Returns the new epoch. */
    static long claim(Session session, String owner) throws SQLException {
        session.run(CLAIM, Values.cut(owner, 200));
        var epoch = epoch(session, EPOCH);
        RunRows.takeOver(session, epoch);
        session.commit();
        return epoch;
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
