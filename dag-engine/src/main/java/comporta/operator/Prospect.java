package comporta.operator;

import comporta.dag.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run has before it, when a task of it is about to start. Each answer may be a question to the store: asked only by who needs it.
 */
public interface Prospect {
    Instant now();

    /** By when a task of the run is to be over, so that no deadline is missed; empty: none is in sight. */
    Optional<Instant> dueBy(TaskId task);

    /** How long a task usually takes, by its history or its author; empty: nobody knows. */
    Optional<Duration> usual(TaskId task);

    /** The latest successful tries of a task in runs that are over, the oldest first. */
    List<Past> past(TaskId task);

    /** How many machines of a node pool the run holds; empty: none are up. */
    Optional<Integer> machines(String pool);

    /** What is under way, in this run and all others that are live. */
    List<LaunchIntent> others();

    /**
     * A try that is over.
     *
     * @param cpus what it was given; null: what its file says
     */
    record Past(Duration took, @Nullable Double cpus) {}
}
