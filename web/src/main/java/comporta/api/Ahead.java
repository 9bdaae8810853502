package comporta.api;

import comporta.decide.TimeLimit;
import comporta.loop.RunForecast;
import comporta.loop.RunPicture;
import comporta.loop.TaskPicture;
import comporta.run.TaskInstance;
import comporta.run.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is ahead of a live run: its forecast; where there is none, likely ends by its picture, in which every task takes as long as
 * usual and nothing waits for slots.
 *
 * @param end null when no task has a usual or declared duration
 * @param tasks in the order of the picture
 * @param deadlines with the chance of missing them; empty: only usual durations are known
 */
record Ahead(@Nullable Instant end, List<Of> tasks, List<String> criticalPath, List<RunForecast.OfDeadline> deadlines) {

    /**
     * One task.
     *
     * @param end null when nothing is known of how long it takes, or it is at rest
     * @param p90 null: only usual durations are known
     * @param criticality share of outcomes in which the end of the run hangs on it
     * @param slack by how much it may end later before the run, or a deadline behind it, is late; negative: it is already
     * @param latestStart when it must start at the latest for the deadlines; null: none is behind it
     */
    record Of(
            @Nullable Instant end, @Nullable Instant p90, double criticality, @Nullable Duration slack, @Nullable Instant latestStart,
            boolean isCritical) {}

    /**
     * Looks ahead.
     *
     * @param set other durations than the usual ones, by task id
     * @param due the deadlines that count, by task number; -1: that of the run
     */
    static Ahead of(RunPicture picture, Map<String, Duration> set, Map<Integer, Instant> due) {
        var forecast = picture.forecast();
        return forecast == null || !set.isEmpty() ? new Reckoning(picture, set).ahead(due) : of(picture, forecast);
    }

    /** By usual durations alone, for deadlines that no forecast was made for. */
    static Ahead reckoned(RunPicture picture, Map<Integer, Instant> due) {
        return new Reckoning(picture, Map.of()).ahead(due);
    }

    /** What was forecast with its spread. */
    static Ahead of(RunPicture picture, RunForecast forecast) {
        var path = Set.copyOf(forecast.criticalPath());
        var tasks = new ArrayList<Of>();
        for (int task = 0; task < picture.tasks().size(); task++) {
            var of = task < forecast.tasks().size() && !picture.tasks().get(task).instance().isAtRest() ? forecast.tasks().get(task) : null;
            var isOnPath = path.contains(picture.tasks().get(task).task().id().value());
            tasks.add(of == null
                    ? new Of(null, null, 0, null, null, isOnPath)
                    : new Of(of.p50(), of.p90(), of.criticality(), of.slack(), of.latestStart(), isOnPath));
        }
        return new Ahead(forecast.p50(), tasks, forecast.criticalPath(), forecast.deadlines());
    }

    /** What was said of a deadline; empty: it does not count any more, or chances are not known. */
    Optional<RunForecast.OfDeadline> of(TimeLimit limit) {
        return deadlines.stream()
                .filter(each -> each.task() == limit.task() && each.mapIndex() == limit.mapIndex() && each.number() == limit.number())
                .findFirst();
    }

    private static final class Reckoning {
        private final List<TaskPicture> tasks;
        private final RunPicture picture;
        private final Map<String, Duration> set;
        private final Instant now;
        private final Instant[] finish;
        private final int[] before;
        private final int[] order;
        private int last = -1;
        private boolean isKnown;

        Reckoning(RunPicture picture, Map<String, Duration> set) {
            this.picture = picture;
            this.set = set;
            tasks = picture.tasks();
            now = picture.at();
            finish = new Instant[tasks.size()];
            before = new int[tasks.size()];
            Arrays.fill(before, -1);
            order = order();
            for (int task : order) {
                forward(task);
            }
        }

        /** Each after all that it waits for. */
        private int[] order() {
            var open = new int[tasks.size()];
            var below = new ArrayList<List<Integer>>();
            tasks.forEach(_ -> below.add(new ArrayList<>()));
            for (int task = 0; task < open.length; task++) {
                open[task] = tasks.get(task).upstream().size();
                for (int above : tasks.get(task).upstream()) {
                    below.get(above).add(task);
                }
            }
            var next = new ArrayDeque<Integer>();
            for (int task = 0; task < open.length; task++) {
                if (open[task] == 0) {
                    next.add(task);
                }
            }
            var found = new int[open.length];
            for (int at = 0; at < found.length; at++) {
                found[at] = next.remove();
                for (int under : below.get(found[at])) {
                    if (--open[under] == 0) {
                        next.add(under);
                    }
                }
            }
            return found;
        }

        private void forward(int task) {
            var drawn = tasks.get(task);
            var started = picture.run().startedAt();
            var ready = started == null ? now : started;
            for (int above : drawn.upstream()) {
                if (before[task] < 0 || finish[above].isAfter(finish[before[task]])) {
                    before[task] = above;
                }
            }
            if (before[task] >= 0) {
                ready = finish[before[task]];
            }
            isKnown |= usual(drawn) != null;
            var from = ready;
            finish[task] = drawn.instances().isEmpty() || drawn.instance().isAtRest()
                    ? finish(drawn, drawn.instance(), ready)
                    : drawn.instances().stream().map(each -> finish(drawn, each.instance(), from)).max(Instant::compareTo).orElse(now);
            if (!(drawn.instance().state() instanceof TaskState.Removed) && (last < 0 || finish[task].isAfter(finish[last]))) {
                last = task;
            }
        }

        private @Nullable Duration usual(TaskPicture task) {
            return set.getOrDefault(task.task().id().value(), task.usual());
        }

        private Duration duration(TaskPicture task) {
            var usual = usual(task);
            return usual == null ? Duration.ZERO : usual;
        }

        private Instant finish(TaskPicture drawn, TaskInstance instance, Instant ready) {
            var duration = duration(drawn);
            return switch (instance.state()) {
                case TaskState.AtRest _ -> {
                    var ended = instance.endedAt();
                    yield ended == null ? ready : ended;
                }
                case TaskState.InTry _ -> {
                    var started = instance.startedAt();
                    yield later(now, (started == null ? now : started).plus(duration));
                }
                case TaskState.UpForRetry retry -> later(now, retry.dueAt()).plus(duration);
                case TaskState.Waiting _, TaskState.Queued _ -> later(now, ready).plus(duration);
            };
        }

        private static Instant later(Instant one, Instant other) {
            return one.isAfter(other) ? one : other;
        }

        private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
            if (one == null || other == null) {
                return one == null ? other : one;
            }
            return one.isBefore(other) ? one : other;
        }

        private Ahead ahead(Map<Integer, Instant> due) {
            var path = new boolean[tasks.size()];
            var names = new ArrayDeque<String>();
            for (int task = last; task >= 0; task = before[task]) {
                path[task] = true;
                names.addFirst(tasks.get(task).task().id().value());
            }
            var byDeadline = latest(due, due.get(-1));
            var byEnd = latest(Map.of(), last < 0 ? null : finish[last]);
            var each = new ArrayList<Of>();
            for (int task = 0; task < tasks.size(); task++) {
                var drawn = tasks.get(task);
                var usual = usual(drawn);
                if (drawn.instance().isAtRest() || usual == null) {
                    each.add(new Of(null, null, 0, null, null, path[task]));
                } else {
                    var until = byDeadline[task] == null ? byEnd[task] : byDeadline[task];
                    each.add(new Of(
                            finish[task], null, path[task] ? 1 : 0, until == null ? null : Duration.between(finish[task], until),
                            byDeadline[task] == null ? null : byDeadline[task].minus(usual), path[task]));
                }
            }
            return new Ahead(isKnown && last >= 0 ? finish[last] : null, List.copyOf(each), List.copyOf(names), List.of());
        }

        /** When each task must have ended at the latest; null where nothing behind it is due. */
        private @Nullable Instant[] latest(Map<Integer, Instant> due, @Nullable Instant ofRun) {
            @Nullable Instant[] latest = new Instant[tasks.size()];
            for (int at = order.length - 1; at >= 0; at--) {
                int task = order[at];
                latest[task] = earlier(earlier(latest[task], due.get(task)), ofRun);
                var until = latest[task];
                if (until != null && !tasks.get(task).instance().isAtRest()) {
                    var start = until.minus(duration(tasks.get(task)));
                    for (int above : tasks.get(task).upstream()) {
                        latest[above] = earlier(latest[above], start);
                    }
                }
            }
            return latest;
        }
    }
}
