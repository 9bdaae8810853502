package comporta.api;

import comporta.decide.TimeLimit;
import comporta.loop.RunForecast;
import comporta.loop.RunPicture;
import comporta.loop.TaskPicture;
import comporta.run.TaskInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the engine thinks of a run just now; nothing, rather than a late answer. */
final class Outlooks {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final LiveRuns live;

    Outlooks(LiveRuns live) {
        this.live = live;
    }

    Optional<RunPicture> of(long run) {
        try {
            return live.picture(run).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).stream().findFirst();
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** What would be if tasks took otherwise; empty: it is not known here. */
    Optional<RunForecast> supposing(long run, Map<Integer, Duration> set) {
        return within(live.supposing(run, set), 10 * PATIENCE.toMillis());
    }

    /** What would be if a task that waits started then; empty: it is not known here. */
    Optional<RunForecast> starting(long run, TaskInstance task, Instant at) {
        return within(live.starting(run, task.task(), task.mapIndex(), at), PATIENCE.toMillis());
    }

    private static Optional<RunForecast> within(Future<Optional<RunForecast>> answer, long millis) {
        try {
            return answer.get(millis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            answer.cancel(false);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** The deadlines that still count, the earliest of each task; -1: of the run. */
    static Map<Integer, Instant> due(List<TimeLimit> limits) {
        Map<Integer, Instant> due = new HashMap<>();
        limits.stream()
                .filter(limit -> limit.kind() == TimeLimit.Kind.DEADLINE && limit.state() == TimeLimit.State.PENDING)
                .forEach(limit -> due.merge(limit.task(), limit.dueAt(), (one, other) -> one.isBefore(other) ? one : other));
        return due;
    }

    /** The same task in the picture, unless it has moved since. */
    static Optional<TaskPicture> in(Optional<RunPicture> picture, TaskInstance task) {
        return picture.map(RunPicture::tasks).filter(tasks -> task.task() < tasks.size()).flatMap(tasks -> {
            var drawn = tasks.get(task.task());
            List<TaskPicture> among = task.mapIndex() < 0 ? List.of(drawn) : drawn.instances();
            return among.stream()
                    .filter(each -> each.instance().mapIndex() == task.mapIndex()
                            && each.instance().state().word().equals(task.state().word()))
                    .findFirst();
        });
    }
}
