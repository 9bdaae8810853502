package comporta.api;

import comporta.dag.Dag;
import comporta.dag.DagGraph;
import comporta.dag.DagId;
import comporta.dag.Task;
import comporta.dag.TaskId;
import comporta.run.RunState;
import comporta.store.RunSpan;
import comporta.store.Survey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** How long the runs of a DAG and their tasks took before; what was found is good for ten minutes. For any thread. */
final class Usuals {
    private static final int LOOKED_AT = 30;
    private static final int KEPT = 5_000;
    private static final Duration FRESH = Duration.ofMinutes(10);
    private static final double MILLIS = 1000;

    private final Survey survey;
    private final InstantSource clock;
    private final Recent<DagId, Past> known = new Recent<>(KEPT);
    private final Recent<DagId, PastTasks> knownTasks = new Recent<>(KEPT);

    private record Past(Instant at, List<Double> seconds) {}

    private record PastTasks(Instant at, Map<String, Double> seconds) {}

    Usuals(Survey survey, InstantSource clock) {
        this.survey = survey;
        this.clock = clock;
    }

    /** Seconds that the last successful runs took, the shortest first. */
    List<Double> runs(DagId dag) {
        var past = known.get(dag);
        if (past == null || isOld(past.at())) {
            past = new Past(clock.instant(), successes(dag).stream().map(Usuals::seconds).sorted().toList());
            known.put(dag, past);
        }
        return past.seconds();
    }

    private boolean isOld(Instant at) {
        return at.plus(FRESH).isBefore(clock.instant());
    }

    private List<RunSpan> successes(DagId dag) {
        return survey.over(dag, LOOKED_AT).stream()
                .filter(each -> each.state() == RunState.SUCCESS && each.startedAt() != null && each.endedAt() != null).toList();
    }

    private static double seconds(RunSpan run) {
        return Json.seconds(Duration.between(Objects.requireNonNull(run.startedAt()), Objects.requireNonNull(run.endedAt())));
    }

    /** Seconds that tasks took in the middle one of the last successful runs, by their ids. */
    private Map<String, Double> tasks(DagId dag) {
        var past = knownTasks.get(dag);
        if (past == null || isOld(past.at())) {
            Map<String, List<Double>> took = new HashMap<>();
            survey.took(successes(dag).stream().map(RunSpan::id).toList()).forEach(each -> took
                    .computeIfAbsent(each.task().value(), _ -> new ArrayList<>())
                    .add(Json.seconds(Duration.between(each.startedAt(), each.endedAt()))));
            Map<String, Double> middle = new HashMap<>();
            took.forEach((task, all) ->
                    middle.put(task, Objects.requireNonNull(HistoryResource.quantile(all.stream().sorted().toList(), 0.5))));
            past = new PastTasks(clock.instant(), middle);
            knownTasks.put(dag, past);
        }
        return past.seconds();
    }

    /**
     * How long the longest chain of these tasks takes, each as long as usual, else as its file declares, and nothing waiting for slots.
     *
     * @return empty when nothing is known of any of them
     */
    Optional<Duration> longest(Dag dag, Predicate<TaskId> isMeant) {
        return longest(dag, isMeant, tasks(dag.id()));
    }

    /** The same of all tasks by what the file declares. */
    static Optional<Duration> declared(Dag dag) {
        return dag.tasks().values().stream().allMatch(each -> each.expectedDuration() == null)
                ? Optional.empty()
                : longest(dag, _ -> true, Map.of());
    }

    private static Optional<Duration> longest(Dag dag, Predicate<TaskId> isMeant, Map<String, Double> usual) {
        var graph = DagGraph.of(dag);
        var ends = new double[graph.size()];
        double last = 0;
        for (int task : graph.topologicalOrder()) {
            for (int above : graph.upstream(task)) {
                ends[task] = Math.max(ends[task], ends[above]);
            }
            var id = graph.task(task);
            var took = isMeant.test(id) ? took(dag.tasks().get(id), usual.get(id.value())) : null;
            ends[task] += took == null ? 0 : took;
            last = Math.max(last, ends[task]);
        }
        return last == 0 ? Optional.empty() : Optional.of(Duration.ofMillis((long) (last * MILLIS)));
    }

    private static @Nullable Double took(@Nullable Task task, @Nullable Double usual) {
        var declared = task == null ? null : task.expectedDuration();
        return usual != null || declared == null ? usual : Double.valueOf(Json.seconds(declared));
    }
}
