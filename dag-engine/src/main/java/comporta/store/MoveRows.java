package comporta.store;

import comporta.dag.PlainData;
import comporta.decide.Movement;
import java.sql.SQLException;

/** What of a run that goes on by another version of its DAG no other change tells. */
final class MoveRows {
    private static final String PIN = """
            update run
               set dag_version = ?, params = ?
             where id = ?
            """;

    private MoveRows() {}

    static void write(Session session, Movement movement) throws SQLException {
        var run = movement.run();
        session.run(PIN, run.dagVersion(), Values.all("the list of parameters", PlainData.toJson(run.params()), Room.DATA), run.id());
        TaskRows.insert(session, run.id(), movement.fresh(), movement.ids());
    }
}
