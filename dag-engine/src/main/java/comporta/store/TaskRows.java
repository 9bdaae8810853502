package comporta.store;

import comporta.dag.TaskId;
import comporta.decide.Change;
import comporta.operator.Progress;
import comporta.run.TaskInstance;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Table {@code task_instance}. */
final class TaskRows {
    private static final int ROWS_AT_ONCE = 100;

    private static final String INSERT = """
            insert into task_instance (run_id, task_no, map_index, task_id, state)
            values (?, ?, ?, ?, ?)
            """;

    /** H2 takes a row three times as fast so; this is what makes a run of 10,000 tasks quick to create. */
    private static final String INSERT_MANY = INSERT + ", (?, ?, ?, ?, ?)".repeat(ROWS_AT_ONCE - 1);

    private static final String MOVE = """
            update task_instance
               set state = ?, try_no = ?, since = ?, cause = ?, reason = ?, due_at = ?, after_stop = ?,
                   tries = ?, user_failures = ?, platform_failures = ?, begun = ?, ready_at = ?, started_at = ?, ended_at = ?,
                   sign_at = ?, progress_fraction = ?, progress_done = ?, progress_total = ?, progress_text = ?, exit_code = ?
             where run_id = ? and task_no = ? and map_index = ?
            """;

    /** What {@link #read} reads. */
    static final String COLUMNS = """
            select task_no, map_index, state, try_no, since, cause, reason, due_at, after_stop,
                   tries, user_failures, platform_failures, begun, ready_at, started_at, ended_at,
                   sign_at, progress_fraction, progress_done, progress_total, progress_text, exit_code
            """;

    private static final String ALL = COLUMNS + """
              from task_instance
             where run_id = ?
             order by task_no, map_index
            """;

    private static final String IDS = """
            select task_id
              from task_instance
             where run_id = ? and map_index = -1
             order by task_no
            """;

    private TaskRows() {}

    static void insert(Session session, long run, List<TaskInstance> instances, List<TaskId> ids) throws SQLException {
        insertPlain(session, run, instances, instance -> ids.get(instance.task()));
        for (var instance : instances) {
            if (!isPlain(instance)) {
                addMove(session, run, instance);
            }
        }
        flushMoves(session);
    }

    /** The instances of an expansion. What has befallen them since stands in the same commit. */
    static void insert(Session session, long run, List<Change.Expanded.Added> added) throws SQLException {
        var ids = new HashMap<Integer, TaskId>();
        added.forEach(one -> ids.put(one.instance().task(), one.task()));
        insertPlain(
                session, run, added.stream().map(Change.Expanded.Added::instance).toList(),
                instance -> Objects.requireNonNull(ids.get(instance.task())));
    }

    private static void insertPlain(Session session, long run, List<TaskInstance> instances, Function<TaskInstance, TaskId> id)
            throws SQLException {
        var whole = instances.size() / ROWS_AT_ONCE * ROWS_AT_ONCE;
        for (var from = 0; from < whole; from += ROWS_AT_ONCE) {
            List<@Nullable Object> values = new ArrayList<>(ROWS_AT_ONCE * 5);
            for (var instance : instances.subList(from, from + ROWS_AT_ONCE)) {
                values.addAll(List.of(
                        run, instance.task(), instance.mapIndex(), id.apply(instance).value(), StateColumns.of(instance.state()).state()));
            }
            session.run(INSERT_MANY, values.toArray());
        }
        for (var instance : instances.subList(whole, instances.size())) {
            session.add(
                    INSERT, run, instance.task(), instance.mapIndex(), id.apply(instance).value(),
                    StateColumns.of(instance.state()).state());
        }
        session.flush(INSERT);
    }

    /** Whether the columns of an insert say all of it. */
    private static boolean isPlain(TaskInstance instance) {
        var task = instance.task();
        var index = instance.mapIndex();
        return instance.equals(TaskInstance.fresh(task, index)) || instance.equals(TaskInstance.leftOut(task, index));
    }

    static void addMove(Session session, long run, TaskInstance instance) throws SQLException {
        var state = StateColumns.of(instance.state());
        var progress = instance.progress();
        session.add(
                MOVE, state.state(), state.tryNumber(), Values.time(state.since()), Codes.ofAny(Codes.CAUSES, state.cause()),
                Values.words(state.reason()), Values.time(state.dueAt()), state.afterStop(), instance.tries(), instance.userFailures(),
                instance.platformFailures(), instance.begun(), Values.time(instance.readyAt()), Values.time(instance.startedAt()),
                Values.time(instance.endedAt()), Values.time(instance.signAt()), progress.fraction(), progress.done(),
                progress.total(), Values.words(progress.text()), instance.exitCode(), run, instance.task(), instance.mapIndex());
    }

    static void flushMoves(Session session) throws SQLException {
        for (var touched : session.flush(MOVE)) {
            if (touched != 1) {
                throw new StoreFailed("a task instance that moved is not in the store");
            }
        }
    }

    /** The ids of all tasks, by number. */
    static List<TaskId> ids(Session session, long run) throws SQLException {
        return session.list(IDS, row -> new TaskId(row.text()), run);
    }

    static List<TaskInstance> of(Session session, long run) throws SQLException {
        return session.list(ALL, TaskRows::read, run);
    }

    static TaskInstance read(Row row) throws SQLException {
        return new TaskInstance(
                row.number(), row.number(), StateColumns.read(row).asState(), row.number(), row.number(), row.number(), row.truth(),
                row.anyInstant(), row.anyInstant(), row.anyInstant(), row.anyInstant(),
                new Progress(row.fraction(), row.big(), row.big(), row.text()), row.anyNumber());
    }
}
