package comporta.basic;

import comporta.dag.PlainData;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where tasks start runs of other DAGs, and ask for them. Called from any thread but the engine's own, again and again for the same order.
 */
public interface OtherDags {
    /** How the run that was ordered stands. The first time it is ordered by this: the same key of a DAG is the same run, for ever. */
    Told ask(Order order);

    /** The run that was ordered is to be cancelled, if there is one. */
    void cancel(Order order, String reason);

    /**
     * A run that a task wants.
     *
     * @param date its logical date, as the DAG file would have it; null: now
     * @param by which task, for people
     */
    record Order(String dag, String key, Map<String, Object> params, @Nullable String date, String by) {
        public Order {
            params = PlainData.ordered(params);
        }
    }

    /** How it stands. */
    sealed interface Told {
        /** Nobody has answered yet. */
        record Pending() implements Told {}

        /** There is no such run, and there will be none. */
        record Refused(String why) implements Told {}

        /** It is there. */
        record Run(String key, String state, boolean isOver, boolean isSuccess) implements Told {}
    }
}
