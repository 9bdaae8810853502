package comporta.store;

import comporta.run.RunState;
import comporta.run.RunType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A run as histories over months have it. */
public record RunSpan(
        long id, String key, RunType type, RunState state, Instant logicalDate, @Nullable Instant intervalEnd, Instant queuedAt,
        @Nullable Instant startedAt, @Nullable Instant endedAt) {}
