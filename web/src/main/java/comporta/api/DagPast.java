package comporta.api;

import comporta.decide.TimeLimit;
import comporta.run.RunState;
import comporta.store.RunSpan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the latest runs of a DAG tell of it.
 *
 * @param newest how the newest run stands; null: there is none
 * @param last in short, the newest first
 * @param usual how long those took that succeeded; null: none did
 * @param successRate of those that ended; null: none did
 * @param deadlineRate of those deadlines of runs that were met or missed; null: none was
 */
record DagPast(
        @Nullable RunState newest, List<DagShape.LastRun> last, DagShape.@Nullable Usual usual, @Nullable Double successRate,
        @Nullable Double deadlineRate) {
    private static final int SHOWN = 14;

    /**
     * Tells it.
     *
     * @param runs the newest first
     * @param limits deadlines, by the runs that have any
     */
    static DagPast of(List<RunSpan> runs, Map<Long, List<TimeLimit>> limits) {
        var ended = runs.stream().filter(each -> each.state().isFinal()).toList();
        var good = ended.stream().filter(each -> each.state() == RunState.SUCCESS).toList();
        var took = good.stream().filter(each -> each.startedAt() != null && each.endedAt() != null)
                .map(each -> Json.seconds(Duration.between(each.startedAt(), each.endedAt()))).sorted().toList();
        var kept = runs.stream().flatMap(run -> limits.getOrDefault(run.id(), List.of()).stream())
                .filter(limit -> limit.task() == TimeLimit.RUN).toList();
        var met = count(kept, TimeLimit.State.MET);
        var missed = count(kept, TimeLimit.State.MISSED);
        return new DagPast(
                runs.isEmpty() ? null : runs.getFirst().state(), runs.stream().limit(SHOWN).map(DagPast::last).toList(),
                took.isEmpty() ? null : new DagShape.Usual(quantile(took, 0.5), quantile(took, 0.9), took.size()),
                ended.isEmpty() ? null : (double) good.size() / ended.size(), met + missed == 0 ? null : (double) met / (met + missed));
    }

    private static long count(List<TimeLimit> limits, TimeLimit.State state) {
        return limits.stream().filter(limit -> limit.state() == state).count();
    }

    private static double quantile(List<Double> sorted, double share) {
        return Objects.requireNonNull(HistoryResource.quantile(sorted, share));
    }

    private static DagShape.LastRun last(RunSpan run) {
        return new DagShape.LastRun(
                run.key(), run.state().word(), run.startedAt(),
                run.startedAt() == null || run.endedAt() == null ? null : Duration.between(run.startedAt(), run.endedAt()));
    }
}
