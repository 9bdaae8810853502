package comporta.basic;

import comporta.dag.Dag;
import comporta.dag.DagSketch;
import comporta.dag.TaskId;
import comporta.operator.Exit;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import comporta.operator.Operator;
import comporta.operator.SteeredTime;
import comporta.operator.Submission;
import comporta.operator.Try;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sensors that look on the thread of the test, by a clock that the test moves. */
final class Lookout {
    private static final Dag DAG = DagSketch.of("wait");

    final SteeredTime time = new SteeredTime();
    final List<News> news = new ArrayList<>();
    private final Path folder;
    private final Conditions conditions;
    private final Vaults vault;
    Operator sensor;

    Lookout(Path folder, Vaults vault) {
        this.folder = folder;
        this.vault = vault;
        conditions = new Conditions(ZoneId.of("America/Sao_Paulo"), new Sensors.OneClient(), vault);
        sensor = newSensor();
    }

    private Operator newSensor() {
        var operator = new SensorOperator(conditions, vault.mask(), time, time, Runnable::run);
        operator.watch(news::add);
        return operator;
    }

    Operator doneWhen() {
        var operator = new DoneWhenOperator(conditions, time, Runnable::run);
        operator.watch(news::add);
        return operator;
    }

    /** The process ends; the next one knows only what is stored. */
    void restart() {
        sensor = newSensor();
    }

    static Try attempt(Path folder, Map<String, Object> settings, Instant logicalDate) {
        return new Try(
                DAG, DAG.task(new TaskId("wait")), "scheduled-20261121T040000Z", -1, 1, settings,
                Map.of("COMPORTA_LOGICAL_DATE", logicalDate.toString()), folder, folder.resolve("logs"), List.of(), 0);
    }

    /** The launch of a sensor with those keys. */
    LaunchIntent launch(Map<String, Object> settings) {
        return launch(sensor, attempt(folder, settings, time.instant()));
    }

    static LaunchIntent launch(Operator operator, Try attempt) {
        var spec = operator.prepare(attempt).getFirst();
        var id = new LaunchId(DAG.id(), attempt.run(), attempt.task().id(), -1, 1, 1);
        return new LaunchIntent(id, operator.name(), spec, "token");
    }

    LaunchIntent begins(Map<String, Object> settings) {
        var launch = launch(settings);
        if (!(sensor.submit(launch) instanceof Submission.Accepted)) {
            throw new AssertionError("not accepted");
        }
        return launch;
    }

    /** What was told, in short. */
    List<String> told() {
        return news.stream().map(Lookout::inWords).toList();
    }

    private static String inWords(News one) {
        return switch (one) {
            case News.Deferred _ -> "deferred";
            case News.Progressed progressed -> progressed.progress().text();
            case News.Ended ended -> ended.exit().isSuccess() ? "success" : ended.exit().cause() + ": " + ended.exit().reason();
            case News other -> other.toString();
        };
    }

    Exit end() {
        return ((News.Ended) news.getLast()).exit();
    }

    void passes(String time) {
        this.time.passes(Duration.parse(time));
    }
}
