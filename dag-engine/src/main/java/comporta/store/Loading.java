package comporta.store;

import java.sql.SQLException;

/** Puts a run together from its rows. */
final class Loading {
    private Loading() {}

    static StoredRun load(Session session, long id) throws SQLException {
        var found = RunRows.find(session, id);
        if (found == null) {
            throw new StoreFailed("run " + id + " is not in the store");
        }
        var run = found.run();
        var pinned = DagVersions.load(session, run.dagVersion());
        return new StoredRun(
                run, found.version(), pinned.version(), pinned.path(), pinned.source(), found.selection(), TaskRows.ids(session, id),
                TaskRows.of(session, id), ExpansionRows.of(session, id), TryRows.open(session, id), LaunchRows.present(session, run),
                TryRows.lastOutputs(session, id),
                LeaseRows.of(session, id), OrderRows.of(session, id), DeadlineRows.of(session, id));
    }
}
