package comporta.decide;

import comporta.dag.PlainData;
import comporta.operator.Cause;
import comporta.operator.LaunchIntent;
import comporta.operator.Lease;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The next try of a task, rendered and prepared by its operator, or why that cannot be. */
public sealed interface Preparation {
    /**
     * It can be launched.
     *
     * @param intents none: there is nothing to do
     * @param expectedLaunches how many launches the try will have had when all goes well
     * @param lease what it is going to hold; null: nothing
     */
    record Ready(Map<String, Object> rendered, List<LaunchIntent> intents, int expectedLaunches, @Nullable Lease lease)
            implements Preparation {
        public Ready {
            rendered = PlainData.ordered(rendered);
            intents = List.copyOf(intents);
        }
    }

    /**
     * There is nothing to launch: what it was to decide is decided.
     *
     * @param outputs the answer, as plain data
     */
    record Decided(Map<String, Object> outputs) implements Preparation {
        public Decided {
            outputs = PlainData.ordered(outputs);
        }
    }

    /** It cannot. */
    record Impossible(Cause cause, String reason) implements Preparation {}
}
