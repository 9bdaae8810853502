package comporta.store;

import comporta.dag.DagId;
import comporta.dag.TaskId;
import comporta.decide.TimeLimit;
import org.jspecify.annotations.Nullable;

/**
 * A deadline with the run that it is of.
 *
 * @param run number of the run in the store
 * @param key of the run within its DAG
 * @param task null: the deadline is the run's
 */
public record DueDeadline(DagId dag, long run, String key, @Nullable TaskId task, TimeLimit limit) {}
