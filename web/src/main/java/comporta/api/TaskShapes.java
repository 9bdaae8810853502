package comporta.api;

import comporta.dag.Dag;
import comporta.dag.PlainData;
import comporta.loop.RunForecast;
import comporta.loop.RunPicture;
import comporta.operator.Progress;
import comporta.run.Expansion;
import comporta.run.Launch;
import comporta.run.TaskInstance;
import comporta.run.TaskState;
import comporta.store.Archive;
import comporta.store.ListedRun;
import comporta.store.ListedTask;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Task instances as they are told. */
final class TaskShapes {
    private final Archive archive;
    private final PinnedDags pinned;
    private final Outlooks outlooks;
    private final Costs costs;

    TaskShapes(Archive archive, PinnedDags pinned, Outlooks outlooks, Costs costs) {
        this.costs = costs;
        this.archive = archive;
        this.pinned = pinned;
        this.outlooks = outlooks;
    }

    List<TaskShape> of(ListedRun run, List<ListedTask> tasks) {
        if (tasks.isEmpty()) {
            return List.of();
        }
        var dag = pinned.of(run.run());
        var picture = run.run().state().isFinal() ? Optional.<RunPicture>empty() : outlooks.of(run.run().id());
        var launches = last(archive.launches(run.run(), tasks.getFirst().instance().task(), tasks.getLast().instance().task()));
        var labels = labels(run, tasks);
        var money = costs.ofTasks(run.run().id());
        return tasks.stream().map(task -> of(run, task, dag, picture, launches, labels, money)).toList();
    }

    private static TaskShape of(
            ListedRun run, ListedTask listed, Optional<Dag> dag, Optional<RunPicture> picture, Map<List<Integer>, Launch> launches,
            Map<String, Expansion> expansions, Map<String, Money> money) {
        var task = listed.instance();
        var definition = dag.map(each -> each.tasks().get(listed.task()));
        var launch = launches.get(List.of(task.task(), task.mapIndex()));
        var drawn = Outlooks.in(picture, task);
        var ended = reason(task.state());
        var ahead = task.isAtRest()
                ? Optional.<RunForecast.OfTask>empty()
                : picture.map(RunPicture::forecast).flatMap(each -> each.of(task.task()));
        var straggles = task.state() instanceof TaskState.Running
                ? picture.map(RunPicture::forecast).flatMap(each -> each.straggler(task.task(), task.mapIndex()))
                : Optional.<RunForecast.Straggler>empty();
        return new TaskShape(
                listed.task().value(), task.mapIndex() < 0 ? null : task.mapIndex(), label(listed, expansions, dag),
                definition.map(each -> each.operator()).orElse(null), task.state().word(), cause(task.state()),
                task.tries() == 0 ? null : task.tries(), task.readyAt(), task.startedAt(), task.endedAt(),
                RunShapes.orNull(ended.isEmpty()
                        ? straggles.map(TaskShapes::reason).or(() -> drawn.map(each -> each.reason())).orElse("")
                        : ended),
                ahead.map(RunForecast.OfTask::p50).orElse(null), ahead.map(RunForecast.OfTask::p90).orElse(null),
                launch == null || launch.intent().id().tryNumber() != task.tries() ? null : launch.externalId(),
                launch == null || launch.intent().id().tryNumber() != task.tries() ? null : launch.externalUrl(),
                progress(task), straggles.map(RunForecast.Straggler::late).orElse(null), launch == null ? null : cpus(launch), null,
                task.exitCode(), ahead.map(RunForecast.OfTask::slack).map(Json::seconds).orElse(null),
                picture.map(each -> each.criticalPath().contains(listed.task().value())).orElse(false),
                money.get(Instance.segment(listed.task().value(), task.mapIndex())), run.seen());
    }

    private static String reason(RunForecast.Straggler straggler) {
        return String.format(Locale.ROOT, "straggles: too late for a deadline with a chance of %.0f %%", 100 * straggler.late());
    }

    private static TaskShape.@Nullable ProgressShape progress(TaskInstance task) {
        var progress = task.progress();
        return progress.equals(Progress.NONE)
                ? null
                : new TaskShape.ProgressShape(progress.fraction(), progress.done(), progress.total(), progress.text(), task.signAt());
    }

    static @Nullable Double cpus(Launch launch) {
        var job = PlainData.block(launch.intent().spec().data(), "job");
        var cpus = job.isEmpty() ? launch.intent().spec().data().get("cpus") : job.get("cpus");
        return cpus instanceof Number number ? number.doubleValue() : null;
    }

    /** Why it ended, or waits for its next try; empty for other states. */
    static String reason(TaskState state) {
        return switch (state) {
            case TaskState.UpForRetry retry -> retry.reason();
            case TaskState.Unreachable lost -> lost.reason();
            case TaskState.Failed failed -> failed.reason();
            case TaskState.Skipped skipped -> skipped.reason();
            case TaskState.UpstreamFailed broken -> broken.reason();
            case TaskState.Cancelled cancelled -> cancelled.reason();
            case TaskState.Success success -> success.reason();
            case TaskState.Waiting _, TaskState.Queued _, TaskState.Launching _, TaskState.Running _, TaskState.Deferred _,
                    TaskState.Stopping _,
                    TaskState.Removed _ -> "";
        };
    }

    static @Nullable String cause(TaskState state) {
        return switch (state) {
            case TaskState.UpForRetry retry -> retry.cause().word();
            case TaskState.Failed failed -> failed.cause().word();
            case TaskState.Cancelled cancelled -> cancelled.cause().word();
            case TaskState.Waiting _, TaskState.Queued _, TaskState.Launching _, TaskState.Running _, TaskState.Deferred _,
                    TaskState.Stopping _,
                    TaskState.Unreachable _, TaskState.Success _, TaskState.Skipped _, TaskState.UpstreamFailed _,
                    TaskState.Removed _ -> null;
        };
    }

    private static Map<List<Integer>, Launch> last(List<Launch> launches) {
        Map<List<Integer>, Launch> last = new HashMap<>();
        launches.forEach(each -> last.put(List.of(each.task(), each.intent().id().mapIndex()), each));
        return last;
    }

    private Map<String, Expansion> labels(ListedRun run, List<ListedTask> tasks) {
        Map<String, Expansion> labels = new HashMap<>();
        if (tasks.stream().anyMatch(each -> each.instance().mapIndex() >= 0)) {
            archive.expansions(run.run().id()).forEach(each -> labels.put(each.of(), each));
        }
        return labels;
    }

    /** A task, or the group around it, was expanded. */
    private static @Nullable String label(ListedTask task, Map<String, Expansion> expansions, Optional<Dag> dag) {
        int index = task.instance().mapIndex();
        if (index < 0) {
            return null;
        }
        var expansion = expansions.get(task.task().value());
        var group = dag.map(each -> each.tasks().get(task.task())).map(each -> each.group()).orElse(null);
        while (expansion == null && group != null) {
            expansion = expansions.get(group.value());
            var around = group;
            group = dag.map(each -> each.groups().get(around)).map(each -> each.parent()).orElse(null);
        }
        return expansion == null || index >= expansion.size() ? null : expansion.name(index);
    }
}
