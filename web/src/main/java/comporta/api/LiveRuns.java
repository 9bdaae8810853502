package comporta.api;

import comporta.decide.Why;
import comporta.loop.RunPicture;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What only the engine knows of a run. A process that does not schedule knows nothing of it. */
public interface LiveRuns {
    /** Knows nothing. */
    LiveRuns NONE = _ -> CompletableFuture.completedFuture(List.of());

    /** The present picture of a run, by its number in the store; empty when it is over, or in other hands. */
    CompletableFuture<List<RunPicture>> picture(long run);

    /**
     * Why tasks of a run stand where they stand; empty when nobody here knows.
     *
     * @param task null: all that wait
     */
    default CompletableFuture<List<Why>> why(long run, @Nullable String task) {
        return CompletableFuture.completedFuture(List.of());
    }
}
