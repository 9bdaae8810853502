package comporta.store;

import comporta.dag.DagId;
import comporta.dag.TaskId;
import comporta.operator.Lease;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Questions over many runs at once: a night, what is due, which machines are held, how long things took. Each is answered from an index,
 * and costs the same however much there is besides.
 */
public final class Survey {
    private final Store store;

    Survey(Store store) {
        this.store = store;
    }

    /** Runs that were made at {@code from} or later and before {@code to}, the newest first. */
    public List<ListedRun> made(Instant from, Instant to, int limit) {
        return store.read(session -> SurveyRows.made(session, from, to, limit));
    }

    /** Ticks of all DAGs in that state, at {@code from} or later and before {@code to}, in order of time. */
    public List<SettledTick> ticks(SettledTick.State state, Instant from, Instant to, int limit) {
        return store.read(session -> SurveyRows.ticks(session, state, from, to, limit));
    }

    /** Deadlines of runs and tasks that are due at {@code from} or later and before {@code to}, in order of time. */
    public List<DueDeadline> deadlines(Instant from, Instant to, int limit) {
        return store.read(session -> SurveyRows.deadlines(session, from, to, limit));
    }

    /** Leases with anything left to give back, the oldest first. */
    public List<OwnedLease> openLeases() {
        return store.read(SurveyRows::openLeases);
    }

    /** Leases that were opened at {@code from} or later and before {@code to}, the oldest first. */
    public List<OwnedLease> leases(Instant from, Instant to, int limit) {
        return store.read(session -> SurveyRows.leases(session, from, to, limit));
    }

    /** The leases of a run, the oldest first. */
    public List<OwnedLease> leases(long run) {
        return store.read(session -> SurveyRows.leases(session, run));
    }

    /** Runs of a DAG for dates of {@code from} or later and before {@code to}, the latest date first. */
    public List<RunSpan> spans(DagId dag, Instant from, Instant to, int limit) {
        return store.read(session -> SurveyRows.spans(session, dag, from, to, limit));
    }

    /** How every task instance of these runs stands, in the order of their DAG versions. */
    public List<TaskMark> marks(Collection<Long> runs) {
        return runs.isEmpty() ? List.of() : store.read(session -> SurveyRows.marks(session, runs));
    }

    /** How long the tasks of these runs took that succeeded; instances of expanded tasks are left out. */
    public List<TaskSpan> took(Collection<Long> runs) {
        return runs.isEmpty() ? List.of() : store.read(session -> SurveyRows.took(session, runs));
    }

    /** The successful tries of these runs, instances of expanded tasks and all. */
    public List<TaskTook> durations(Collection<Long> runs) {
        return runs.isEmpty() ? List.of() : store.read(session -> SurveyRows.durations(session, runs));
    }

    /** Decisions about the CPUs of jobs that were made at {@code from} or later and before {@code to}, the newest first. */
    public List<CpuShare> shares(Instant from, Instant to, int limit) {
        return store.read(session -> CpuShareRows.between(session, from, to, limit));
    }

    /** The successful tries of a task in these runs, in the order of the runs, each with the CPUs that were decided for it. */
    public List<PastTry> tries(Collection<Long> runs, TaskId task) {
        return runs.isEmpty() ? List.of() : store.read(session -> CpuShareRows.tries(session, runs, task));
    }

    /** The CPUs that were decided for tries of these runs, in the order of the launches of each. */
    public List<GivenShare> given(Collection<Long> runs) {
        return runs.isEmpty() ? List.of() : store.read(session -> CpuShareRows.given(session, runs));
    }

    /** What was forecast of these runs while they went on, checkpoint by checkpoint. */
    public List<KeptForecast> forecasts(Collection<Long> runs) {
        return runs.isEmpty() ? List.of() : store.read(session -> ForecastRows.of(session, runs));
    }

    /** The latest runs of a DAG that are over, whatever became of them, the latest date first. */
    public List<RunSpan> over(DagId dag, int limit) {
        return store.read(session -> SurveyRows.over(session, dag, limit));
    }

    /** The latest runs of each of these DAGs, the newest first. */
    public Map<DagId, List<RunSpan>> latest(Collection<DagId> dags, int limit) {
        return store.read(session -> {
            Map<DagId, List<RunSpan>> latest = new HashMap<>();
            for (var dag : dags) {
                latest.put(dag, SurveyRows.latest(session, dag, limit));
            }
            return latest;
        });
    }

    /** DAGs to whose runs anything has happened after that history row; what happened to tasks alone does not count. */
    public Set<DagId> stirred(long after) {
        return store.read(session -> Set.copyOf(SurveyRows.stirred(session, after)));
    }

    /** All tries of a run, in the order of its tasks. */
    public List<TrySpan> tries(long run) {
        return store.read(session -> SurveyRows.tries(session, run));
    }

    /**
     * A lease with the set-up that holds it.
     *
     * @param key of its run
     * @param task id of the set-up
     * @param isOver whether the run is
     */
    public record OwnedLease(Lease lease, DagId dag, String key, String task, boolean isOver) {}
}
