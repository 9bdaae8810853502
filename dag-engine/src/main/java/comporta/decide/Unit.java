package comporta.decide;

import comporta.dag.Expand;

/**
 * What is expanded together: a task by itself, or all tasks of a group, once per item.
 *
 * @param id of the task or the group
 * @param isGroup whether it is a group
 * @param members numbers of its tasks
 * @param givers numbers of the tasks that its lists are read from
 * @param oneByOne whether {@code max_parallel} counts indices, from their first try to their end; else slots of instances of each task
 */
@SuppressWarnings("ArrayRecordComponent")   // never compared, and walked at each step
record Unit(String id, boolean isGroup, Expand expand, int[] members, int[] givers, boolean oneByOne) {

    /** How many of {@code instances} may fail, and the whole still counts as success. */
    int tolerated(int instances) {
        var most = expand.toleratedAsShare() ? expand.toleratedFailures() * instances + 1e-9 : expand.toleratedFailures();
        return (int) Math.min(instances, most);
    }
}
