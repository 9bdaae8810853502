package comporta.operator;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the outside world tells of a launch. It may come late, twice, or of a launch that is long over. */
public sealed interface News {
    LaunchId launch();

    /** Grows within a launch, so that doubled and overtaken news is recognised. */
    long sequence();

    Instant at();

    /** It runs. */
    record Started(LaunchId launch, long sequence, Instant at, String externalId, @Nullable String url) implements News {}

    /** The outside has it, and it does not run yet: why, in words for people. Told anew when the words change. */
    record Waiting(LaunchId launch, long sequence, Instant at, String why) implements News {}

    /**
     * It waits for a condition outside, and needs no slot for that: its try is {@code deferred} to its end. How the wait goes is told as
     * progress.
     */
    record Deferred(LaunchId launch, long sequence, Instant at, String externalId) implements News {}

    /** How far it is. */
    record Progressed(LaunchId launch, long sequence, Instant at, Progress progress) implements News {}

    /** A value that it hands on before its end. */
    record Produced(LaunchId launch, long sequence, Instant at, String name, @Nullable Object plainData) implements News {}

    /** Its log has grown to so many bytes, both streams together: a sign of life. */
    record Logged(LaunchId launch, long sequence, Instant at, long bytes) implements News {}

    /** It is over. */
    record Ended(LaunchId launch, long sequence, Instant at, Exit exit) implements News {}

    /** The platform will soon take its machine away. */
    record Reclaimed(LaunchId launch, long sequence, Instant at, String why) implements News {}

    /** Sight of it is lost. */
    record Unreachable(LaunchId launch, long sequence, Instant at, String why) implements News {}
}
