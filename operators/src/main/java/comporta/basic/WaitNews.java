package comporta.basic;

import comporta.operator.Exit;
import comporta.operator.LaunchId;
import comporta.operator.News;
import comporta.operator.Progress;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Tells of one launch that waits without a process of its own. Guarded by whose news it is. */
final class WaitNews {
    private static final long LAST = Long.MAX_VALUE;

    private final LaunchId launch;
    private final InstantSource clock;
    private final Consumer<News> listener;
    private long sequence;

    WaitNews(LaunchId launch, InstantSource clock, Consumer<News> listener) {
        this.launch = launch;
        this.clock = clock;
        this.listener = listener;
    }

    void deferred() {
        listener.accept(new News.Deferred(launch, next(), clock.instant(), launch.externalId()));
    }

    void saw(String what) {
        listener.accept(new News.Progressed(launch, next(), clock.instant(), new Progress(0, 0, 0, what)));
    }

    void ended(Exit how) {
        listener.accept(end(how));
    }

    /** What is told of its end, for who asks. */
    News.Ended end(Exit how) {
        return new News.Ended(launch, LAST, clock.instant(), how);
    }

    /** Grows, also over restarts as long as the clock does. */
    private long next() {
        sequence = Math.max(sequence + 1, clock.millis() * 1000);
        return sequence;
    }
}
