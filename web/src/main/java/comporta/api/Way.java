package comporta.api;

import comporta.dag.Dag;
import comporta.dag.DagGraph;
import comporta.loop.RunPicture;
import comporta.run.TaskInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The tasks that decided, or will decide, when a run ends. Pure. */
final class Way {
    /** Who waited longer for a slot was held up by that. */
    private static final Duration QUEUE = Duration.ofSeconds(1);

    private Way() {}

    /** Of a run that is over: back from the last end, each time to the end that was waited for longest. */
    static List<Timeline.Step> behind(Dag dag, Map<Integer, TaskInstance> tasks) {
        var graph = DagGraph.of(dag);
        var last = latest(tasks, tasks.keySet().stream().mapToInt(each -> each).toArray());
        var steps = new ArrayDeque<Timeline.Step>();
        var then = "upstream";
        for (var at = last; at != null; ) {
            var task = Objects.requireNonNull(tasks.get(at));
            var started = task.startedAt() == null ? task.endedAt() : task.startedAt();
            steps.addFirst(new Timeline.Step(
                    graph.task(at).value(), Objects.requireNonNull(started), Objects.requireNonNull(task.endedAt()), then));
            then = isHeldUp(task) ? "pool_slots" : "upstream";
            at = latest(tasks, graph.upstream(at));
        }
        return List.copyOf(steps);
    }

    private static boolean isHeldUp(TaskInstance task) {
        return task.readyAt() != null && task.startedAt() != null
                && Duration.between(task.readyAt(), task.startedAt()).compareTo(QUEUE) > 0;
    }

    private static @Nullable Integer latest(Map<Integer, TaskInstance> tasks, int[] among) {
        Integer latest = null;
        Instant at = null;
        for (int number : among) {
            var task = tasks.get(number);
            var ended = task == null || task.startedAt() == null ? null : task.endedAt();
            if (ended != null && (at == null || ended.isAfter(at))) {
                latest = number;
                at = ended;
            }
        }
        return latest;
    }

    /** Of a run that is under way, by what is likely. */
    static List<Timeline.Step> ahead(RunPicture picture, Ahead ahead) {
        var steps = new ArrayList<Timeline.Step>();
        for (int number = 0; number < picture.tasks().size(); number++) {
            var task = picture.tasks().get(number);
            var of = ahead.tasks().get(number);
            if (!of.isCritical()) {
                continue;
            }
            var started = task.instance().startedAt();
            var ended = task.instance().isAtRest() ? task.instance().endedAt() : of.end();
            if (ended != null) {
                var usual = task.usual();
                var from = started != null ? started : usual == null ? ended : ended.minus(usual);
                steps.add(new Timeline.Step(task.task().id().value(), from, ended, "upstream"));
            }
        }
        steps.sort((one, other) -> Integer.compare(
                ahead.criticalPath().indexOf(one.taskId()), ahead.criticalPath().indexOf(other.taskId())));
        return steps;
    }
}
