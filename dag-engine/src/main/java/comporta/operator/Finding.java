package comporta.operator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What became of a launch of an earlier life. */
public sealed interface Finding {
    LaunchId launch();

    /** It never started, and from now on never will. */
    record NeverStarted(LaunchId launch) implements Finding {}

    /**
     * It runs, or is going to; news of it will come.
     *
     * @param waits why it does not run yet, in words for people; null: it runs
     */
    record Alive(LaunchId launch, Instant since, String externalId, @Nullable String url, @Nullable String waits) implements Finding {
        /** It runs. */
        public Alive(LaunchId launch, Instant since, String externalId, @Nullable String url) {
            this(launch, since, externalId, url, null);
        }
    }

    /** It has ended. */
    record AlreadyEnded(News.Ended end) implements Finding {
        @Override
        public LaunchId launch() {
            return end.launch();
        }
    }

    /** It cannot be known now; it is asked for again after a while, unless news comes before. */
    record OutOfSight(LaunchId launch, String why) implements Finding {}
}
