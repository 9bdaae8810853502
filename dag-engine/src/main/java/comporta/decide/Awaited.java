package comporta.decide;

import comporta.dag.DagId;
import comporta.dag.Dependency;
import comporta.dag.TaskId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a task waits for in other runs. The run itself cannot know how that stands: it is told ({@link RunView#learn}). */
public sealed interface Awaited {
    /**
     * In the run before, by logical date among scheduled runs and backfills, the same task must have succeeded or been skipped, and so must
     * what follows it directly there. Where there is no such run, nothing is waited for; and what lies
     * before the range of a backfill does not hold its runs.
     *
     * @param followers of the task; empty unless {@code wait_for_downstream} asks for them
     */
    record Past(TaskId task, List<TaskId> followers) implements Awaited {
        public Past {
            followers = List.copyOf(followers);
        }
    }

    /**
     * A run of another DAG must have succeeded, or a task of it must have succeeded or been skipped.
     *
     * @param task null: the whole run is meant
     */
    record Other(DagId dag, @Nullable TaskId task, Dependency.Match match) implements Awaited {
        /** The part of the DAG file in words. */
        String inWords() {
            return (task == null ? "DAG " : "task " + task + " of DAG ") + dag;
        }
    }
}
