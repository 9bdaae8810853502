package comporta.api;

import comporta.dag.DagId;
import comporta.decide.Movement;
import comporta.decide.Preview;
import comporta.decide.Why;
import comporta.decide.Wish;
import comporta.loop.BackfillPreview;
import comporta.loop.Foreseen;
import comporta.loop.RunForecast;
import comporta.loop.RunPicture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What only the engine knows of a run. A process that does not schedule knows nothing of it. */
public interface LiveRuns {
    /** Knows nothing. */
    LiveRuns NONE = _ -> CompletableFuture.completedFuture(List.of());

    /** The present picture of a run, by its number in the store; empty when it is over, or in other hands. */
    CompletableFuture<List<RunPicture>> picture(long run);

    /** The latest forecasts of all live runs; none in a process that does not schedule. */
    default List<Foreseen> foreseen() {
        return List.of();
    }

    /** Why tasks of a run stand where they stand, see {@link comporta.loop.Engine#why}; of all that wait when none is named. */
    default CompletableFuture<List<Why>> why(long run, @Nullable String task) {
        return CompletableFuture.completedFuture(List.of());
    }

    /**
     * What would be forecast of a run if tasks took otherwise; empty when nobody here knows.
     *
     * @param set by task number
     */
    default CompletableFuture<Optional<RunForecast>> supposing(long run, Map<Integer, Duration> set) {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    /**
     * What would be forecast of a run if an instance of a task started then, whatever it waits for; empty when nobody here knows.
     *
     * @param mapIndex of an instance of an expanded task, else -1
     */
    default CompletableFuture<Optional<RunForecast>> starting(long run, int task, int mapIndex, Instant at) {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    /** What a backfill with the details of such a wish would do; empty when nobody here knows. */
    default CompletableFuture<Optional<BackfillPreview>> backfill(DagId dag, Map<String, Object> details) {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    /** What a wish would do to its run now, of which nothing is kept; empty when nobody here knows. */
    default CompletableFuture<Optional<Preview>> preview(Wish wish) {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    /** What moving a run to another version would mean; empty: it is of that version, or nobody here knows. */
    default CompletableFuture<Optional<Movement>> movement(Wish wish) {
        return CompletableFuture.completedFuture(Optional.empty());
    }
}
