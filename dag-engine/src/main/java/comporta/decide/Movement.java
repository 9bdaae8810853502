package comporta.decide;

import comporta.dag.Alerts;
import comporta.dag.Dag;
import comporta.dag.RetryPolicy;
import comporta.dag.Targets;
import comporta.dag.Task;
import comporta.dag.TaskId;
import comporta.dag.Timeouts;
import comporta.dag.TriggerRule;
import comporta.operator.Lease;
import comporta.run.DagRun;
import comporta.run.Expansion;
import comporta.run.TaskInstance;
import comporta.run.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A run goes on by another version of its DAG. Tasks keep their numbers; those that came have numbers after all others, and those that are
 * gone stay as removed ones, which nothing waits for. A try that is under way goes on as it was rendered.
 *
 * @param refusal why that cannot be; empty: it can
 * @param added tasks that came, or came back
 * @param removed tasks that are gone
 * @param changed tasks that are defined otherwise
 * @param run as it is then
 * @param ids of all tasks by number
 * @param fresh instances of tasks that came
 * @param moves of tasks that are gone or came back, and of the run
 */
public record Movement(
        String refusal,
        List<TaskId> added, List<TaskId> removed, List<TaskId> changed, DagRun run, List<TaskId> ids, List<TaskInstance> fresh,
        List<Change> moves) {
    public Movement {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        changed = List.copyOf(changed);
        ids = List.copyOf(ids);
        fresh = List.copyOf(fresh);
        moves = List.copyOf(moves);
    }

    /**
     * What moving would mean; the run stays as it is.
     *
     * @param version number in the store of the version that {@code next} is
     */
    public static Movement of(RunView view, Dag next, long version, Instant now) {
        return new Maker(view, next, now).make(version);
    }

    /** A DAG whose tasks have the numbers that a run gave them; those that it lacks are nothing that could run. */
    public static Dag arranged(Dag dag, List<TaskId> ids) {
        if (List.copyOf(dag.tasks().keySet()).equals(ids)) {
            return dag;
        }
        var tasks = new LinkedHashMap<TaskId, Task>();
        ids.forEach(id -> tasks.put(id, dag.tasks().containsKey(id) ? dag.task(id) : gone(id)));
        dag.tasks().forEach(tasks::putIfAbsent);
        return new Dag(
                dag.id(), dag.description(), dag.doc(), dag.owner(), dag.tags(), dag.schedule(), dag.deadlines(), dag.alerts(),
                dag.params(), dag.env(),
                dag.secrets(), dag.groups(), tasks, dag.maxActiveRuns(), dag.maxActiveTasks(), dag.runTimeout(), dag.failureMode(),
                dag.runRetries(),
                dag.runRetryDelay(), dag.maxConsecutiveFailures(), dag.budgetWarn(), dag.budgetLimit(), dag.targets());
    }

    private static Task gone(TaskId id) {
        return new Task(
                id, "noop", "", "", List.of(), TriggerRule.ALL_SUCCESS, null, Map.of(), RetryPolicy.NONE, List.of(), Timeouts.NONE, null,
                "default", 1, 0,
                null, false, false, List.of(), Alerts.NONE, Map.of(), Map.of(), Map.of(), List.of(), null, null, Targets.NONE, Map.of());
    }

    /** Makes one. */
    private static final class Maker {
        private final RunView view;
        private final Dag next;
        private final Instant now;
        private final List<TaskId> added = new ArrayList<>();
        private final List<TaskId> removed = new ArrayList<>();
        private final List<TaskId> changed = new ArrayList<>();
        private final List<TaskId> ids = new ArrayList<>();
        private final List<TaskInstance> fresh = new ArrayList<>();
        private final List<Change> moves = new ArrayList<>();
        private final Map<String, Object> params = new LinkedHashMap<>();
        private String refusal = "";

        private Maker(RunView view, Dag next, Instant now) {
            this.view = view;
            this.next = next;
            this.now = now;
        }

        private Movement make(long version) {
            for (int task = 0; task < view.plan().size(); task++) {
                var id = view.plan().graph().task(task);
                ids.add(id);
                compare(task, id);
            }
            for (var id : next.tasks().keySet()) {
                if (!ids.contains(id)) {
                    added.add(id);
                    fresh.add(TaskInstance.fresh(ids.size()));
                    ids.add(id);
                }
            }
            IntStream.range(0, view.plan().units().size()).forEach(this::checkUnit);
            params();
            var before = view.run();
            var open = before.state().isFinal() && !added.isEmpty() ? before.reopened(now) : before;
            var after = new DagRun(
                    open.id(), open.dag(), open.key(), version, open.type(), open.state(), open.cause(), open.reason(), open.logicalDate(),
                    open.intervalStart(), open.intervalEnd(), params, open.note(), open.halt(), open.queuedAt(), open.startedAt(),
                    open.endedAt());
            moves.add(new Change.RunMoved(before, after, now));
            return new Movement(refusal, added, removed, changed, after, ids, fresh, moves);
        }

        private void compare(int task, TaskId id) {
            var known = view.plan().task(task);
            var isThere = next.tasks().containsKey(id);
            if (known.equals(gone(id)) && view.instance(task).state() instanceof TaskState.Removed) {
                if (isThere) {
                    added.add(id);
                    nodes(task).forEach(node -> becomes(node, new TaskState.Waiting()));
                }
            } else if (!isThere) {
                removed.add(id);
                nodes(task).forEach(this::remove);
            } else if (!known.equals(next.task(id))) {
                changed.add(id);
            }
        }

        private IntStream nodes(int task) {
            return Nodes.all(view).filter(node -> view.plan().taskOf(node) == task);
        }

        private void remove(int node) {
            var lease = view.lease(node);
            if (view.instance(node).state() instanceof TaskState.InTry) {
                refuse("task " + Nodes.name(view, node) + " is " + view.instance(node).state().word()
                        + ", and not in that version. Kill it, or wait for its end");
            } else if (lease != null && lease.state() != Lease.State.CLOSED) {
                refuse("task " + Nodes.name(view, node) + " holds machines, and is not in that version. Let them be given back first");
            } else if (!(view.instance(node).state() instanceof TaskState.Removed)) {
                becomes(node, new TaskState.Removed());
            }
        }

        private void becomes(int node, TaskState state) {
            var before = view.instance(node);
            moves.add(new Change.TaskMoved(
                    view.run().id(), before,
                    new TaskInstance(
                            before.task(), before.mapIndex(), state, before.tries(), 0, 0, before.begun(), null, before.startedAt(),
                            state instanceof TaskState.Removed ? now : null, null, before.progress(), before.exitCode()),
                    now));
        }

        /** What is expanded already must be expanded by the same tasks. */
        private void checkUnit(int number) {
            var unit = view.plan().units().get(number);
            Expansion expansion = view.expansion(number);
            if (expansion == null) {
                return;
            }
            var members = new HashSet<TaskId>();
            IntStream.of(unit.members()).forEach(task -> members.add(view.plan().graph().task(task)));
            members.removeIf(id -> !next.tasks().containsKey(id));
            var plan = Plan.of(arranged(next, ids), _ -> view.plan().terms(0), Map.of());
            Set<TaskId> then = new HashSet<>();
            plan.units().stream().filter(each -> each.id().equals(unit.id()))
                    .forEach(each -> IntStream.of(each.members()).forEach(task -> then.add(plan.graph().task(task))));
            if (!then.equals(members) || (!members.isEmpty() && members.size() != unit.members().length)) {
                refuse("\"" + unit.id() + "\" is expanded already, and by other tasks in that version");
            }
        }

        private void params() {
            params.putAll(view.run().params());
            next.params().forEach((name, param) -> {
                var byDefault = param.defaultValue();
                if (!params.containsKey(name) && (byDefault == null || param.secret() || String.valueOf(byDefault).contains("{{"))) {
                    refuse("the run has no param \"" + name + "\", which that version asks for");
                } else if (byDefault != null) {
                    params.putIfAbsent(name, byDefault);
                }
            });
        }

        private void refuse(String why) {
            refusal = refusal.isEmpty() ? why : refusal;
        }
    }
}
