package comporta.store;

import comporta.dag.DagId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Removes runs with all that belongs to them. */
final class CleanRows {
    /** What names runs and outlives them: keys that are for ever, ticks that must not be served twice, forecasts. */
    private static final Set<String> KEPT = Set.of("tick", "trigger_key", "backfill_item", "arrival", "task_duration");

    /** A run that is over for long, holds no machines, and is neither the last of its DAG nor the last that its schedule began. */
    private static final String OLD = """
            select r.id, (select count(*) from task_instance i where i.run_id = r.id), r.dag_id, r.run_key
              from run r
             where r.id > ? and r.state >= 3 and r.ended_at < ?
               and not exists (select 1 from lease l where l.run_id = r.id and l.state <> 3)
               and exists (select 1 from run n where n.dag_id = r.dag_id and n.id > r.id)
               and (r.run_type <> 0 or exists (select 1 from run n where n.dag_id = r.dag_id and n.run_type = 0 and n.id > r.id))
             order by r.id
             fetch first 200 rows only
            """;

    private static final String TABLES = """
            select lower(c.table_name),
                   max(case when lower(c.column_name) = 'task_no' then 1 else 0 end)
              from information_schema.columns c
             where lower(c.table_schema) = lower(current_schema)
             group by lower(c.table_name)
            having max(case when lower(c.column_name) = 'run_id' then 1 else 0 end) = 1
             order by 1
            """;

    private static final String KEEP_DURATIONS = """
            insert into task_duration (run_id, task_id, map_index, dag_id, logical_at, started_at, ended_at)
            select i.run_id, i.task_id, i.map_index, r.dag_id, r.logical_at, i.started_at, i.ended_at
              from task_instance i
              join run r on r.id = i.run_id
             where i.run_id = ? and i.state = 8 and i.started_at is not null and i.ended_at is not null
               and not exists (select 1
                                 from task_duration d
                                where d.run_id = i.run_id and d.task_id = i.task_id and d.map_index = i.map_index)
            """;

    private static final String RUN = """
            delete from run
             where id = ?
            """;

    /** A run that may go. */
    record Old(long run, int tasks, DagId dag, String key) {}

    /** A table whose rows belong to runs. */
    private record Table(String name, boolean byTask) {}

    private final List<Table> tables = new ArrayList<>();

    CleanRows(Session session) throws SQLException {
        session.list(TABLES, row -> new Table(row.text(), row.number() == 1)).stream()
                .filter(table -> !KEPT.contains(table.name()))
                .forEach(tables::add);
    }

    static List<Old> old(Session session, long after, @Nullable Object before) throws SQLException {
        return session.list(OLD, row -> new Old(row.big(), row.number(), new DagId(row.text()), row.text()), after, before);
    }

    /** Before anything of the run is removed. */
    static void keepDurations(Session session, long run) throws SQLException {
        session.run(KEEP_DURATIONS, run);
    }

    /** Removes what belongs to tasks from one number on up to another, of a run too large for one commit. */
    void removeTasks(Session session, long run, int from, int to) throws SQLException {
        for (var table : tables) {
            if (table.byTask()) {
                session.run("delete from " + table.name() + " where run_id = ? and task_no >= ? and task_no < ?", run, from, to);
            }
        }
    }

    /** Removes the run with all that is left of it. */
    void remove(Session session, long run) throws SQLException {
        for (var table : tables) {
            session.run("delete from " + table.name() + " where run_id = ?", run);
        }
        session.run(RUN, run);
    }
}
