package comporta;

import comporta.Params.Param;
import comporta.Schedules.Alerts;
import comporta.Schedules.Budget;
import comporta.Schedules.Deadline;
import comporta.Schedules.Schedule;
import comporta.Schedules.Target;
import comporta.Tasks.Defaults;
import comporta.Tasks.Group;
import comporta.Tasks.Task;
import java.util.List;
import java.util.Map;

/** What a DAG file gives. */
interface Dags {

    /** A DAG: what {@code dag()} of a DAG file gives. */
    final class Dag extends Block<Dag> {
        Dag(String id) {
            put("dag", id);
        }

        /** When it runs: lines of five fields, or presets. */
        public Dag schedule(String... cron) {
            return putAll("schedule", List.of(cron));
        }

        /** The tasks; each call adds. */
        public Dag tasks(Task... tasks) {
            return add("tasks", List.of(tasks));
        }

        /** The tasks; each call adds. */
        public Dag tasks(List<? extends Task> tasks) {
            return add("tasks", tasks);
        }

        /** Cost of one run: tell, or refuse the scale-up that would pass it. */
        public Dag budget(double warn, double limit) {
            return put("budget", new Budget().warn(warn).limit(limit));
        }

        /** Java pattern of partition.key. */
        public Dag format(int format) {
            return put("format", format);
        }

        /** What it is for; \"\ when absent. */
        public Dag description(String description) {
            return put("description", description);
        }

        /** Markdown for its page; \"\ when absent. */
        public Dag doc(String doc) {
            return put("doc", doc);
        }

        /** Who is asked; \"\ when absent. */
        public Dag owner(String owner) {
            return put("owner", owner);
        }

        /** Words for search and limits. */
        public Dag tags(String... tags) {
            return putAll("tags", List.of(tags));
        }

        /** When it runs; absent: when somebody asks. */
        public Dag schedule(Schedule schedule) {
            return put("schedule", schedule);
        }

        /** When it must be ready. */
        public Dag deadline(Deadline... deadline) {
            return putAll("deadline", List.of(deadline));
        }

        /** What is unusual. */
        public Dag alerts(Alerts alerts) {
            return put("alerts", alerts);
        }

        /** What a run can be given. */
        public Dag params(Param... params) {
            return add("params", List.of(params));
        }

        /** Environment of every try. */
        public Dag env(String name, String value) {
            return enter("env", name, value);
        }

        /** Environment of every try. */
        public Dag env(Map<String, String> env) {
            return enterAll("env", env);
        }

        /** Environment of every try, by reference. */
        public Dag secrets(String name, String value) {
            return enter("secrets", name, value);
        }

        /** Environment of every try, by reference. */
        public Dag secrets(Map<String, String> secrets) {
            return enterAll("secrets", secrets);
        }

        /** Task keys for all tasks. */
        public Dag defaults(Defaults defaults) {
            return put("defaults", defaults);
        }

        /** Tasks that belong together. */
        public Dag groups(Group... groups) {
            return add("groups", List.of(groups));
        }

        /** Runs at the same time; 1 when absent. */
        public Dag maxActiveRuns(int maxActiveRuns) {
            return put("max_active_runs", maxActiveRuns);
        }

        /** Task instances of one run at the same time. */
        public Dag maxActiveTasks(int maxActiveTasks) {
            return put("max_active_tasks", maxActiveTasks);
        }

        /** A run that lasts longer fails. */
        public Dag runTimeout(String runTimeout) {
            return put("run_timeout", runTimeout);
        }

        /** What becomes of the rest after a failure; finish_possible when absent. */
        public Dag failureMode(String failureMode) {
            return put("failure_mode", failureMode);
        }

        /** How often a failed run goes on by itself; 0 when absent. */
        public Dag runRetries(int runRetries) {
            return put("run_retries", runRetries);
        }

        /** Wait before it does; 5m when absent. */
        public Dag runRetryDelay(String runRetryDelay) {
            return put("run_retry_delay", runRetryDelay);
        }

        /** Pause the DAG after so many failed runs in a row; 0 is never; 0 when absent. */
        public Dag maxConsecutiveFailures(int maxConsecutiveFailures) {
            return put("max_consecutive_failures", maxConsecutiveFailures);
        }

        /** Cost of one run. */
        public Dag budget(Budget budget) {
            return put("budget", budget);
        }

        /** Who hears of a successful run: targets of the configuration. */
        public Dag onSuccess(String... names) {
            return putAll("on_success", List.of(names));
        }

        /** Who hears of a successful run. */
        public Dag onSuccess(Target... targets) {
            return putAll("on_success", List.of(targets));
        }

        /** Who hears of a failed run: targets of the configuration. */
        public Dag onFailure(String... names) {
            return putAll("on_failure", List.of(names));
        }

        /** Who hears of a failed run. */
        public Dag onFailure(Target... targets) {
            return putAll("on_failure", List.of(targets));
        }

        /** Who hears of a deadline at risk or missed: targets of the configuration. */
        public Dag onDeadline(String... names) {
            return putAll("on_deadline", List.of(names));
        }

        /** Who hears of a deadline at risk or missed. */
        public Dag onDeadline(Target... targets) {
            return putAll("on_deadline", List.of(targets));
        }

        /** Who hears of alerts and of open leases: targets of the configuration. */
        public Dag onAlert(String... names) {
            return putAll("on_alert", List.of(names));
        }

        /** Who hears of alerts and of open leases. */
        public Dag onAlert(Target... targets) {
            return putAll("on_alert", List.of(targets));
        }

        /** Who hears of ticks that made no run: targets of the configuration. */
        public Dag onMissed(String... names) {
            return putAll("on_missed", List.of(names));
        }

        /** Who hears of ticks that made no run. */
        public Dag onMissed(Target... targets) {
            return putAll("on_missed", List.of(targets));
        }
    }
}
