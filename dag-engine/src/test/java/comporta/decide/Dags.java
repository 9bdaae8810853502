package comporta.decide;

import comporta.dag.Alerts;
import comporta.dag.Dag;
import comporta.dag.DagId;
import comporta.dag.Dependency;
import comporta.dag.Expand;
import comporta.dag.FailureMode;
import comporta.dag.Group;
import comporta.dag.GroupId;
import comporta.dag.Param;
import comporta.dag.RetryPolicy;
import comporta.dag.Schedule;
import comporta.dag.Targets;
import comporta.dag.Task;
import comporta.dag.TaskId;
import comporta.dag.Timeouts;
import comporta.dag.TriggerRule;
import comporta.dag.ValueType;
import java.time.Duration;
import java.util.ArrayList;
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
        return dag(mode, runTimeout, maxActiveTasks, List.of(), tasks);
    }

    static Dag dag(GroupWords group, TaskWords... tasks) {
        return dag(FailureMode.FINISH_POSSIBLE, null, null, List.of(group), tasks);
    }

    static Dag dag(
            FailureMode mode, @Nullable Duration runTimeout, @Nullable Integer maxActiveTasks, List<GroupWords> groups, TaskWords... tasks) {
        return dag("nightly", List.of(), mode, runTimeout, maxActiveTasks, groups, tasks);
    }

    /** A DAG of another name, with tags. */
    static Dag dag(String id, List<String> tags, @Nullable Integer maxActiveTasks, TaskWords... tasks) {
        return dag(id, tags, FailureMode.FINISH_POSSIBLE, null, maxActiveTasks, List.of(), tasks);
    }

    private static Dag dag(
            String id, List<String> tags, FailureMode mode, @Nullable Duration runTimeout, @Nullable Integer maxActiveTasks,
            List<GroupWords> groups, TaskWords... tasks) {
        var groupsById = new LinkedHashMap<GroupId, Group>();
        groups.forEach(words -> groupsById.put(words.id, words.group()));
        var byId = new LinkedHashMap<TaskId, Task>();
        for (var words : tasks) {
            var task = words.task();
            byId.put(task.id(), task);
        }
        return new Dag(
                new DagId(id), "", "", "data-infra", tags, Schedule.MANUAL, List.of(), Alerts.NONE, Map.of(), Map.of(), Map.of(),
                groupsById, byId, 1, maxActiveTasks, runTimeout, mode, 0, Duration.ofMinutes(5), 0, null, null, Targets.NONE);
    }

    /** The same with a parameter of text, by default all. */
    static Dag withParam(Dag dag, String name) {
        var param = new Param(name, ValueType.STRING, "all", "", Map.of(), false);
        return new Dag(
                dag.id(), dag.description(), dag.doc(), dag.owner(), dag.tags(), dag.schedule(), dag.deadlines(), dag.alerts(),
                Map.of(name, param), dag.env(), dag.secrets(),
                dag.groups(), dag.tasks(), dag.maxActiveRuns(), dag.maxActiveTasks(), dag.runTimeout(), dag.failureMode(), dag.runRetries(),
                dag.runRetryDelay(),
                dag.maxConsecutiveFailures(), dag.budgetWarn(), dag.budgetLimit(), dag.targets());
    }

    static GroupWords group(String id, String... after) {
        return new GroupWords(id, after);
    }

    private static List<Dependency> dependencies(String... after) {
        return Arrays.stream(after).<Dependency>map(above -> new Dependency.OnTask(new TaskId(above))).toList();
    }

    static TaskWords task(String id, String... after) {
        return new TaskWords(id, after);
    }

    /** A task in the making. */
    static final class TaskWords {
        private final TaskId id;
        private final List<Dependency> after;
        private @Nullable GroupId group;
        private @Nullable Expand expand;
        private Map<String, String> env = Map.of();
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
        private @Nullable Integer maxActive;
        private boolean past;
        private boolean downstream;

        private TaskWords(String id, String... after) {
            this.id = new TaskId(id);
            this.after = new ArrayList<>(dependencies(after));
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

        /** Waits for the same task in the run before, and perhaps for what follows it there. */
        TaskWords past(boolean withDownstream) {
            past = true;
            downstream = withDownstream;
            return this;
        }

        /** Waits for the run of another DAG of the same date. */
        TaskWords afterDag(String dag, @Nullable Duration within) {
            after.add(new Dependency.OnDag(new DagId(dag), null, Dependency.Match.SAME_DATE, within));
            return this;
        }

        TaskWords maxActive(int most) {
            maxActive = most;
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

        TaskWords afterGroup(String above) {
            after.add(new Dependency.OnGroup(new GroupId(above)));
            return this;
        }

        TaskWords in(String around) {
            group = new GroupId(around);
            return this;
        }

        TaskWords expand(Expand items) {
            expand = items;
            return this;
        }

        TaskWords env(String name, String text) {
            env = Map.of(name, text);
            return this;
        }

        /** A branch. */
        TaskWords choose(String expression) {
            operator = "branch";
            settings = Map.of("choose", expression);
            return this;
        }

        /** An approval. */
        TaskWords approval(Map<String, Object> keys) {
            operator = "approval";
            settings = keys;
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
                    id, operator, "", "", after, rule, when, Map.of(), retry, skipOn, timeouts, expected, pool, slots, weight, maxActive,
                    past, downstream, List.of(), Alerts.NONE, env, Map.of(), outputs, teardownOf, group, expand, Targets.NONE, settings);
        }
    }

    /** One instance per item of {@code x}: a list, or a template that gives one. */
    static Expand over(Object list) {
        return over(list, null, 0);
    }

    static Expand over(Object list, @Nullable Integer maxParallel, double tolerated) {
        return new Expand(Map.of("x", list), Expand.Combine.PRODUCT, maxParallel, tolerated, tolerated > 0 && tolerated < 1, null);
    }

    /** A group in the making. */
    static final class GroupWords {
        private final GroupId id;
        private final List<Dependency> after;
        private @Nullable Expand expand;
        private @Nullable Integer maxActive;

        private GroupWords(String id, String... after) {
            this.id = new GroupId(id);
            this.after = dependencies(after);
        }

        GroupWords expand(Expand items) {
            expand = items;
            return this;
        }

        GroupWords maxActive(int most) {
            maxActive = most;
            return this;
        }

        private Group group() {
            return new Group(id, "", "", null, after, Map.of(), expand, maxActive);
        }
    }
}
