package comporta.job;

import comporta.operator.Finding;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import comporta.operator.Refused;
import comporta.operator.Submission;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * Where jobs run. Holds no truth and never blocks for long; every method may be called from any thread and again for the same launch.
 * The launches of its intents are {@link JobLaunch}es.
 */
public interface JobBackend extends AutoCloseable {

    /** The word that {@code job.backend} names it by. */
    String name();

    /**
     * What of the job has no effect here, in words for people: told once, the job runs all the same.
     *
     * @throws Refused when the job cannot run here, or would give another result
     */
    List<String> ignores(JobSpec job);

    /** Whether other machines reach what runs here, too: who has just taken the lead waits before it asks for such. */
    default boolean isRemote() {
        return true;
    }

    /** Whether what was taken and does not run yet waits within this process, and is lost with it: the outside has not heard of it. */
    default boolean keepsWaiting() {
        return false;
    }

    /**
     * Starts a committed launch. A second call for the same launch starts nothing. News may come before this returns. Launches of an
     * earlier life of the scheduler go through {@link #find} first.
     */
    Submission submit(LaunchIntent intent);

    /** What became of launches that were committed by an earlier life of the scheduler. Those alive are watched from here on. */
    List<Finding> find(Collection<LaunchIntent> open);

    /** Where news goes; called once, before anything is submitted. */
    void watch(Consumer<News> listener);

    /**
     * Asks a launch to end: TERM, the job's grace, KILL. Repeated until news says that it has ended; one that did not start never will.
     *
     * @param force without grace
     */
    void stop(LaunchIntent intent, boolean force);

    /** The end of the launch is committed: what was kept to tell of it may go. Never called for a launch that may be asked for again. */
    default void settled(LaunchIntent intent) {}

    /**
     * Takes what a launch reports of itself, and keeps it before this returns.
     *
     * @param token the secret of the launch that came with it
     * @return false when no launch of that name and secret is alive here
     * @throws Refused (cause user) when it cannot be taken as it is
     */
    default boolean report(String externalId, String token, Report report) {
        return false;
    }

    /** Lets go of all launches; those that run go on. */
    @Override
    default void close() {}
}
