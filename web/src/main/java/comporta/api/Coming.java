package comporta.api;

import comporta.dag.Dag;
import comporta.dag.DagId;
import comporta.dag.Deadline;
import comporta.timetable.Tick;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a run will likely be like that has not begun: as those before it were, counted from its tick. */
final class Coming {
    /** Fewer runs have a mean, and nothing is said of how far they spread. */
    private static final int ENOUGH = 5;
    private static final double MILLIS = 1000;

    private final Function<DagId, List<Double>> past;
    private final ZoneId zone;
    private final InstantSource clock;

    /**
     * Looks ahead.
     *
     * @param past seconds that the last runs of a DAG took, the shortest first
     * @param zone of deadlines that name none, in DAGs that name none
     */
    Coming(Function<DagId, List<Double>> past, ZoneId zone, InstantSource clock) {
        this.past = past;
        this.zone = zone;
        this.clock = clock;
    }

    /** What is to be expected; both may be empty. */
    record Expected(@Nullable ForecastShape forecast, List<DeadlineShape> deadlines) {}

    Expected of(Dag dag, Tick tick) {
        var took = past.apply(dag.id());
        var forecast = forecast(dag, tick.startsAt(), took).orElse(null);
        var deadlines = new ArrayList<DeadlineShape>();
        for (var deadline : dag.deadlines()) {
            deadlines.add(deadline(deadlines.size(), deadline, due(dag, deadline, tick), tick.startsAt(), took, forecast));
        }
        return new Expected(forecast, deadlines);
    }

    private Optional<ForecastShape> forecast(Dag dag, Instant starts, List<Double> past) {
        if (past.isEmpty()) {
            return Usuals.declared(dag).map(took -> new ForecastShape(starts.plus(took), null, clock.instant(), "declared", 0, List.of()));
        }
        if (past.size() < ENOUGH) {
            var mean = past.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
            return Optional.of(new ForecastShape(after(starts, mean), null, clock.instant(), "history", past.size(), List.of()));
        }
        return Optional.of(new ForecastShape(
                after(starts, quantile(past, 0.5)), after(starts, quantile(past, 0.9)), clock.instant(), "history",
                past.size(), List.of()));
    }

    private static double quantile(List<Double> sorted, double share) {
        return Objects.requireNonNull(HistoryResource.quantile(sorted, share));
    }

    private static Instant after(Instant starts, double seconds) {
        return starts.plusMillis((long) (seconds * MILLIS));
    }

    private Instant due(Dag dag, Deadline deadline, Tick tick) {
        var reference = switch (deadline.from()) {
            case TICK -> tick.at();
            case INTERVAL_END -> tick.intervalEnd();
            case RUN_START, QUEUED, START -> tick.startsAt();
        };
        return deadline.dueAfter(reference, Objects.requireNonNullElse(dag.schedule().zone(), zone));
    }

    /** Of so few runs none is ever certain to be in time, or late: half a run more was either. */
    private static DeadlineShape deadline(
            int number, Deadline deadline, Instant due, Instant starts, List<Double> past, @Nullable ForecastShape forecast) {
        var late = past.stream().filter(took -> after(starts, took).isAfter(due)).count();
        var share = past.size() < ENOUGH ? null : Double.valueOf((late + 0.5) / (past.size() + 1));
        var isAtRisk = share != null && deadline.atRisk() > 0 && share >= deadline.atRisk();
        return new DeadlineShape(
                "run." + number, "run", null, due, share, forecast == null ? null : Json.seconds(Duration.between(forecast.p50(), due)),
                isAtRisk ? "at_risk" : "on_time", deadline.atRisk(), null);
    }
}
