package comporta.operator;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a task can do. {@link #prepare} and {@link #after} are pure; the others speak to the outside world, may be called from any thread,
 * again and again for the same launch, and return soon: what takes long is told later as {@link News}.
 */
public interface Operator {

    /** The word of the DAG file. */
    String name();

    /**
     * The keys of a task with what lies in files beside its DAG file, before anything in them is rendered. Reads small files at most.
     *
     * @throws Refused when a file cannot be had
     */
    default Map<String, Object> complete(Map<String, Object> written, Path dagFolder) {
        return written;
    }

    /**
     * The first launches of a try; none at all means that there is nothing to do and the task is a success.
     *
     * @throws Refused when the try cannot be launched as written
     */
    List<LaunchSpec> prepare(Try attempt);

    /**
     * How much a try is given, before {@link #prepare} is asked; empty: what is written. Where something is, {@link #prepare} is asked
     * about the try with those settings in place of its own. Pure but for the questions of {@code prospect}.
     */
    default Optional<Allotment.Allotted> allot(Try attempt, Prospect prospect) {
        return Optional.empty();
    }

    /** How many launches a try will have had when all goes well; what {@link #prepare} gives, and what {@link #after} adds. Pure. */
    default int expectedLaunches(Try attempt) {
        return 1;
    }

    /**
     * What follows once every launch of the try so far has ended; asked only after {@link #prepare} gave at least one.
     *
     * @param ended the latest end of each launch of the try, in order of launch number; never empty
     */
    default Next after(Try attempt, List<News.Ended> ended) {
        return new Next.Finish(ended.getLast().exit());
    }

    /** The same, for an operator to whom times matter: this is what is asked. Pure. */
    default Next after(Try attempt, List<News.Ended> ended, LastLaunch last) {
        return after(attempt, ended);
    }

    /**
     * The same work once more, at the same time and beside a launch that takes unusually long; empty: it cannot be done twice. Whatever one
     * of them hands on must not be mixed up with what the other does. Pure.
     */
    default Optional<LaunchSpec> copy(LaunchSpec spec) {
        return Optional.empty();
    }

    /** Starts a committed launch. A second call for the same launch starts nothing. */
    Submission submit(LaunchIntent intent);

    /** What became of launches that were committed by an earlier life of the scheduler. Those alive are watched from here on. */
    List<Finding> find(Collection<LaunchIntent> open);

    /** Whether that launch is kept somewhere that other machines reach, too: who has just taken the lead waits before it asks for such. */
    default boolean isRemote(LaunchIntent intent) {
        return false;
    }

    /** Where news goes; called once, before anything is submitted. */
    void watch(Consumer<News> listener);

    /**
     * Asks a launch to end. Repeated until news says that it has.
     *
     * @param force without grace
     */
    void stop(LaunchIntent intent, boolean force);

    /** The end of the launch is committed: what was kept outside to tell of it may go. */
    default void settled(LaunchIntent intent) {}
}
