package comporta.store;

import comporta.dag.TaskId;

/**
 * How a task instance stands, in a word.
 *
 * @param run number of its run in the store
 * @param mapIndex -1 for what is no instance of an expanded task
 * @param state of {@link Archive#TASK_STATES}
 */
public record TaskMark(long run, TaskId task, int mapIndex, String state, int tries) {}
