package comporta.simulate;

import comporta.dag.Dag;
import comporta.dag.Dependency;
import comporta.dag.Expand;
import comporta.dag.Group;
import comporta.dag.GroupId;
import comporta.dag.NodePools;
import comporta.dag.Task;
import comporta.dag.TaskId;
import comporta.decide.Surroundings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A DAG made ready to be run where nothing outside can be asked: what is known stays as it is, what is not is made up, and said.
 *
 * @param dag in which no text reads what nobody knows, and nothing waits for other runs
 * @param outputs what each task hands on
 * @param invented what was made up, for people
 */
public record Rehearsal(Dag dag, Map<TaskId, Map<String, Object>> outputs, List<String> invented) {
    public Rehearsal {
        outputs = Map.copyOf(outputs);
        invented = List.copyOf(invented);
    }

    /**
     * Makes a DAG ready.
     *
     * @param handedOn what tasks are known to hand on
     */
    public static Rehearsal of(Dag dag, Surroundings around, Map<TaskId, Map<String, Object>> handedOn) {
        return new Maker(dag, around, handedOn).make();
    }

    /** The same where all machines start by that word: {@code eager} or {@code jit}. */
    public Rehearsal starting(String start) {
        return new Rehearsal(NodePools.starting(dag, start), outputs, invented);
    }

    /** Makes one. */
    private static final class Maker {
        private static final Set<String> MET_AT_ONCE = Set.of("sensor", "approval", "trigger-dag");

        private final Dag dag;
        private final Inventions inventions = new Inventions();
        private final Map<TaskId, Map<String, Object>> outputs = new LinkedHashMap<>();
        private final StandInTexts texts;
        private final Decisions decisions;

        private Maker(Dag dag, Surroundings around, Map<TaskId, Map<String, Object>> handedOn) {
            this.dag = dag;
            for (var task : dag.tasks().values()) {
                outputs.put(task.id(), outputs(task, handedOn.getOrDefault(task.id(), Map.of())));
            }
            var names = new KnownNames(dag, around, handedOn, outputs);
            this.texts = new StandInTexts(names, inventions);
            this.decisions = new Decisions(dag, names, inventions);
        }

        /** What is known of it, and a value for each output that the author declared besides. */
        private Map<String, Object> outputs(Task task, Map<String, Object> known) {
            var all = new LinkedHashMap<>(known);
            task.outputs().forEach((name, type) -> {
                if (!all.containsKey(name)) {
                    var value = StandInValues.of(type, "outputs." + task.id() + "." + name);
                    all.put(name, value);
                    inventions.value("outputs." + task.id() + "." + name, value);
                }
            });
            return all;
        }

        private Rehearsal make() {
            var groups = new LinkedHashMap<GroupId, Group>();
            dag.groups().forEach((id, group) -> groups.put(id, group(group)));
            var tasks = new LinkedHashMap<TaskId, Task>();
            dag.tasks().forEach((id, task) -> tasks.put(id, task(task)));
            var ready = new Dag(
                    dag.id(), dag.description(), dag.doc(), dag.owner(), dag.tags(), dag.schedule(), dag.deadlines(), dag.alerts(),
                    dag.params(), texts.env(dag.env()), Map.of(), groups, tasks, dag.maxActiveRuns(), dag.maxActiveTasks(),
                    dag.runTimeout(), dag.failureMode(), dag.runRetries(), dag.runRetryDelay(), dag.maxConsecutiveFailures(),
                    dag.budgetWarn(), dag.budgetLimit(), dag.targets());
            return new Rehearsal(ready, outputs, inventions.inWords());
        }

        private Group group(Group group) {
            return new Group(
                    group.id(), group.description(), group.doc(), group.parent(), local(group.dependsOn(), "group " + group.id()),
                    group.nodePool(), expand(group.expand(), "group " + group.id()), group.maxActive());
        }

        private Task task(Task task) {
            if (MET_AT_ONCE.contains(task.operator())) {
                inventions.met(task.operator() + " " + task.id());
            }
            if (!task.doneWhen().isEmpty()) {
                inventions.met("not the done_when of " + task.id());
            }
            return new Task(
                    task.id(), task.operator(), task.description(), task.doc(), local(task.dependsOn(), task.id().value()),
                    task.triggerRule(),
                    decisions.when(task), Map.of(), task.retry(), task.skipOn(), task.timeouts(), task.expectedDuration(), task.pool(),
                    task.poolSlots(), task.priorityWeight(), task.maxActive(), false, false,
                    task.deadlines(), task.alerts(), texts.env(task.env()), Map.of(), task.outputs(), task.teardownOf(), task.group(),
                    expand(task.expand(), task.id().value()), task.targets(), texts.settings(decisions.settings(task)));
        }

        private List<Dependency> local(List<Dependency> dependencies, String of) {
            return dependencies.stream().filter(dependency -> switch (dependency) {
                case Dependency.OnTask _, Dependency.OnGroup _ -> true;
                case Dependency.OnDag other -> {
                    var task = other.task();
                    inventions.met(of + "'s wait for " + (task == null ? "" : "task " + task + " of ") + "DAG " + other.dag());
                    yield false;
                }
            }).collect(Collectors.toList());
        }

        private @Nullable Expand expand(@Nullable Expand expand, String of) {
            if (expand == null) {
                return null;
            }
            var over = new LinkedHashMap<String, Object>();
            expand.over().forEach((name, items) -> over.put(name, decisions.over(name, Objects.requireNonNull(items), of)));
            return new Expand(
                    over, expand.combine(), expand.maxParallel(), expand.toleratedFailures(), expand.toleratedAsShare(), expand.label());
        }
    }
}
