package comporta.api;

import comporta.decide.Why;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** {@code …/why}: why tasks stand where they stand, until when, and what would free them. */
final class WhyResource {
    private static final int PATIENCE_S = 5;

    private final RunResource runs;
    private final TaskResource tasks;
    private final LiveRuns live;

    WhyResource(RunResource runs, TaskResource tasks, LiveRuns live) {
        this.runs = runs;
        this.tasks = tasks;
        this.live = live;
    }

    List<Route> routes() {
        return List.of(
                Route.get(RunResource.RUN + "/why", "Why the tasks of a run wait, one after the other")
                        .answers(new PageOf(Map.class)).by(this::ofRun),
                Route.get(TaskResource.TASK + "/why", "Why a task stands where it stands, until when, and what would free it")
                        .answers(Map.class).by(this::ofTask));
    }

    private Answer ofRun(Call call) {
        var run = runs.find(call);
        return Answer.ok(new Route.Page<>(why(run.run().id(), null).stream().map(Why::data).toList(), null));
    }

    private Answer ofTask(Call call) {
        var run = runs.find(call);
        tasks.find(call, run);
        return why(run.run().id(), Instance.of(call).inWish()).stream().findFirst().map(why -> Answer.ok(why.data())).orElseThrow(() ->
                new Refusal(Refusal.Kind.UNAVAILABLE, "only the scheduler that has the lead knows: ask it, or again", Map.of("Retry-After", "2")));
    }

    private List<Why> why(long run, @Nullable String task) {
        try {
            return live.why(run, task).get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new Refusal(Refusal.Kind.UNAVAILABLE, "the scheduler has no answer just now. Ask again", Map.of("Retry-After", "2"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
