package comporta.api;

import comporta.dag.Durations;
import comporta.dag.Misspelt;
import comporta.dag.Suggestion;
import comporta.loop.RunPicture;
import comporta.dag.DagId;
import comporta.store.Archive;
import comporta.store.KeptForecast;
import comporta.store.ListedRun;
import comporta.store.Role;
import comporta.store.RunSpan;
import comporta.store.Survey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code …/forecast}: when a run is likely over, and its tasks. */
final class ForecastResource {
    private static final int NIGHTS = 60;

    private final RunResource runs;
    private final Archive archive;
    private final RunShapes shapes;
    private final Outlooks outlooks;
    private final Survey survey;

    ForecastResource(RunResource runs, Archive archive, Survey survey, RunShapes shapes, Outlooks outlooks) {
        this.survey = survey;
        this.runs = runs;
        this.archive = archive;
        this.shapes = shapes;
        this.outlooks = outlooks;
    }

    /**
     * What is ahead of a run.
     *
     * @param forecast null: the run is over, or nothing is known of how long its tasks take
     * @param byTask tasks that are not at rest, of which something is known
     * @param criticalPath tasks, first to last, on which the end depends
     * @param stragglers running tasks that take so much longer than usual that a deadline is in danger
     * @param history earlier forecasts of this run: when they were made, p50, p90, chance of being late
     * @param movedBy what has moved the forecast
     * @param calibration null: no forecasts were kept of earlier nights
     */
    record RunForecast(
            @Nullable ForecastShape forecast, List<TaskForecast> byTask, List<String> criticalPath, List<Straggler> stragglers,
            List<List<@Nullable Object>> history, List<MovedBy> movedBy, @Nullable Calibration calibration) {}

    /**
     * A task.
     *
     * @param p90 null: only usual durations are known
     * @param criticality share of outcomes in which the end hangs on it
     * @param slackS by how many seconds it may end later before anything is late; negative: it is already
     */
    record TaskForecast(
            String taskId, Instant p50, @Nullable Instant p90, double criticality, @Nullable Double slackS,
            @Nullable Instant latestSafeStart) {}

    /**
     * A running task that takes unusually long.
     *
     * @param pLate chance that it ends too late for the deadlines behind it
     * @param pSaved chance that it does, and that a second start would be in time
     */
    record Straggler(String taskId, double pLate, double pSaved) {}

    /** Something that moved a forecast. */
    record MovedBy(Instant at, String text, double deltaS) {}

    /** How often nine-in-ten times were kept. */
    record Calibration(int nights, int withinP90) {}

    /** @param set how long tasks would take from now on, such as {@code 20m}, by task id */
    record Supposing(Map<String, String> set) {}

    List<Route> routes() {
        return List.of(
                Route.get(RunResource.RUN + "/forecast", "When a run is likely over, with its tasks and deadlines")
                        .answers(RunForecast.class)
                        .by(call -> Answer.ok(of(runs.find(call), Map.of()))),
                Route.post(RunResource.RUN + "/forecast/what_if", "The forecast if tasks took otherwise; nothing is kept")
                        .needs(Role.VIEWER)
                        .takes(Supposing.class).answers(RunForecast.class).by(this::suppose));
    }

    private Answer suppose(Call call) {
        var run = runs.find(call);
        var known = shapes.taskIds(run.run());
        var mistakes = new ArrayList<Problem.Mistake>();
        Map<String, Duration> set = new LinkedHashMap<>();
        call.body(Supposing.class).set().forEach((task, text) -> {
            if (!known.contains(task)) {
                mistakes.add(new Problem.Mistake("/set/" + Refusal.shortened(task), "the run has no such task. "
                        + Suggestion.didYouMean(task, known, "Take one of its tasks")));
            }
            try {
                set.put(task, Durations.parse(text));
            } catch (Misspelt e) {
                mistakes.add(new Problem.Mistake("/set/" + Refusal.shortened(task), e.what() + ". " + e.fix()));
            }
        });
        if (!mistakes.isEmpty()) {
            throw Refusal.unfit(mistakes);
        }
        return Answer.ok(of(run, set));
    }

    private RunForecast of(ListedRun run, Map<String, Duration> set) {
        var picture = run.run().state().isFinal() ? null : outlooks.of(run.run().id()).orElse(null);
        if (picture == null) {
            return new RunForecast(null, List.of(), List.of(), List.of(), history(run.run().id()), List.of(), calibration(run.run().dag()));
        }
        var limits = archive.deadlines(List.of(run.run().id())).getOrDefault(run.run().id(), List.of());
        var supposed = set.isEmpty() ? null : outlooks.supposing(run.run().id(), numbers(picture, set)).orElse(null);
        var ahead = supposed == null ? Ahead.of(picture, set, Outlooks.due(limits)) : Ahead.of(picture, supposed);
        var deadlines = shapes.deadlines(run.run(), limits, ahead);
        var forecast = supposed == null
                ? ForecastShape.of(picture, ahead.end(), deadlines).orElse(null)
                : ForecastShape.of(supposed, deadlines);
        return new RunForecast(
                forecast, tasks(picture, ahead), ahead.criticalPath(), supposed == null ? stragglers(picture) : List.of(),
                history(run.run().id()), List.of(), calibration(run.run().dag()));
    }

    private static List<Straggler> stragglers(RunPicture picture) {
        var forecast = picture.forecast();
        return forecast == null ? List.of() : forecast.stragglers().stream().map(each -> new Straggler(
                Instance.segment(picture.tasks().get(each.task()).task().id().value(), each.mapIndex()), each.late(),
                each.saved())).toList();
    }

    private static Map<Integer, Duration> numbers(RunPicture picture, Map<String, Duration> set) {
        Map<Integer, Duration> numbers = new LinkedHashMap<>();
        for (int task = 0; task < picture.tasks().size(); task++) {
            var supposed = set.get(picture.tasks().get(task).task().id().value());
            if (supposed != null) {
                numbers.put(task, supposed);
            }
        }
        return numbers;
    }

    /** Earlier forecasts of the run: one at each sixteenth of its usual length. */
    private List<List<@Nullable Object>> history(long run) {
        var rows = new ArrayList<List<@Nullable Object>>();
        for (var kept : survey.forecasts(List.of(run))) {
            rows.add(Collections.unmodifiableList(Arrays.<@Nullable Object>asList(kept.madeAt(), kept.p50(), kept.p90(), kept.late())));
        }
        return rows;
    }

    /** Of past runs, how many had ended by the nine-in-ten time of their first forecast. */
    private @Nullable Calibration calibration(DagId dag) {
        var ends = survey.over(dag, NIGHTS).stream().filter(span -> span.endedAt() != null)
                .collect(Collectors.toMap(RunSpan::id, span -> span));
        var firsts = new LinkedHashMap<Long, KeptForecast>();
        survey.forecasts(ends.keySet()).forEach(kept -> firsts.putIfAbsent(kept.run(), kept));
        long kept = firsts.values().stream().filter(each -> {
            var span = ends.get(each.run());
            return span != null && span.endedAt() != null && !span.endedAt().isAfter(each.p90());
        }).count();
        return firsts.isEmpty() ? null : new Calibration(firsts.size(), (int) kept);
    }

    private static List<TaskForecast> tasks(RunPicture picture, Ahead ahead) {
        var tasks = new ArrayList<TaskForecast>();
        for (int task = 0; task < ahead.tasks().size(); task++) {
            var of = ahead.tasks().get(task);
            if (of.end() != null) {
                tasks.add(new TaskForecast(
                        picture.tasks().get(task).task().id().value(), of.end(), of.p90(), of.criticality(),
                        of.slack() == null ? null : Json.seconds(of.slack()), of.latestStart()));
            }
        }
        return tasks;
    }
}
