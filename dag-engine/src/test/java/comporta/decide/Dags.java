package comporta.decide;

import comporta.dag.Alerts;
import comporta.dag.Dag;
import comporta.dag.DagId;
import comporta.dag.Dependency;
import comporta.dag.FailureMode;
import comporta.dag.RetryPolicy;
import comporta.dag.Schedule;
import comporta.dag.Targets;
import comporta.dag.Task;
import comporta.dag.TaskId;
import comporta.dag.Timeouts;
import comporta.dag.TriggerRule;
import comporta.dag.ValueType;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** DAGs for tests in a few words. */
final class Dags {
    private Dags() {}

    static Dag dag(TaskWords... tasks) {
        return dag(FailureMode.FINISH_POSSIBLE, null, null, tasks);
    }

    static Dag dag(FailureMode mode, @Nullable Duration runTimeout, @Nullable Integer maxActiveTasks, TaskWords... tasks) {
        var byId = new LinkedHashMap<TaskId, Task>();
        for (var words : tasks) {
            var task = words.task();
            byId.put(task.id(), task);
        }
        return new Dag(
                new DagId("nightly"), "", "", "data-infra", List.of(), Schedule.MANUAL, List.of(), Alerts.NONE, Map.of(), Map.of(), Map.of(),
                Map.of(), byId, 1, maxActiveTasks, runTimeout, mode, 0, Duration.ofMinutes(5), 0, null, null, Targets.NONE);
    }

    static TaskWords task(String id, String... after) {
        return new TaskWords(id, after);
    }

    /** A task in the making. */
    static final class TaskWords {
        private final TaskId id;
        private final List<Dependency> after;
        private TriggerRule rule = TriggerRule.ALL_SUCCESS;
        private RetryPolicy retry = RetryPolicy.NONE;
        private Timeouts timeouts = Timeouts.NONE;
        private List<TaskId> teardownOf = List.of();
        private Map<String, ValueType> outputs = Map.of();
        private String pool = "default";
        private int slots = 1;
        private int weight;
        private @Nullable Duration expected;
        private @Nullable String when;
        private String operator = "command";
        private Map<String, Object> settings = Map.of();
        private List<String> skipOn = List.of();

        private TaskWords(String id, String... after) {
            this.id = new TaskId(id);
            this.after = Arrays.stream(after).<Dependency>map(above -> new Dependency.OnTask(new TaskId(above))).toList();
        }

        TaskId id() {
            return id;
        }

        boolean comesAfter(String above) {
            return after.contains(new Dependency.OnTask(new TaskId(above)));
        }

        TaskWords rule(String word) {
            rule = TriggerRule.valueOf(word.toUpperCase(Locale.ROOT));
            return this;
        }

        TaskWords retries(int retries, Duration delay) {
            retry = new RetryPolicy(retries, List.of(delay), 1, Duration.ofHours(1), List.of("user", "timeout"), null);
            return this;
        }

        TaskWords timeouts(Timeouts limits) {
            timeouts = limits;
            return this;
        }

        TaskWords tearsDown(String setup) {
            teardownOf = List.of(new TaskId(setup));
            return this;
        }

        TaskWords output(String name, ValueType type) {
            outputs = Map.of(name, type);
            return this;
        }

        TaskWords pool(String name, int wanted) {
            pool = name;
            slots = wanted;
            return this;
        }

        TaskWords weight(int priority) {
            weight = priority;
            return this;
        }

        TaskWords expected(Duration duration) {
            expected = duration;
            return this;
        }

        TaskWords when(String condition) {
            when = condition;
            return this;
        }

        /** A branch. */
        TaskWords choose(String expression) {
            operator = "branch";
            settings = Map.of("choose", expression);
            return this;
        }

        /** A short circuit. */
        TaskWords condition(String expression, String skip) {
            operator = "short-circuit";
            settings = Map.of("condition", expression, "skip", skip);
            return this;
        }

        TaskWords skipOn(String... ends) {
            skipOn = List.of(ends);
            return this;
        }

        private Task task() {
            return new Task(
                    id, operator, "", "", after, rule, when, Map.of(), retry, skipOn, timeouts, expected, pool, slots, weight, null,
                    false, false, List.of(), Alerts.NONE, Map.of(), Map.of(), outputs, teardownOf, null, null, Targets.NONE, settings);
        }
    }
}
