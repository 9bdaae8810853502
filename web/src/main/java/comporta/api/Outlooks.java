package comporta.api;

import comporta.loop.RunPicture;
import comporta.loop.TaskPicture;
import comporta.run.TaskInstance;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
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

    /** The same task in the picture, unless it has moved since. */
    static Optional<TaskPicture> in(Optional<RunPicture> picture, TaskInstance task) {
        return picture.map(RunPicture::tasks).filter(tasks -> task.task() < tasks.size()).flatMap(tasks -> {
            var drawn = tasks.get(task.task());
            List<TaskPicture> among = task.mapIndex() < 0 ? List.of(drawn) : drawn.instances();
            return among.stream()
                    .filter(each -> each.instance().mapIndex() == task.mapIndex() && each.instance().state().word().equals(task.state().word()))
                    .findFirst();
        });
    }
}
