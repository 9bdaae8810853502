package comporta.dag;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One task of a DAG.
 *
 * @param dependsOn tasks, groups and other DAGs' tasks that it waits for, as written
 * @param when expression that must be true once the rule holds, else the task is skipped; null: always true
 * @param doneWhen a sensor's condition probed before the first try; empty: none
 * @param skipOn exit codes, and the word "timeout", that end the task as skipped
 * @param expectedDuration what the author expects of one try; null: unknown
 * @param maxActive instances of this task over all runs; null: no limit
 * @param outputs declared outputs by name
 * @param teardownOf the set-ups that this task tears down; empty: an ordinary task
 * @param expand one instance per item; null: one instance
 * @param settings the operator's own keys ({@code job}, {@code node_pool}, {@code spark}, …) as plain data, templates not yet rendered
 */
public record Task(
        TaskId id,
        String operator,
        String description,
        String doc,
        List<Dependency> dependsOn,
        TriggerRule triggerRule,
        @Nullable String when,
        Map<String, Object> doneWhen,
        RetryPolicy retry,
        List<String> skipOn,
        Timeouts timeouts,
        @Nullable Duration expectedDuration,
        String pool,
        int poolSlots,
        int priorityWeight,
        @Nullable Integer maxActive,
        boolean dependsOnPast,
        boolean waitForDownstream,
        List<Deadline> deadlines,
        Alerts alerts,
        Map<String, String> env,
        Map<String, String> secrets,
        Map<String, ValueType> outputs,
        List<TaskId> teardownOf,
        @Nullable GroupId group,
        @Nullable Expand expand,
        Targets targets,
        Map<String, Object> settings) {

    public Task {
        dependsOn = List.copyOf(dependsOn);
        doneWhen = PlainData.ordered(doneWhen);
        skipOn = List.copyOf(skipOn);
        deadlines = List.copyOf(deadlines);
        env = PlainData.ordered(env);
        secrets = PlainData.ordered(secrets);
        outputs = PlainData.ordered(outputs);
        teardownOf = List.copyOf(teardownOf);
        settings = PlainData.ordered(settings);
    }

    /** Whether this task gives back what others have set up. */
    public boolean isTeardown() {
        return !teardownOf.isEmpty();
    }

    /** The same task with other keys of its operator. */
    public Task with(Map<String, Object> others) {
        return new Task(
                id, operator, description, doc, dependsOn, triggerRule, when, doneWhen, retry, skipOn, timeouts, expectedDuration,
                pool, poolSlots,
                priorityWeight, maxActive, dependsOnPast, waitForDownstream, deadlines, alerts, env, secrets, outputs, teardownOf,
                group, expand,
                targets, others);
    }

    /** The block {@code name} of the operator's own keys, empty when absent. */
    public Map<String, Object> block(String name) {
        return PlainData.block(settings, name);
    }
}
