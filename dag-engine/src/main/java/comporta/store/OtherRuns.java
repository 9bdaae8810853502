package comporta.store;

import comporta.dag.DagId;
import comporta.dag.TaskId;
import comporta.run.RunState;
import comporta.run.TaskState;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How runs stand that are asked for by DAG and date rather than by number. For any thread. */
public final class OtherRuns {
    private static final String COLUMNS = """
            select r.id, r.run_key, r.state, r.logical_at
              from run r
            """;

    /** Run types 0 and 2 are scheduled runs and backfills; task state 13 is removed: not part of that run. */
    private static final String BEFORE = COLUMNS + """
             where r.dag_id = ? and r.run_type in (0, 2) and r.logical_at < ?
               and exists (select 1 from task_instance t where t.run_id = r.id and t.task_id = ? and t.map_index = -1 and t.state <> 13)
             order by r.dag_id desc, r.logical_at desc, r.id desc
             fetch first 1 row only
            """;

    private static final String FIRST_OF_BACKFILL = """
            select min(i.tick_at)
              from backfill_item i
             where i.backfill_id = (select m.backfill_id
                                      from backfill b
                                      join backfill_item m on m.backfill_id = b.id
                                     where b.dag_id = ? and m.run_id = ?)
            """;

    private static final String BETWEEN = COLUMNS + """
             where r.dag_id = ? and r.logical_at >= ? and r.logical_at < ?
             order by r.dag_id desc, r.logical_at desc, r.id desc
            """;

    private static final String LATEST = COLUMNS + """
             where r.dag_id = ?
             order by r.dag_id desc, r.logical_at desc, r.id desc
             fetch first 1 row only
            """;

    private static final String OF_KEY = COLUMNS + """
             where r.dag_id = ? and r.run_key = ?
            """;

    private static final String TASK = """
            select state, try_no, since, cause, reason, due_at, after_stop
              from task_instance
             where run_id = ? and task_id = ? and map_index = -1
            """;

    private final Store store;

    OtherRuns(Store store) {
        this.store = store;
    }

    /** A run, as far as others ask. */
    public record Found(long id, String key, RunState state, Instant logicalDate) {}

    /** Of the scheduled runs and backfills of a DAG that a task is part of, the last one with an earlier logical date. */
    public Optional<Found> before(DagId dag, Instant logicalDate, TaskId task) {
        return first(BEFORE, dag.value(), Values.time(logicalDate), task.value());
    }

    /** The earliest tick of the range that a run was made for; empty when it belongs to no backfill. */
    public Optional<Instant> beginOfBackfill(DagId dag, long run) {
        return store.read(session -> Optional.ofNullable(session.first(FIRST_OF_BACKFILL, Row::anyInstant, dag.value(), run)));
    }

    /** The runs of a DAG with logical dates from one instant until before another, the last one first. */
    public List<Found> between(DagId dag, Instant from, Instant until) {
        return store.read(session -> session.list(BETWEEN, OtherRuns::found, dag.value(), Values.time(from), Values.time(until)));
    }

    /** The run of a DAG with the latest logical date. */
    public Optional<Found> latest(DagId dag) {
        return first(LATEST, dag.value());
    }

    /** The run of that key. */
    public Optional<Found> ofKey(DagId dag, String key) {
        return first(OF_KEY, dag.value(), key);
    }

    /** How a task of a run stands, an expanded one as a whole; empty when the run has none of that name. */
    public Optional<TaskState> state(long run, TaskId task) {
        return store.read(session -> Optional.ofNullable(session.first(TASK, row -> StateColumns.read(row).asState(), run, task.value())));
    }

    private Optional<Found> first(String sql, @Nullable Object... values) {
        return store.read(session -> Optional.ofNullable(session.first(sql, OtherRuns::found, values)));
    }

    private static Found found(Row row) throws SQLException {
        return new Found(row.big(), row.text(), row.word(Codes.RUN_STATES), row.instant());
    }
}
