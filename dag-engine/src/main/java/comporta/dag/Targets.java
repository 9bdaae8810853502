package comporta.dag;

import java.util.List;
import java.util.Map;

/** Who hears of what, by event ({@code success failure retry deadline alert missed}): names, or maps such as {@code {slack: "#chan"}}. */
public record Targets(Map<String, List<Object>> byEvent) {
    /** Nobody hears of anything. */
    public static final Targets NONE = new Targets(Map.of());

    public Targets {
        byEvent = PlainData.ordered(byEvent);
    }
}
