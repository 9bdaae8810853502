package comporta.store;

import comporta.dag.DagId;
import comporta.dag.TaskId;
import comporta.decide.Change;
import comporta.decide.TimeLimit;
import comporta.run.DagRun;
import comporta.run.Expansion;
import comporta.run.Launch;
import comporta.run.RunState;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs, tasks and what happened to them, for looking up: everybody may, at any time, and it costs the same however much there is. */
public final class Archive {
    /** The states that tasks can be in, as users call them. */
    public static final List<String> TASK_STATES = StateColumns.WORDS;

    private final Store store;

    Archive(Store store) {
        this.store = store;
    }

    /** The row of numbers that the history counts in; another one in another database. */
    public long stream() {
        return store.read(ArchiveRows::stream);
    }

    /** Number of the last history row; 0 before the first. */
    public long lastEvent() {
        return store.read(History::last);
    }

    /** Number of the oldest history row that is kept; 0 when there is none. */
    public long firstEvent() {
        return store.read(History::first);
    }

    /** What happened to any run after the history row {@code after}, in order. */
    public List<HistoryRow> since(long after, int limit) {
        return store.read(session -> History.since(session, after, limit));
    }

    /** What happened to one run after the history row {@code after}, in order. */
    public List<HistoryRow> history(long run, long after, int limit) {
        return store.history(run, after, limit);
    }

    /** The run of that key. */
    public Optional<ListedRun> run(DagId dag, String key) {
        return store.read(session -> ArchiveRows.run(session, dag, key));
    }

    /** The run of that number. */
    public Optional<ListedRun> run(long id) {
        return store.read(session -> ArchiveRows.run(session, id));
    }

    /**
     * Runs, the newest first.
     *
     * @param dag null: of all DAGs
     * @param states empty: in any state
     * @param before only those with a lower number
     */
    public List<ListedRun> runs(@Nullable DagId dag, Collection<RunState> states, long before, int limit) {
        return store.read(session -> ArchiveRows.runs(session, dag, states, before, limit));
    }

    /** The newest runs of all DAGs by name, the newest first: less than {@link #runs} reads of each. */
    public List<NamedRun> names(int limit) {
        return store.read(session -> ArchiveRows.names(session, limit));
    }

    /** A run by its name, and where it stands. */
    public record NamedRun(DagId dag, String key, RunState state) {}

    /** How many tasks of each run are in which state, without the states in which none is. */
    public Map<Long, Map<String, Integer>> counts(Collection<Long> runs) {
        return runs.isEmpty() ? Map.of() : store.read(session -> ArchiveRows.counts(session, runs));
    }

    /** Deadlines of several runs and of their tasks, by run, in order of time; a run without any is left out. */
    public Map<Long, List<TimeLimit>> deadlines(Collection<Long> runs) {
        return runs.isEmpty() ? Map.of() : store.read(session -> DeadlineRows.deadlines(session, runs));
    }

    /**
     * Tasks of a run behind a place, in the order of its DAG version.
     *
     * @param states of {@link #TASK_STATES}; empty: any
     * @param text that the id contains, in upper or lower case; empty: any
     * @param afterTask number of the task before; -1 for the first page
     * @param afterIndex map index of the task before
     */
    public List<ListedTask> tasks(long run, Collection<String> states, String text, int afterTask, int afterIndex, int limit) {
        return store.read(session -> ArchiveRows.tasks(session, run, states, text, afterTask, afterIndex, limit));
    }

    /** Ids of the tasks of a run by their numbers, which they keep when it goes on by another version of its DAG. */
    public List<TaskId> order(long run) {
        return store.read(session -> TaskRows.ids(session, run));
    }

    /** One task instance; {@code mapIndex} is -1 for what is not an instance of an expanded task. */
    public Optional<ListedTask> task(long run, TaskId task, int mapIndex) {
        return store.read(session -> ArchiveRows.task(session, run, task, mapIndex));
    }

    /** All tries of a task instance, in order. */
    public List<StoredTry> tries(long run, int task, int mapIndex) {
        return store.read(session -> TryRows.of(session, run, task, mapIndex));
    }

    /** All launches of these tasks by their numbers, both included, in order. */
    public List<Launch> launches(DagRun run, int from, int to) {
        return store.read(session -> LaunchRows.of(session, run, from, to));
    }

    /** What persons have ordered for tasks of a run. */
    public List<Change.Ordered> orders(long run) {
        return store.read(session -> OrderRows.of(session, run));
    }

    /** What was expanded in a run. */
    public List<Expansion> expansions(long run) {
        return store.read(session -> ExpansionRows.of(session, run));
    }

    /** The text of a DAG version, by its number in the store. */
    public PinnedSource source(long dagVersion) {
        return store.read(session -> {
            var pinned = DagVersions.load(session, dagVersion);
            return new PinnedSource(pinned.version(), pinned.path(), pinned.source());
        });
    }

    /** A DAG file as it was when it was pinned. */
    public record PinnedSource(DagVersion version, String path, String source) {}
}
