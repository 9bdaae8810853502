package comporta.dag;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One entry of {@code depends_on}. */
public sealed interface Dependency {

    /** Waits for a task of the same DAG. */
    record OnTask(TaskId task) implements Dependency {}

    /** Waits for the last tasks of a group of the same DAG. */
    record OnGroup(GroupId group) implements Dependency {}

    /**
     * Waits for another DAG.
     *
     * @param task its task; null: its whole run
     * @param within how long at most; past it the task fails; null: for ever
     */
    record OnDag(DagId dag, @Nullable TaskId task, Match match, @Nullable Duration within) implements Dependency {}

    /** Which run of another DAG counts. */
    enum Match {
        SAME_DATE,
        LATEST
    }
}
