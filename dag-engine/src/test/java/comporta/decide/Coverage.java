package comporta.decide;

import comporta.dag.TriggerRule;
import comporta.run.Afterwards;
import comporta.run.TaskEvent;
import comporta.run.TaskInstance;
import comporta.run.TaskMachine;
import comporta.run.TaskState;
import comporta.run.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How often each thing was met with: moves of the task machine by state and event, rules by their verdict, commands. For several threads. */
final class Coverage {
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    void decided(RunView view, Event event, Decision decision) {
        for (var command : decision.commands()) {
            count("command " + command.getClass().getSimpleName());
        }
        for (var change : decision.changes()) {
            if (change instanceof Change.TaskMoved moved) {
                moved(view, event, decision, moved);
            }
        }
    }

    private void count(String what) {
        counts.computeIfAbsent(what, _ -> new LongAdder()).increment();
    }

    private void moved(RunView view, Event event, Decision decision, Change.TaskMoved moved) {
        var before = moved.before();
        var after = moved.after();
        int node = view.plan().node(after);
        if (before.state() instanceof TaskState.Waiting && !Nodes.isSummary(view, node) && !(after.state() instanceof TaskState.Cancelled)) {
            count("rule " + (view.plan().isTeardown(node) ? TriggerRule.ALL_DONE_SETUP_SUCCESS : view.plan().rule(node)).word());
        }
        for (var candidate : candidates(event, before, after, decision)) {
            if (TaskMachine.transition(before, candidate, view.plan().terms(node), moved.at()) instanceof Transition.Moved(var next) && next.equals(after)) {
                count(before.state().word() + " × " + candidate.getClass().getSimpleName());
                return;
            }
        }
        count("unexplained: " + before.state().word() + " to " + after.state().word());
    }

    /** What may have happened to a task that was like this and is like that. Where several explain it, the first is taken. */
    private static List<TaskEvent> candidates(Event event, TaskInstance before, TaskInstance after, Decision decision) {
        int tries = after.tries();
        var candidates = new ArrayList<TaskEvent>();
        if (event instanceof Event.TimeCame) {
            candidates.add(new TaskEvent.TimeCame());
        }
        if (event instanceof Event.Wished(var wish) && (wish.verb() == Wish.Verb.CLEAR || wish.verb() == Wish.Verb.RERUN)) {
            candidates.add(new TaskEvent.Cleared());
        }
        for (var change : decision.changes()) {
            if (change instanceof Change.TryClosed closed && closed.task() == after.task() && closed.mapIndex() == after.mapIndex()) {
                candidates.add(new TaskEvent.TryEnded(closed.tryNumber(), closed.exit()));
            }
        }
        candidates.addAll(List.of(
                new TaskEvent.RuleHeld(), new TaskEvent.Held(), new TaskEvent.Launched(tries, 1), new TaskEvent.Launched(tries, 2),
                new TaskEvent.NothingToDo(tries), new TaskEvent.Started(tries),
                new TaskEvent.Deferred(tries), new TaskEvent.Alive(tries, after.progress()), new TaskEvent.TakenUp(), new TaskEvent.Dropped(),
                new TaskEvent.Cleared()));
        switch (after.state()) {
            case TaskState.Skipped skipped -> {
                candidates.add(new TaskEvent.PassedOver(skipped.reason()));
                candidates.add(new TaskEvent.StopAsked(new Afterwards.Skip(skipped.reason())));
            }
            case TaskState.UpstreamFailed broke -> candidates.add(new TaskEvent.UpstreamBroke(broke.reason()));
            case TaskState.Failed failed -> {
                candidates.add(new TaskEvent.Unpreparable(tries, failed.cause(), failed.reason()));
                candidates.add(new TaskEvent.StopAsked(new Afterwards.Fail(failed.cause(), failed.reason(), false)));
            }
            case TaskState.Cancelled cancelled -> candidates.add(new TaskEvent.StopAsked(new Afterwards.Cancel(cancelled.cause(), cancelled.reason())));
            case TaskState.Stopping stopping -> candidates.add(new TaskEvent.StopAsked(stopping.then()));
            case TaskState.Launching _ -> candidates.add(new TaskEvent.Waits(tries, after.progress().text()));
            case TaskState.Unreachable lost -> candidates.add(new TaskEvent.SightLost(tries, lost.reason()));
            case TaskState.Success success -> {
                for (var change : decision.changes()) {
                    if (change instanceof Change.WishSettled) {
                        candidates.add(new TaskEvent.StopAsked(new Afterwards.Succeed(success.reason())));
                    }
                }
            }
            case TaskState _ -> { }
        }
        if (after.state() instanceof TaskState.AtRest end && before.state() instanceof TaskState.Waiting) {
            candidates.add(new TaskEvent.Summarised(end, after.startedAt()));
        }
        return candidates;
    }

    /** What was met with, and how often. */
    Map<String, Long> counts() {
        var sums = new TreeMap<String, Long>();
        counts.forEach((what, count) -> sums.put(what, count.sum()));
        return sums;
    }
}
