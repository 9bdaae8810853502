package comporta;

import comporta.Conditions.Condition;
import comporta.Schedules.Alerts;
import comporta.Schedules.Deadline;
import comporta.Schedules.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The keys that tasks have in common and that may be given as defaults.
 *
 * @param <T> the task itself, so that calls can be chained
 */
public abstract class DefaultKeys<T extends DefaultKeys<T>> extends Block<T> {
    DefaultKeys() {}

    /** Takes that key away from what the DAG or the group gives by default. */
    public T withoutDefault(String key) {
        return put(key, NOTHING);
    }

    /** True before the first try: success without running. */
    public T doneWhen(Condition condition) {
        return put("done_when", new Conditions.Conditional(condition));
    }

    /** How those must have ended; all_success when absent. */
    public T triggerRule(String triggerRule) {
        return put("trigger_rule", triggerRule);
    }

    /** Further tries after ends that retry_on names; 0 when absent. */
    public T retries(int retries) {
        return put("retries", retries);
    }

    /** Wait before each further try, the last one repeats; 1m when absent. */
    public T retryDelay(String... retryDelay) {
        return putAll("retry_delay", List.of(retryDelay));
    }

    /** Factor of the wait from try to try; 1 when absent. */
    public T retryBackoff(double retryBackoff) {
        return put("retry_backoff", retryBackoff);
    }

    /** The wait never exceeds this; 1h when absent. */
    public T retryMaxDelay(String retryMaxDelay) {
        return put("retry_max_delay", retryMaxDelay);
    }

    /** Which ends use retries; [user, timeout] when absent. */
    public T retryOn(String... retryOn) {
        return putAll("retry_on", List.of(retryOn));
    }

    /** Which ends use retries; [user, timeout] when absent. */
    public T retryOn(int... retryOn) {
        return putAll("retry_on", Arrays.stream(retryOn).boxed().toList());
    }

    /** Tries of their own after the platform's failures; 10 when absent. */
    public T platformRetries(int platformRetries) {
        return put("platform_retries", platformRetries);
    }

    /** Ends that mean skipped. */
    public T skipOn(String... skipOn) {
        return putAll("skip_on", List.of(skipOn));
    }

    /** Ends that mean skipped. */
    public T skipOn(int... skipOn) {
        return putAll("skip_on", Arrays.stream(skipOn).boxed().toList());
    }

    /** One try, from running. */
    public T executionTimeout(String executionTimeout) {
        return put("execution_timeout", executionTimeout);
    }

    /** Ready, but not running. */
    public T queueTimeout(String queueTimeout) {
        return put("queue_timeout", queueTimeout);
    }

    /** First ready to end, over all tries. */
    public T totalTimeout(String totalTimeout) {
        return put("total_timeout", totalTimeout);
    }

    /** Running without log line, report or progress. */
    public T progressTimeout(String progressTimeout) {
        return put("progress_timeout", progressTimeout);
    }

    /** What one try takes, until there is history. */
    public T expectedDuration(String expectedDuration) {
        return put("expected_duration", expectedDuration);
    }

    /** Concurrency pool; default when absent. */
    public T pool(String pool) {
        return put("pool", pool);
    }

    /** How much of the pool it takes; 1 when absent. */
    public T poolSlots(int poolSlots) {
        return put("pool_slots", poolSlots);
    }

    /** Higher goes first; 0 when absent. */
    public T priorityWeight(int priorityWeight) {
        return put("priority_weight", priorityWeight);
    }

    /** Instances over all runs. */
    public T maxActive(int maxActive) {
        return put("max_active", maxActive);
    }

    /** Wait for this task's success in the run before; false when absent. */
    public T dependsOnPast(boolean dependsOnPast) {
        return put("depends_on_past", dependsOnPast);
    }

    /** Wait for what follows this task in the run before, too; false when absent. */
    public T waitForDownstream(boolean waitForDownstream) {
        return put("wait_for_downstream", waitForDownstream);
    }

    /** When it must be ready. */
    public T deadline(Deadline... deadline) {
        return putAll("deadline", List.of(deadline));
    }

    /** What is unusual. */
    public T alerts(Alerts alerts) {
        return put("alerts", alerts);
    }

    /** Environment of a try. */
    public T env(String name, String value) {
        return enter("env", name, value);
    }

    /** Environment of a try. */
    public T env(Map<String, String> env) {
        return enterAll("env", env);
    }

    /** Environment of a try, by reference. */
    public T secrets(String name, String value) {
        return enter("secrets", name, value);
    }

    /** Environment of a try, by reference. */
    public T secrets(Map<String, String> secrets) {
        return enterAll("secrets", secrets);
    }

    /** Who hears of its success: targets of the configuration. */
    public T onSuccess(String... names) {
        return putAll("on_success", List.of(names));
    }

    /** Who hears of its success. */
    public T onSuccess(Target... targets) {
        return putAll("on_success", List.of(targets));
    }

    /** Who hears when its last try has failed: targets of the configuration. */
    public T onFailure(String... names) {
        return putAll("on_failure", List.of(names));
    }

    /** Who hears when its last try has failed. */
    public T onFailure(Target... targets) {
        return putAll("on_failure", List.of(targets));
    }

    /** Who hears of a further try: targets of the configuration. */
    public T onRetry(String... names) {
        return putAll("on_retry", List.of(names));
    }

    /** Who hears of a further try. */
    public T onRetry(Target... targets) {
        return putAll("on_retry", List.of(targets));
    }

    /** Who hears of its deadline at risk or missed: targets of the configuration. */
    public T onDeadline(String... names) {
        return putAll("on_deadline", List.of(names));
    }

    /** Who hears of its deadline at risk or missed. */
    public T onDeadline(Target... targets) {
        return putAll("on_deadline", List.of(targets));
    }

    /** Who hears of its alerts: targets of the configuration. */
    public T onAlert(String... names) {
        return putAll("on_alert", List.of(names));
    }

    /** Who hears of its alerts. */
    public T onAlert(Target... targets) {
        return putAll("on_alert", List.of(targets));
    }
}
