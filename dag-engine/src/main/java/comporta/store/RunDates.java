package comporta.store;

import comporta.dag.DagId;
import comporta.run.DagRun;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs of a DAG by their dates and keys, and what they do by themselves. */
final class RunDates {
    private static final int KEY = 250;

    private static final String SUCCEEDED = """
            select id
              from run
             where dag_id = ? and logical_at > ? and logical_at <= ? and state = 3
             order by dag_id desc, logical_at desc, id desc
             fetch first 1 row only
            """;

    private static final String LAST_ENDED = RunRows.COLUMNS + """
              from run
             where dag_id = ? and state > 2 and run_type <> 2
             order by dag_id desc, logical_at desc, id desc
             fetch first ? rows only
            """;

    private static final String BEFORE = RunRows.COLUMNS + """
              from run
             where dag_id = ? and logical_at <= ? and id <> ? and run_type <> 2 and (logical_at < ? or id < ?)
             order by dag_id desc, logical_at desc, id desc
             fetch first 1 row only
            """;

    private static final String BETWEEN = RunRows.COLUMNS + """
              from run
             where dag_id = ? and logical_at >= ? and logical_at <= ?
             order by logical_at, id
            """;

    private static final String OF_KEY = """
            select run_id
              from trigger_key
             where dag_id = ? and trigger_key = ?
            """;

    private static final String KEEP_KEY = """
            insert into trigger_key (dag_id, trigger_key, run_id)
            values (?, ?, ?)
            """;

    private static final String RETRIES = """
            select run_id, done, left_over
              from run_retry
             order by run_id
            """;

    private static final String RETRY = """
            select done, left_over
              from run_retry
             where run_id = ?
            """;

    private static final String RETRIED = """
            update run_retry
               set done = done + 1, left_over = left_over - 1
             where run_id = ? and done = ?
            """;

    private static final String FORGET_RETRY = """
            delete from run_retry
             where run_id = ?
            """;

    private RunDates() {}

    static boolean succeeded(Session session, DagId dag, Instant after, Instant upTo) throws SQLException {
        return session.first(SUCCEEDED, Row::big, dag.value(), Values.time(after), Values.time(upTo)) != null;
    }

    static List<DagRun> lastEnded(Session session, DagId dag, int most) throws SQLException {
        return session.list(LAST_ENDED, row -> RunRows.read(row).run(), dag.value(), most);
    }

    static @Nullable DagRun before(Session session, DagRun run) throws SQLException {
        var at = Values.time(run.logicalDate());
        return session.first(BEFORE, row -> RunRows.read(row).run(), run.dag().value(), at, run.id(), at, run.id());
    }

    static List<DagRun> between(Session session, DagId dag, Instant from, Instant to) throws SQLException {
        return session.list(BETWEEN, row -> RunRows.read(row).run(), dag.value(), Values.time(from), Values.time(to));
    }

    static @Nullable DagRun ofKey(Session session, DagId dag, String key) throws SQLException {
        var id = session.first(OF_KEY, Row::big, dag.value(), Values.all("the key", key, KEY));
        var found = id == null ? null : RunRows.find(session, id);
        return found == null ? null : found.run();
    }

    static void keepKey(Session session, DagId dag, String key, long run) throws SQLException {
        session.run(KEEP_KEY, dag.value(), key, run);
    }

    static List<Ticks.Retry> retries(Session session) throws SQLException {
        record Found(long run, int done, int left) {}
        var retries = new ArrayList<Ticks.Retry>();
        for (var found : session.list(RETRIES, row -> new Found(row.big(), row.number(), row.number()))) {
            var run = RunRows.find(session, found.run());
            if (run != null) {
                retries.add(new Ticks.Retry(run.run(), found.done(), found.left()));
            }
        }
        return retries;
    }

    static Ticks.@Nullable Retry retry(Session session, DagRun run) throws SQLException {
        return session.first(RETRY, row -> new Ticks.Retry(run, row.number(), row.number()), run.id());
    }

    static void retried(Session session, Ticks.Retry retry) throws SQLException {
        session.run(RETRIED, retry.run().id(), retry.done());
    }

    static void forgetRetry(Session session, long run) throws SQLException {
        session.run(FORGET_RETRY, run);
    }
}
