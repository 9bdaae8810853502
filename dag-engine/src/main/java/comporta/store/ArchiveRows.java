package comporta.store;

import comporta.dag.DagId;
import comporta.dag.TaskId;
import comporta.run.DagRun;
import comporta.run.RunState;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs and tasks in pages. A page begins behind the last row of the one before, never at a count of rows; and whatever is in order and has
 * an end names every column of the index in {@code order by}, those with one value, too: H2 reads all rows and sorts them otherwise.
 */
final class ArchiveRows {
    static final String RUN = RunRows.COLUMNS + """
                 , (select number from dag_version where dag_version.id = run.dag_version) as version_number,
                   (select history.id
                      from history
                     where history.run_id = run.id
                     order by history.run_id desc, history.id desc
                     fetch first 1 row only) as seen
              from run
            """;

    private static final String ONE = RUN + """
             where dag_id = ? and run_key = ?
            """;

    private static final String OF_ID = RUN + """
             where id = ?
            """;

    private static final String ALL = RUN + """
             where id < ?
             order by id desc
             fetch first ? rows only
            """;

    private static final String NAMES = """
            select dag_id, run_key, state
              from run
             order by id desc
             fetch first ? rows only
            """;

    private static final String IN_STATE = RUN + """
             where state = ? and id < ?
             order by state desc, id desc
             fetch first ? rows only
            """;

    private static final String OF_A_DAG = RUN + """
             where dag_id = ? and id < ?
             order by dag_id desc, id desc
             fetch first ? rows only
            """;

    private static final String OF_A_DAG_IN_STATE = RUN + """
             where dag_id = ? and state = ? and id < ?
             order by dag_id desc, state desc, id desc
             fetch first ? rows only
            """;

    private static final String COUNTS = """
            select run_id, state, count(*)
              from task_instance
             where run_id = any (?)
             group by run_id, state
            """;

    private static final String TASK = TaskRows.COLUMNS + """
                 , task_id
              from task_instance
             where run_id = ?
            """;

    private static final String BEHIND = """
               and (task_no, map_index) > (?, ?)
            """;

    private static final String NAMED = """
               and lower(task_id) like ? escape '!'
            """;

    private static final String IN_ORDER = """
             order by run_id, task_no, map_index
             fetch first ? rows only
            """;

    private static final String ONE_TASK = TASK + """
               and task_id = ? and map_index = ?
            """;

    private static final String STREAM = """
            select stream_key
              from installation
            """;

    private ArchiveRows() {}

    static Optional<ListedRun> run(Session session, DagId dag, String key) throws SQLException {
        return Optional.ofNullable(session.first(ONE, ArchiveRows::read, dag.value(), key));
    }

    static Optional<ListedRun> run(Session session, long id) throws SQLException {
        return Optional.ofNullable(session.first(OF_ID, ArchiveRows::read, id));
    }

    static List<Archive.NamedRun> names(Session session, int limit) throws SQLException {
        return session.list(NAMES, row -> new Archive.NamedRun(new DagId(row.text()), row.text(), row.word(Codes.RUN_STATES)), limit);
    }

    /** One question for each state: then each is answered from its index alone. */
    static List<ListedRun> runs(Session session, @Nullable DagId dag, Collection<RunState> states, long before, int limit)
            throws SQLException {
        if (states.isEmpty()) {
            return dag == null
                    ? session.list(ALL, ArchiveRows::read, before, limit)
                    : session.list(OF_A_DAG, ArchiveRows::read, dag.value(), before, limit);
        }
        List<ListedRun> found = new ArrayList<>();
        for (var state : states) {
            var code = Codes.of(Codes.RUN_STATES, state);
            found.addAll(dag == null
                    ? session.list(IN_STATE, ArchiveRows::read, code, before, limit)
                    : session.list(OF_A_DAG_IN_STATE, ArchiveRows::read, dag.value(), code, before, limit));
        }
        return found.stream().sorted(Comparator.comparingLong((ListedRun each) -> each.run().id()).reversed()).limit(limit).toList();
    }

    static Map<Long, Map<String, Integer>> counts(Session session, Collection<Long> runs) throws SQLException {
        var byNumber = new HashMap<Long, Map<Integer, Integer>>();
        session.list(
                COUNTS, row -> byNumber.computeIfAbsent(row.big(), _ -> new HashMap<>()).put(row.number(), row.number()),
                (Object) runs.toArray(Long[]::new));
        Map<Long, Map<String, Integer>> counts = new HashMap<>();
        byNumber.forEach((run, numbers) -> counts.put(run, inWords(numbers)));
        return counts;
    }

    private static Map<String, Integer> inWords(Map<Integer, Integer> byNumber) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (var word : StateColumns.WORDS) {
            var count = StateColumns.numbers(word).stream().mapToInt(number -> byNumber.getOrDefault(number, 0)).sum();
            if (count > 0) {
                counts.put(word, count);
            }
        }
        return counts;
    }

    static List<ListedTask> tasks(
            Session session, long run, Collection<String> states, String text, int afterTask, int afterIndex, int limit)
                    throws SQLException {
        var sql = TASK + BEHIND;
        if (!states.isEmpty()) {
            sql += states.stream()
                    .flatMap(word -> StateColumns.numbers(word).stream())
                    .map(String::valueOf)
                    .collect(Collectors.joining(", ", "   and state in (", ")\n"));
        }
        if (text.isEmpty()) {
            return session.list(sql + IN_ORDER, ArchiveRows::readTask, run, afterTask, afterIndex, limit);
        }
        var like = "%" + text.toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0") + "%";
        return session.list(sql + NAMED + IN_ORDER, ArchiveRows::readTask, run, afterTask, afterIndex, like, limit);
    }

    static Optional<ListedTask> task(Session session, long run, TaskId task, int mapIndex) throws SQLException {
        return Optional.ofNullable(session.first(ONE_TASK, ArchiveRows::readTask, run, task.value(), mapIndex));
    }

    static long stream(Session session) throws SQLException {
        return Objects.requireNonNull(session.first(STREAM, Row::big));
    }

    static ListedRun read(Row row) throws SQLException {
        DagRun run = RunRows.read(row).run();
        return new ListedRun(run, row.number(), row.big());
    }

    private static ListedTask readTask(Row row) throws SQLException {
        var instance = TaskRows.read(row);
        return new ListedTask(new TaskId(row.text()), instance);
    }
}
