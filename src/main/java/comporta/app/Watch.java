package comporta.app;

import comporta.dag.Dag;
import comporta.dag.TaskId;
import comporta.decide.Change;
import comporta.decide.Notice;
import comporta.decide.Wish;
import comporta.loop.Engine;
import comporta.loop.Observer;
import comporta.loop.RunPicture;
import comporta.run.DagRun;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Follows one run for a screen until it is over and holds nothing any more. */
final class Watch implements Observer {
    private static final Duration BETWEEN_PICTURES = Duration.ofMillis(125);

    private final RunScreen screen;
    private final CompletableFuture<RunPicture> last = new CompletableFuture<>();
    private final Map<Integer, Map<String, Object>> outputs = new ConcurrentHashMap<>();

    Watch(RunScreen screen) {
        this.screen = screen;
    }

    @Override
    public void committed(DagRun run, List<Change> changes) {
        screen.committed(run, changes);
        for (var change : changes) {
            if (change instanceof Change.TryClosed closed && closed.exit().isSuccess() && !closed.exit().outputs().isEmpty()) {
                outputs.put(closed.task(), closed.exit().outputs());
            }
        }
    }

    /** A local run sends nothing. */
    @Override
    public void announced(Notice notice) {
        notice.to().forEach(to -> screen.note(NoticeWords.of(notice, to)));
    }

    @Override
    public void over(RunPicture picture) {
        last.complete(picture);
    }

    /** What tasks of the run have handed on, as far as it was followed. */
    Map<TaskId, Map<String, Object>> outputs(Dag dag) {
        var ids = List.copyOf(dag.tasks().keySet());
        var byId = new TreeMap<TaskId, Map<String, Object>>();
        outputs.forEach((task, values) -> byId.put(ids.get(task), values));
        return byId;
    }

    /** By whoever opened the same database for the same run, against the lock of its folder. */
    @Override
    public void leadLost() {
        last.completeExceptionally(new UsageException("another process has taken this run over, and goes on with it."));
    }

    /** Shows the run some times a second, and gives its last picture. */
    RunPicture untilOver(Engine engine, DagRun run) {
        while (true) {
            try {
                return last.get(BETWEEN_PICTURES.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                engine.picture(run.id()).join().forEach(screen::show);
            } catch (InterruptedException e) {
                throw new IllegalStateException("the thread that shows a run is not to be interrupted", e);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof UsageException taken ? taken : new IllegalStateException("a picture never fails", e);
            }
        }
    }

    /** Ctrl-C. */
    void interrupted(Engine engine, DagRun run, Wish.Verb verb, String note) {
        screen.note(note);
        engine.wish(new Wish(0, run.id(), verb, List.of(), System.getProperty("user.name"), "Ctrl-C"), UUID.randomUUID().toString())
                .exceptionally(e -> {
                    screen.note("that could not be put on record: " + e);
                    return 0L;
                });
    }
}
