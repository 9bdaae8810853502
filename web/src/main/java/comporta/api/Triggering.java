package comporta.api;

import comporta.dag.Dag;
import comporta.dag.PlainData;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Begins runs that somebody asks for. */
public interface Triggering {
    /** Begins a run, or says why not; the answer comes once it is committed. */
    CompletableFuture<Triggered> trigger(Wanted wanted);

    /**
     * What is wanted.
     *
     * @param params those that were given, checked against their types; the rest have their defaults
     * @param logicalDate null: now
     * @param key the same again is the same run
     */
    record Wanted(Dag dag, Map<String, Object> params, @Nullable Instant logicalDate, String note, String key, String user, String via) {
        public Wanted {
            params = PlainData.ordered(params);
        }
    }

    /** What came of it. */
    sealed interface Triggered {
        /**
         * There is such a run.
         *
         * @param run its number in the store
         * @param isNew whether it was not there before
         */
        record Begun(long run, boolean isNew) implements Triggered {}

        /** There is none; why, and what to do. */
        record Refused(String why) implements Triggered {}
    }
}
