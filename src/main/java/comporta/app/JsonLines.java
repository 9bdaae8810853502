package comporta.app;

import comporta.dag.Dag;
import comporta.dag.PlainData;
import comporta.dag.TaskId;
import comporta.decide.Change;
import comporta.loop.RunPicture;
import comporta.operator.Lease;
import comporta.run.DagRun;
import comporta.run.RunState;
import comporta.run.TaskInstance;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A run as JSON Lines for programs: one object per event, every one with the same eight keys, and behind them what only this event has.
 *
 * <p>The last line is {@code run_ended} and comes once, when everything is at rest.
 */
final class JsonLines implements RunScreen {
    private static final DateTimeFormatter INSTANT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'")
            .withZone(ZoneOffset.UTC);
    private static final Duration FORECAST_STEP = Duration.ofSeconds(1);

    private final PrintStream out;
    private final PrintStream notes;
    private final List<TaskId> tasks;
    private final Queue<String> noted = new ConcurrentLinkedQueue<>();
    private @Nullable Instant lastForecast;

    /**
     * @param out gets JSON only
     * @param notes gets what is told besides
     */
    JsonLines(PrintStream out, PrintStream notes, Dag dag) {
        this.out = out;
        this.notes = notes;
        tasks = List.copyOf(dag.tasks().keySet());
    }

    /** An instant as every JSON of ours has it: UTC with microseconds. */
    static String instant(Instant at) {
        return INSTANT.format(at);
    }

    @Override
    public void show(RunPicture picture) {
        flush();
        forecast(picture);
    }

    @Override
    public void committed(DagRun run, List<Change> changes) {
        for (var change : changes) {
            var event = switch (change) {
                case Change.RunMoved moved when moved.after().state() == RunState.RUNNING && moved.before().state() == RunState.QUEUED ->
                    event(moved.at(), "run_started", run, null, moved.after().state().word(), moved.after().reason());
                case Change.TaskMoved moved -> moved(run, moved);
                case Change.LeaseMoved moved -> lease(run, moved);
                case Change.RunMoved _, Change.TryOpened _, Change.TryClosed _, Change.LaunchMoved _, Change.Expanded _,
                        Change.LimitMoved _, Change.Ordered _, Change.WishSettled _ -> null;
            };
            if (event != null) {
                noted.add(PlainData.toJson(event));
            }
        }
    }

    @Override
    public void note(String text) {
        notes.println("comporta: " + text);
    }

    @Override
    public void ended(RunPicture last, @Nullable Path logFolder) {
        flush();
        var run = last.run();
        var event = event(run.endedAt() == null ? last.at() : run.endedAt(), "run_ended", run, null, run.state().word(), run.reason());
        event.put("elapsed_s", seconds(Summary.elapsed(last)));
        event.put("tasks", Tally.of(last.tasks()).byState());
        event.put("critical_path", last.criticalPath());
        event.put("log_dir", logFolder == null ? null : logFolder.toString());
        out.println(PlainData.toJson(event));
        out.flush();
    }

    private void flush() {
        boolean any = false;
        for (var line = noted.poll(); line != null; line = noted.poll()) {
            out.println(line);
            any = true;
        }
        if (any) {
            out.flush();
        }
    }

    /** A moved task: a new state or a new try, or else progress; null: nothing that is told. */
    private @Nullable Map<String, @Nullable Object> moved(DagRun run, Change.TaskMoved moved) {
        var before = moved.before();
        var after = moved.after();
        var reason = TaskWords.reason(after.state());
        if (!before.state().word().equals(after.state().word()) || before.tries() != after.tries()) {
            return event(moved.at(), "task_state", run, after, after.state().word(), reason);
        }
        var progress = after.progress();
        if (progress.equals(before.progress())) {
            return null;
        }
        var event = event(moved.at(), "progress", run, after, after.state().word(), progress.text());
        var data = new LinkedHashMap<String, Object>();
        data.put("fraction", progress.fraction());
        data.put("done", progress.done());
        data.put("total", progress.total());
        event.put("progress", data);
        return event;
    }

    private Map<String, @Nullable Object> lease(DagRun run, Change.LeaseMoved moved) {
        Lease lease = moved.after();
        var event = event(moved.at(), "lease", run, null, Machines.stateOf(lease), Machines.inWords(lease, moved.at(), ZoneOffset.UTC));
        event.put("task_id", tasks.get(lease.task()).value());
        event.put("map_index", lease.mapIndex() < 0 ? null : lease.mapIndex());
        event.put("pool", lease.terms().pool());
        event.put("wanted", lease.terms().wanted());
        event.put("registered", lease.registered());
        return event;
    }

    /** Told when it has moved by a second or more: it is computed anew at every look. */
    private void forecast(RunPicture picture) {
        var predicted = picture.predictedEnd();
        if (predicted == null || picture.run().state().isFinal()
                || (lastForecast != null && Duration.between(lastForecast, predicted).abs().compareTo(FORECAST_STEP) < 0)) {
            return;
        }
        lastForecast = predicted;
        var event = event(picture.at(), "forecast", picture.run(), null, picture.run().state().word(),
                picture.fromHistory() ? "by history" : "by declared durations");
        event.put("predicted_end", instant(predicted));
        out.println(PlainData.toJson(event));
        out.flush();
    }

    private Map<String, @Nullable Object> event(
            Instant at, String name, DagRun run, @Nullable TaskInstance task, String state, String reason) {
        var event = new LinkedHashMap<String, @Nullable Object>();
        event.put("at", instant(at));
        event.put("event", name);
        event.put("run_id", run.key());
        event.put("task_id", task == null ? null : tasks.get(task.task()).value());
        event.put("map_index", task == null || task.mapIndex() < 0 ? null : task.mapIndex());
        event.put("try_number", task == null || task.tries() == 0 ? null : task.tries());
        event.put("state", state);
        event.put("reason", reason.isEmpty() ? null : reason);
        return event;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
