package comporta.app;

import comporta.dag.Alerts;
import comporta.dag.Dag;
import comporta.dag.DagGraph;
import comporta.dag.DagId;
import comporta.dag.Dependency;
import comporta.dag.FailureMode;
import comporta.dag.Param;
import comporta.dag.RetryPolicy;
import comporta.dag.Schedule;
import comporta.dag.Targets;
import comporta.dag.Task;
import comporta.dag.TaskId;
import comporta.dag.Timeouts;
import comporta.dag.TriggerRule;
import comporta.loop.RunPicture;
import comporta.loop.TaskPicture;
import comporta.operator.Lease;
import comporta.operator.LeaseTerms;
import comporta.operator.Progress;
import comporta.run.DagRun;
import comporta.run.RunState;
import comporta.run.RunType;
import comporta.run.TaskInstance;
import comporta.run.TaskState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds pictures of a run, second by second after {@link #START}. */
final class Pictures {
    static final Instant START = Instant.parse("2030-01-01T04:00:00Z");
    static final String RUN = "manual-20300101T040000.000Z-k3f9";

    private final Map<TaskId, Task> tasks = new LinkedHashMap<>();
    private final Map<String, TaskInstance> instances = new HashMap<>();
    private final Map<String, String> reasons = new HashMap<>();
    private final Map<String, Duration> usual = new HashMap<>();
    private final Map<String, Path> logs = new HashMap<>();
    private final Map<String, Param> params = new LinkedHashMap<>();
    private final List<Lease> leases = new ArrayList<>();
    private @Nullable Instant predictedEnd;
    private List<String> criticalPath = List.of();

    static Instant second(double seconds) {
        return START.plusMillis(Math.round(seconds * 1000));
    }

    Pictures task(String id, String operator, String... upstream) {
        return add(id, operator, List.of(), upstream);
    }

    Pictures teardown(String id, String setup, String... upstream) {
        return add(id, "downscale-ec2", List.of(new TaskId(setup)), upstream);
    }

    private Pictures add(String id, String operator, List<TaskId> teardownOf, String... upstream) {
        List<Dependency> dependsOn = Arrays.stream(upstream).<Dependency>map(above -> new Dependency.OnTask(new TaskId(above))).toList();
        tasks.put(new TaskId(id), new Task(
                new TaskId(id), operator, "", "", dependsOn, TriggerRule.ALL_SUCCESS, null, Map.of(), RetryPolicy.NONE, List.of(),
                Timeouts.NONE, null, "default", 1, 0, null, false, false, List.of(), Alerts.NONE, Map.of(), Map.of(), Map.of(),
                teardownOf, null, null, Targets.NONE, Map.of()));
        return this;
    }

    Pictures param(Param param) {
        params.put(param.name(), param);
        return this;
    }

    Pictures usual(String id, double seconds) {
        usual.put(id, Duration.ofMillis(Math.round(seconds * 1000)));
        return this;
    }

    Pictures reason(String id, String reason) {
        reasons.put(id, reason);
        return this;
    }

    Pictures log(String id, Path folder) {
        logs.put(id, folder);
        return this;
    }

    Pictures state(String id, TaskState state) {
        return state(id, state, 0, null, null, Progress.NONE);
    }

    Pictures running(String id, int tryNumber, double since, Progress progress) {
        return state(id, new TaskState.Running(tryNumber, second(since)), tryNumber, second(since), null, progress);
    }

    Pictures ended(String id, TaskState end, int tries, double from, double to) {
        return state(id, end, tries, second(from), second(to), Progress.NONE);
    }

    private Pictures state(
            String id, TaskState state, int tries, @Nullable Instant from, @Nullable Instant to, Progress progress) {
        instances.put(id, new TaskInstance(number(id), -1, state, tries, 0, 0, tries > 0, null, from, to, null, progress, null));
        return this;
    }

    Pictures lease(String setup, String pool, int registered, int wanted, Lease.State state) {
        var terms = new LeaseTerms(pool, pool, "simulated", wanted, Duration.ofHours(12), Duration.ZERO);
        leases.add(new Lease(pool + "-1", 1, number(setup), -1, 1, terms, state, registered, START, START.plus(terms.ttl()), null, null));
        return this;
    }

    Pictures predicted(double end, String... critical) {
        predictedEnd = second(end);
        criticalPath = List.of(critical);
        return this;
    }

    Dag dag() {
        return new Dag(
                new DagId("nightly"), "", "", "data-infra", List.of(), Schedule.MANUAL, List.of(), Alerts.NONE, params, Map.of(), Map.of(),
                Map.of(), tasks, 1, null, null, FailureMode.FINISH_POSSIBLE, 0, Duration.ofMinutes(5), 0, null, null, Targets.NONE);
    }

    static DagRun run(RunState state, @Nullable Instant endedAt) {
        return new DagRun(
                1, new DagId("nightly"), RUN, 1, RunType.MANUAL, state, null, "", START, null, null, Map.of(), "", null, START,
                state == RunState.QUEUED ? null : START, endedAt);
    }

    TaskInstance instance(String id) {
        return instances.getOrDefault(id, TaskInstance.fresh(number(id)));
    }

    RunPicture at(double seconds) {
        return at(seconds, RunState.RUNNING);
    }

    RunPicture at(double seconds, RunState state) {
        var dag = dag();
        var graph = DagGraph.of(dag);
        var pictures = new ArrayList<TaskPicture>();
        for (var task : dag.tasks().values()) {
            var id = task.id().value();
            var upstream = Arrays.stream(graph.upstream(number(id))).boxed().toList();
            pictures.add(new TaskPicture(
                    task, id, upstream, instance(id), reasons.getOrDefault(id, ""), usual.get(id), List.of(), logs.get(id), List.of()));
        }
        return new RunPicture(
                dag, run(state, state.isFinal() ? second(seconds) : null), second(seconds), pictures, leases, predictedEnd, true, criticalPath, null);
    }

    private int number(String id) {
        return List.copyOf(tasks.keySet()).indexOf(new TaskId(id));
    }
}
