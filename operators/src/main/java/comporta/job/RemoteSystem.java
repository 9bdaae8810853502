package comporta.job;

import comporta.operator.LaunchId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A cluster that runs jobs under names that we choose, as {@link RemoteBackend} asks it. Blocking; any thread may call, and again for the
 * same name. It holds no truth of its own.
 */
public interface RemoteSystem extends AutoCloseable {

    /** See {@link JobBackend#ignores}. */
    List<String> ignores(JobSpec job);

    /** What a launch is called there. */
    String name(LaunchId launch);

    /**
     * Has the job run, once, however often it is asked for: by a name that exists already nothing is started.
     *
     * @param environment whole, with secrets; it is handed on and not kept
     * @throws comporta.operator.Refused when it cannot run there as written
     */
    Sent start(RemoteJob job, Map<String, String> environment);

    /**
     * How jobs stand, asked for all at once. Every name has an answer.
     *
     * @throws Unseen when the cluster cannot be asked
     */
    Map<String, Sight> look(Collection<RemoteJob> jobs) throws Unseen;

    /** Where the names of jobs go that may be over by now, as events of the cluster say; some clusters tell of none. Called once. */
    default void hints(Consumer<String> names) {}

    /** Whether events are heard at present, so that {@link #look} is a safety net alone. */
    default boolean isHeard() {
        return false;
    }

    /**
     * How one job stands that may be over, as far as that can be said without asking for all.
     *
     * @return empty: the next {@link #look} says
     * @throws Unseen when the cluster cannot be asked
     */
    default Optional<Sight> glance(RemoteJob job) throws Unseen {
        return Optional.empty();
    }

    /**
     * Asks a job to end; its end is seen by {@link #look}.
     *
     * @param force without grace, where there is a choice
     * @throws Unseen when the cluster cannot be asked
     */
    void stop(RemoteJob job, boolean force) throws Unseen;

    /**
     * Takes away what the cluster keeps of a job whose end is on record. Of one that is not there, nothing.
     *
     * @throws Unseen when the cluster cannot be asked
     */
    void remove(RemoteJob job) throws Unseen;

    /** The streams of a job that runs or ran; empty when nobody knows yet where they are, or this cluster shows none. */
    Optional<RemoteLog> log(RemoteJob job);

    @Override
    void close();
}
