package comporta.app;

import comporta.dag.Dag;
import comporta.dag.Expand;
import comporta.dag.PlainData;
import comporta.dag.Task;
import comporta.dag.TriggerRule;
import comporta.decide.Capacity;
import comporta.decide.Plan;
import comporta.decide.Rendering;
import comporta.decide.RunView;
import comporta.decide.Slots;
import comporta.decide.Surroundings;
import comporta.run.DagRun;
import comporta.run.RunState;
import comporta.run.RunType;
import comporta.run.TaskInstance;
import comporta.run.Terms;
import comporta.template.TemplateFailed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Looks at a run without beginning it. */
final class DryRunner {
    private DryRunner() {}

    /** The tasks in the order in which they can start, with what they would launch. */
    static List<PlannedTask> plan(Dag dag, RunPlan asked, Surroundings around) {
        var plan = Plan.of(
                dag,
                task -> new Terms(
                        task.retry(), Terms.PlatformRetries.DEFAULT, task.timeouts(), task.skipOn(), Duration.ofHours(6), false, 0),
                Map.of());
        var run = new DagRun(
                0, dag.id(), asked.key(), 0, RunType.MANUAL, RunState.QUEUED, null, "", asked.logicalDate(), null, null, asked.params(), "",
                null, asked.queuedAt(), null, null);
        var view = new RunView(
                plan, run, IntStream.range(0, plan.size()).mapToObj(TaskInstance::fresh).toList(), new Slots(),
                new Capacity(Map.of(), 1, Wiring::isLocal), around);
        var tasks = new ArrayList<PlannedTask>();
        for (int number : plan.graph().topologicalOrder()) {
            if (!asked.leftOut().contains(plan.graph().task(number))) {
                tasks.add(planned(view, number));
            }
        }
        return tasks;
    }

    private static PlannedTask planned(RunView view, int number) {
        var task = view.plan().task(number);
        var settings = settings(view, number);
        var after = Arrays.stream(view.plan().graph().upstream(number))
                .mapToObj(above -> view.plan().graph().task(above).value())
                .toList();
        return new PlannedTask(task.id(), task.operator(), after, condition(view, number), commands(settings), machines(settings));
    }

    /** A text with a mistake, which the checks of a file have told already, stays as it is written. */
    private static Map<String, Object> settings(RunView view, int number) {
        try {
            return Rendering.settingsAsFarAsKnown(view, number);
        } catch (TemplateFailed e) {
            return view.plan().task(number).settings();
        }
    }

    private static String condition(RunView view, int number) {
        var task = view.plan().task(number);
        var rule = task.isTeardown() || task.triggerRule() == TriggerRule.ALL_SUCCESS ? "" : task.triggerRule().word();
        var parts = new ArrayList<>(Arrays.asList(rule, Objects.requireNonNullElse(task.when(), "")));
        expand(view.plan().dag(), task).ifPresent(expand -> parts.add(DagWords.of(expand)));
        parts.removeIf(String::isEmpty);
        return String.join(", ", parts);
    }

    /** Its own, or that of a group around it. */
    private static Optional<Expand> expand(Dag dag, Task task) {
        if (task.expand() != null) {
            return Optional.of(task.expand());
        }
        for (var group = task.group() == null ? null : dag.groups().get(task.group()); group != null; ) {
            if (group.expand() != null) {
                return Optional.of(group.expand());
            }
            group = group.parent() == null ? null : dag.groups().get(group.parent());
        }
        return Optional.empty();
    }

    private static List<String> commands(Map<String, Object> settings) {
        return switch (PlainData.block(settings, "job").get("command")) {
            case null -> List.of();
            case List<?> argv ->
                    List.of(argv.stream().map(word -> ShellWord.quoted(String.valueOf(word))).collect(Collectors.joining(" ")));
            case Object line -> List.of(line.toString());
        };
    }

    private static String machines(Map<String, Object> settings) {
        var pool = PlainData.block(settings, "node_pool");
        if (pool.isEmpty()) {
            return "";
        }
        var types = pool.get("instance_types");
        var type = types instanceof List<?> list && !list.isEmpty() ? list.getFirst() : types;
        return pool.get("name") + (pool.get("nodes") == null ? "" : ": " + pool.get("nodes") + (type == null ? " machines" : " × " + type))
                + (pool.get("market") == null ? "" : ", " + pool.get("market"));
    }
}
