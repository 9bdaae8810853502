package comporta.store;

import comporta.run.DagRun;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Creates runs within transactions of the writer. */
final class RunMaker {
    private static final String OF_KEY = """
            select id
              from run
             where dag_id = ? and run_key = ?
            """;

    private static final String RETRY = """
            insert into run_retry (run_id, done, left_over)
            values (?, 0, ?)
            """;

    private final Lead lead;
    private final History history;
    private final Map<Long, Integer> versions;

    /** @param versions of the runs that are held, by id */
    RunMaker(Lead lead, History history, Map<Long, Integer> versions) {
        this.lead = lead;
        this.history = history;
        this.versions = versions;
    }

    /**
     * Lets only the leader go on.
     *
     * @throws LeadLost for anybody else
     */
    void check(Session session) throws SQLException {
        lead.check(session);
    }

    /** Number of the run of that key; null: there is none. */
    static @Nullable Long find(Session session, NewRun run) throws SQLException {
        return session.first(OF_KEY, Row::big, run.dag().value(), run.key());
    }

    /**
     * Writes a queued run with its tasks.
     *
     * @throws RunExists when the DAG has a run of this key
     */
    DagRun make(Session session, FreshRun fresh) throws SQLException {
        var run = fresh.run();
        RunRows.refuseSecond(session, run);
        var stored = run.stored(RunRows.insert(session, run, lead.epoch()));
        TaskRows.insert(session, stored.id(), fresh.instances(), fresh.ids());
        if (fresh.retries() > 0) {
            session.run(RETRY, stored.id(), fresh.retries());
        }
        history.add(session, stored, run.queuedAt());
        history.flush(session);
        return stored;
    }

    /** After the commit: later commits of the run are checked against this. */
    void made(DagRun run) {
        versions.put(run.id(), 1);
    }
}
