package comporta.api;

import comporta.loop.RunPicture;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What only the engine knows of a run. A process that does not schedule knows nothing of it. */
public interface LiveRuns {
    /** Knows nothing. */
    LiveRuns NONE = _ -> CompletableFuture.completedFuture(List.of());

    /** The present picture of a run, by its number in the store; empty when it is over, or in other hands. */
    CompletableFuture<List<RunPicture>> picture(long run);
}
