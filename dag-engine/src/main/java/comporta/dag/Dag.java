package comporta.dag;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A DAG as its author wrote it, with defaults of the DAG and of groups already merged into the tasks.
 *
 * @param tasks in the order of the file; a task's place in it is its number for the life of this DAG version
 * @param env environment of every try; values are templates
 * @param secrets environment of every try by reference ({@code conn.NAME.FIELD} or {@code var.NAME})
 * @param maxActiveTasks task instances of one run at the same time; null: no limit
 * @param runTimeout the run fails when it lasts longer; null: never
 * @param budgetWarn cost of one run at which somebody is told, in the currency of the price list; null: never
 * @param budgetLimit cost of one run that no scale-up may pass; null: none
 */
public record Dag(
        DagId id,
        String description,
        String doc,
        String owner,
        List<String> tags,
        Schedule schedule,
        List<Deadline> deadlines,
        Alerts alerts,
        Map<String, Param> params,
        Map<String, String> env,
        Map<String, String> secrets,
        Map<GroupId, Group> groups,
        Map<TaskId, Task> tasks,
        int maxActiveRuns,
        @Nullable Integer maxActiveTasks,
        @Nullable Duration runTimeout,
        FailureMode failureMode,
        int runRetries,
        Duration runRetryDelay,
        int maxConsecutiveFailures,
        @Nullable BigDecimal budgetWarn,
        @Nullable BigDecimal budgetLimit,
        Targets targets) {

    public Dag {
        tags = List.copyOf(tags);
        deadlines = List.copyOf(deadlines);
        params = PlainData.ordered(params);
        env = PlainData.ordered(env);
        secrets = PlainData.ordered(secrets);
        groups = PlainData.ordered(groups);
        tasks = PlainData.ordered(tasks);
    }

    /** The same DAG with these tasks in place of its own. */
    public Dag with(Map<TaskId, Task> others) {
        return new Dag(
                id, description, doc, owner, tags, schedule, deadlines, alerts, params, env, secrets, groups, others, maxActiveRuns,
                maxActiveTasks,
                runTimeout, failureMode, runRetries, runRetryDelay, maxConsecutiveFailures, budgetWarn, budgetLimit, targets);
    }

    /**
     * The task of that id.
     *
     * @throws IllegalArgumentException when this DAG has no such task
     */
    public Task task(TaskId task) {
        var found = tasks.get(task);
        if (found == null) {
            throw new IllegalArgumentException("DAG " + id + " has no task \"" + task + "\"");
        }
        return found;
    }
}
