package comporta.operator;

import comporta.dag.DagId;
import comporta.dag.TaskId;

/**
 * One start of a job: the unit that the outside world knows.
 *
 * @param run the run's id within its DAG, e.g. {@code scheduled-20261121T040000Z}
 * @param mapIndex index of a mapped instance, or -1
 * @param tryNumber from 1, never repeats within a task instance
 * @param number from 1 within the try
 */
public record LaunchId(DagId dag, String run, TaskId task, int mapIndex, int tryNumber, int number) {
    private static final String SCHEDULED = "scheduled-";

    /**
     * The id that the outside world is given: a pure function of this, such as {@code nightly.20261121T040000Z.itaipu.t1}. An index follows
     * {@code ~}, which no id can contain, so that no two launches share one.
     */
    public String externalId() {
        var shortRun = run.startsWith(SCHEDULED) ? run.substring(SCHEDULED.length()) : run;
        return dag + "." + shortRun + "." + task
                + (mapIndex < 0 ? "" : "~" + mapIndex)
                + ".t" + tryNumber
                + (number == 1 ? "" : "." + number);
    }

    @Override
    public String toString() {
        return externalId();
    }
}
