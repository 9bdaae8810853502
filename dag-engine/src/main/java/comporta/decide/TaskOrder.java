package comporta.decide;

import comporta.dag.PlainData;
import java.util.Map;

/**
 * What persons have ordered for a task of a run, beyond what they did at once.
 *
 * @param breakpoint it is not to start until that is taken away
 * @param bypass it waits for no other run; until it is cleared
 * @param params parameters that are other for it than for its run; until it is cleared
 */
public record TaskOrder(boolean breakpoint, boolean bypass, Map<String, Object> params) {
    /** Nothing was ordered. */
    public static final TaskOrder NONE = new TaskOrder(false, false, Map.of());

    public TaskOrder {
        params = PlainData.ordered(params);
    }

    TaskOrder breakpoint(boolean set) {
        return new TaskOrder(set, bypass, params);
    }

    TaskOrder bypassed() {
        return new TaskOrder(breakpoint, true, params);
    }

    /** It starts over, with these parameters of its own. */
    TaskOrder startedOver(Map<String, Object> own) {
        return new TaskOrder(breakpoint, false, own);
    }
}
