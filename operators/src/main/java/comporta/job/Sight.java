package comporta.job;

import comporta.operator.Exit;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How a job of ours stands in a cluster. */
public sealed interface Sight {

    /** It runs. */
    record Running(Instant since, @Nullable String url) implements Sight {}

    /** The cluster has it, and it does not run yet. */
    record Pending(String why, @Nullable String url) implements Sight {}

    /**
     * It is over, and how; outputs are added from its log.
     *
     * @param told waits for who knows, where that is not the cluster itself; called by whoever has the time
     */
    record Over(Supplier<Exit> told) implements Sight {
        public Over(Exit exit) {
            this(() -> exit);
        }

        /**
         * How it ended.
         *
         * @throws java.util.concurrent.CancellationException when nobody waits for it any more
         */
        public Exit exit() {
            return told.get();
        }
    }

    /** The cluster does not have it, and never started it or does not remember: which, the name tells only together with what we did. */
    record Absent() implements Sight {}

    /** The cluster has lost sight of it, or what it says proves nothing. */
    record Dim(String why) implements Sight {}
}
