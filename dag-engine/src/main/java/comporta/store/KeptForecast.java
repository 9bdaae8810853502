package comporta.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was forecast of a run at one sixteenth of its usual length.
 *
 * @param run number of the run in the store
 * @param checkpoint 0 at the start; 16 when it usually ends
 * @param rawP50 before it was corrected by how past forecasts strayed
 * @param rawP90 the same
 * @param late chance of missing the run's own deadline; null: it has none
 */
public record KeptForecast(
        long run, int checkpoint, Instant madeAt, Instant p50, Instant p90, Instant rawP50, Instant rawP90, @Nullable Double late) {}
