package comporta.loop;

import comporta.decide.TimeLimit;
import comporta.forecast.Correction;
import comporta.forecast.Habits;
import comporta.forecast.Moment;
import comporta.forecast.Prediction;
import comporta.forecast.Quantiles;
import comporta.forecast.Tonight;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Forecasts of one run. What chance decides is drawn once for as long as the same tasks are there. For one thread. */
final class Forecasting {
    private static final int SAMPLES = 400;
    private static final double SAFE = 0.9;

    private final Habits habits;
    private final Correction correction;
    private final Supplier<Paces> paces;
    private final long seed;
    private @Nullable Stage stage;
    private @Nullable Tonight tonight;

    /** @param paces how fast elastic tasks of this run are, asked for whenever it is looked at */
    Forecasting(Habits habits, Correction correction, Supplier<Paces> paces, long seed) {
        this.habits = habits;
        this.correction = correction;
        this.paces = paces;
        this.seed = seed;
    }

    /** What was forecast, with what later ones are corrected by. */
    record Made(RunForecast forecast, Instant rawP50, Instant rawP90, int checkpoint) {}

    /** Whether anything is known: past runs, or durations that authors declare. */
    boolean isPossible(Scene scene) {
        return habits.nights() > 0 || scene.picture().tasks().stream().anyMatch(task -> task.task().expectedDuration() != null);
    }

    Made at(Scene scene) {
        var fresh = new Stage(scene);
        var known = tonight;
        if (known == null || stage == null || !fresh.isLike(stage)) {
            known = new Tonight(fresh.net, habits.of(fresh.tasksOfNodes()), correction, seed, SAMPLES, fresh.names());
        }
        stage = fresh;
        tonight = known;
        var said = known.at(fresh.moment(paces.get()));
        return new Made(
                told(scene, fresh, habits.of(fresh.tasksOfNodes()), said), fresh.instant(said.uncorrected(0.5)),
                fresh.instant(said.uncorrected(0.9)),
                Correction.checkpoint(fresh.seconds(scene.picture().at()), habits.length()));
    }

    /**
     * What it would be if tasks took otherwise; nothing is kept.
     *
     * @param set by task number
     */
    RunForecast supposing(Scene scene, Map<Integer, Duration> set) {
        var other = new Stage(scene);
        int[] tasks = other.tasksOfNodes();
        var seconds = new double[tasks.length];
        for (int node = 0; node < seconds.length; node++) {
            var supposed = tasks[node] < 0 ? null : set.get(tasks[node]);
            seconds[node] = supposed == null ? Double.NaN : supposed.toMillis() / 1000.0;
        }
        var supposed = habits.of(tasks).supposing(seconds);
        return told(scene, other, supposed,
                new Tonight(other.net, supposed, correction, seed, SAMPLES, other.names()).at(other.moment(paces.get())));
    }

    /**
     * What it would be if an instance of a task started then, whatever it waits for; nothing is kept.
     * Empty: it has started, or is not there.
     *
     * @param mapIndex of an instance of an expanded task, else -1
     */
    Optional<RunForecast> starting(Scene scene, int task, int mapIndex, Instant at) {
        var other = new Stage(scene);
        int node = other.has(task, mapIndex) ? other.node(task, mapIndex) : -1;
        if (node < 0 || other.sumsUp(node) || other.isAtRest(node) || other.isInTry(node)) {
            return Optional.empty();
        }
        var known = habits.of(other.tasksOfNodes());
        var moment = other.moment(paces.get())
                .with(node, Moment.Phase.RUNNING, Math.max(other.seconds(scene.picture().at()), other.seconds(at)));
        return Optional.of(told(scene, other, known, new Tonight(other.net, known, correction, seed, SAMPLES, other.names()).at(moment)));
    }

    private static RunForecast told(Scene scene, Stage stage, Habits habits, Prediction said) {
        var pending = scene.limits().stream()
                .filter(limit -> limit.kind() == TimeLimit.Kind.DEADLINE && limit.state() == TimeLimit.State.PENDING)
                .toList();
        int nodes = stage.net.size();
        var latest = new double[nodes];
        Arrays.fill(latest, Double.NaN);
        var due = latest.clone();
        double runDue = Double.NaN;
        var deadlines = new ArrayList<RunForecast.OfDeadline>();
        for (var limit : pending) {
            double at = stage.seconds(limit.dueAt());
            int node = limit.task() == TimeLimit.RUN ? -1 : stage.node(limit.task(), limit.mapIndex());
            if (node < 0) {
                runDue = earlier(runDue, at);
            } else {
                due[node] = earlier(due[node], at);
            }
            var starts = said.latestStarts(node, at, SAFE);
            double first = Double.NaN;
            for (int each = 0; each < nodes; each++) {
                latest[each] = earlier(latest[each], starts[each]);
                first = stage.hasStarted(each) || stage.sumsUp(each) ? first : earlier(first, starts[each]);
            }
            var ends = said.ends(node);
            deadlines.add(new RunForecast.OfDeadline(
                    limit.task(), limit.mapIndex(), limit.number(), limit.dueAt(), Quantiles.late(ends, at),
                    stage.instant(Quantiles.of(ends, 0.5)),
                    stage.instant(Quantiles.of(ends, 0.9)), Double.isNaN(first) ? null : stage.instant(first)));
        }
        var usual = new double[nodes];
        for (int node = 0; node < nodes; node++) {
            usual[node] = habits.usual(node) * (stage.sumsUp(node) ? 0 : 1);
        }
        var path = stage.path(usual, due, runDue);
        var tasks = new ArrayList<RunForecast.@Nullable OfTask>();
        for (int task = 0; task < stage.tasks(); task++) {
            if (stage.isAtRest(task)) {
                tasks.add(null);
            } else {
                var ends = said.ends(task);
                tasks.add(new RunForecast.OfTask(
                        stage.instant(Quantiles.of(ends, 0.5)), stage.instant(Quantiles.of(ends, 0.9)), said.criticality(task),
                        Double.isNaN(path.slack()[task]) ? null : Duration.ofMillis(Math.round(1000 * path.slack()[task])),
                        Double.isNaN(latest[task]) || stage.hasStarted(task) ? null : stage.instant(latest[task])));
            }
        }
        var stragglers = new ArrayList<RunForecast.Straggler>();
        for (int node = 0; node < nodes; node++) {
            int at = node;
            said.straggling(node, path.latestEnd()[node]).filter(odds -> odds.isStraggling() || odds.isWorthACopy())
                    .ifPresent(odds -> stragglers.add(
                    new RunForecast.Straggler(stage.task(at), stage.mapIndex(at), odds.late(), odds.saved(), odds.isWorthACopy())));
        }
        return new RunForecast(
                scene.picture().at(), stage.instant(said.end(0.5)), stage.instant(said.end(0.9)), said.factor(), said.nights(),
                said.declared(),
                said.samples(), tasks, deadlines, stragglers, stage.names(path.path()));
    }

    private static double earlier(double one, double other) {
        return Double.isNaN(one) ? other : Double.isNaN(other) ? one : Math.min(one, other);
    }
}
