package comporta.store;

import comporta.dag.PlainData;
import comporta.dag.TaskId;
import comporta.decide.Change;
import comporta.decide.TimeLimit;
import comporta.operator.Lease;
import comporta.run.DagRun;
import comporta.run.Expansion;
import comporta.run.Launch;
import comporta.run.TaskInstance;
import java.util.List;
import java.util.Map;

/**
 * A run with all that is needed to go on with it.
 *
 * @param version how often it was written; the next commit expects it
 * @param path of the DAG file when it was pinned
 * @param source text of the DAG file
 * @param selection which tasks were asked for; empty for all
 * @param tasks ids by number; a run that was moved to another version has more than that version
 * @param instances in order of task number and map index
 * @param expansions what tasks and groups were expanded over
 * @param openTries tries that are not closed
 * @param launches all of the open tries, and of older ones those that have not ended
 * @param orders what persons have ordered for its tasks
 * @param limits deadlines and alerts
 * @param outputs of the last successful try of each task instance that has any
 */
public record StoredRun(
        DagRun run,
        int version,
        DagVersion dagVersion,
        String path,
        String source,
        Map<String, Object> selection,
        List<TaskId> tasks,
        List<TaskInstance> instances,
        List<Expansion> expansions,
        List<StoredTry> openTries,
        List<Launch> launches,
        List<Outputs> outputs,
        List<Lease> leases,
        List<Change.Ordered> orders,
        List<TimeLimit> limits) {

    public StoredRun {
        selection = PlainData.ordered(selection);
        tasks = List.copyOf(tasks);
        instances = List.copyOf(instances);
        expansions = List.copyOf(expansions);
        openTries = List.copyOf(openTries);
        launches = List.copyOf(launches);
        outputs = List.copyOf(outputs);
        leases = List.copyOf(leases);
        orders = List.copyOf(orders);
        limits = List.copyOf(limits);
    }

    /** What a task instance hands on. */
    public record Outputs(int task, int mapIndex, Map<String, Object> values) {
        public Outputs {
            values = PlainData.ordered(values);
        }
    }
}
