package comporta.elasticity;

import java.time.Instant;
import java.util.Map;

/**
 * A number that is known of a job at an instant, for those who keep metrics.
 *
 * @param dimensions what it is of, by name
 * @param meta words that go with it, such as a reason; may be empty
 */
public record Measure(String name, Map<String, String> dimensions, Instant at, double value, Map<String, String> meta) {
    public Measure {
        dimensions = Map.copyOf(dimensions);
        meta = Map.copyOf(meta);
    }
}
