import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A long past: runs with their task instances, written straight into the tables while no server has them. */
final class BulkHistory {
    private static final int AT_ONCE = 2_000;

    private BulkHistory() {}

    /** @param args address of the database, its user, and for each load the busiest DAG, the number of its first run, runs, and tasks of each */
    public static void main(String[] args) throws SQLException {
        try (var database = DriverManager.getConnection(args[0], args[1], "")) {
            for (int at = 2; at < args.length; at += 4) {
                load(database, args[at], Integer.parseInt(args[at + 1]), Integer.parseInt(args[at + 2]), Integer.parseInt(args[at + 3]));
            }
        }
    }

    /**
     * Loads successful manual runs, half of them of one DAG, the others of all DAGs that the database knows.
     *
     * @param busiest the DAG that has half of the runs
     * @param tasks instances of each run
     */
    static void load(Connection database, String busiest, int runs, int tasks) throws SQLException {
        load(database, busiest, 1, runs, tasks);
    }

    private static void load(Connection database, String busiest, int first, int runs, int tasks) throws SQLException {
        var series = database.getMetaData().getDatabaseProductName().equals("H2") ? "system_range" : "generate_series";
        try (var statement = database.createStatement()) {
            statement.execute("create table bench_dag (n int primary key, dag_id varchar(250), version bigint)");
            statement.execute("insert into bench_dag select row_number() over (order by dag_id) - 1, dag_id, active_version from dag");
            for (int from = first; from < first + runs; from += AT_ONCE) {
                some(statement, busiest, series, from, Math.min(first + runs, from + AT_ONCE) - 1, tasks);
            }
            statement.execute("drop table bench_dag");
            statement.execute("analyze");
        }
    }

    private static void some(Statement statement, String busiest, String series, int from, int to, int tasks) throws SQLException {
        long before = newest(statement);
        var at = "timestamp '2020-01-01 00:00:00' + g.n * interval '20' minute";
        statement.execute("""
                insert into run (dag_id, run_key, dag_version, run_type, state, reason, logical_at, params, selection, note, halt_stops,
                    queued_at, started_at, ended_at, version, epoch)
                select d.dag_id, concat('bulk-', g.n), d.version, 1, 3, '', %s, '{}', '{}', '', false, %s, %s, %s + interval '10' minute, 1, 0
                from %s(%d, %d) as g(n) join bench_dag d on (mod(g.n, 2) = 0 and d.dag_id = '%s')
                    or (mod(g.n, 2) = 1 and d.n = mod((g.n - 1) / 2, (select count(*) from bench_dag)))
                """.formatted(at, at, at, at, series, from, to, busiest));
        statement.execute("""
                insert into task_instance (run_id, task_no, map_index, task_id, state, try_no, since, tries, begun, ready_at, started_at,
                    ended_at, exit_code)
                select r.id, g.n - 1, -1, concat('t', g.n - 1), 8, 1, r.ended_at, 1, true, r.started_at, r.started_at, r.ended_at, 0
                from run r cross join %s(1, %d) as g(n) where r.id > %d
                """.formatted(series, tasks, before));
    }

    /** The run with the highest id; 0 before the first. */
    private static long newest(Statement statement) throws SQLException {
        try (var answer = statement.executeQuery("select coalesce(max(id), 0) from run")) {
            answer.next();
            return answer.getLong(1);
        }
    }
}
