package comporta.mesos;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * What must outlive us, kept apart for each backend: who we are to the masters, and which task was given to which agent. What a method
 * writes is durable when it returns. Whoever lost the lead can write nothing more, and is told so by an exception.
 */
public interface MesosMemory extends AutoCloseable {

    /** Where a task was sent, noted before Mesos hears of it: without a note it certainly was never launched. */
    record Assignment(String agent, String agentUrl) {}

    /** The id that the masters know us by. */
    Optional<String> framework();

    /** Keeps that id from now on. */
    void framework(String id);

    /** Forgets the id and all tasks: the masters did so too. */
    void forgetFramework();

    /** All tasks that are not forgotten, by their ids. */
    Map<String, Assignment> assigned();

    /** Notes them all, or none. */
    void assign(Map<String, Assignment> tasks);

    /** They are over, and their ends on record. */
    void forget(Collection<String> tasks);

    /** Whether the framework ends with its process, if it has no task then: nobody comes after it. */
    default boolean endsWithItsProcess() {
        return false;
    }

    /** Nothing more is asked of it. */
    @Override
    default void close() {}
}
