package comporta.store;

import comporta.dag.TaskId;
import comporta.run.TaskInstance;

/** A task instance with the id of its task. */
public record ListedTask(TaskId task, TaskInstance instance) {}
