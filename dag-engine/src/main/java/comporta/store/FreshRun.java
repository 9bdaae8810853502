package comporta.store;

import comporta.dag.TaskId;
import comporta.run.TaskInstance;
import java.util.List;

/**
 * A run that is to be created, with its tasks.
 *
 * @param instances in order of task number
 * @param ids of the tasks, by task number
 * @param retries how often it goes on by itself when it fails
 */
public record FreshRun(NewRun run, List<TaskInstance> instances, List<TaskId> ids, int retries) {
    public FreshRun {
        instances = List.copyOf(instances);
        ids = List.copyOf(ids);
    }
}
