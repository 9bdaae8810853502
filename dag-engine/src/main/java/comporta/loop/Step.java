package comporta.loop;

import comporta.decide.Change;
import comporta.decide.Command;
import comporta.decide.Decision;
import comporta.run.Launch;
import comporta.run.TaskState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one turn of the loop wants: changes for one commit, then commands. */
final class Step {
    private final List<Change> changes = new ArrayList<>();
    private final List<Due> commands = new ArrayList<>();
    private boolean urgent;

    private record Due(long run, Command command) {}

    void add(long run, Decision decision) {
        changes.addAll(decision.changes());
        decision.commands().forEach(command -> commands.add(new Due(run, command)));
        urgent |= !decision.commands().isEmpty() || decision.changes().stream().anyMatch(change -> !canWait(change));
    }

    /** That something runs, or waits outside, need not be on record before anything happens: it joins the next commit. */
    private static boolean canWait(Change change) {
        return switch (change) {
            case Change.TaskMoved moved -> isUnderWay(moved.after().state());
            case Change.LaunchMoved moved ->
                moved.after().state() == Launch.State.ACCEPTED || moved.after().state() == Launch.State.RUNNING;
            case Change.LimitMoved moved -> moved.after().firedAt() == null;
            case Change.RunMoved _, Change.TryOpened _, Change.TryClosed _, Change.LeaseMoved _, Change.Expanded _,
                    Change.Ordered _, Change.WishSettled _ -> false;
        };
    }

    private static boolean isUnderWay(TaskState state) {
        return state instanceof TaskState.Running || state instanceof TaskState.Deferred;
    }

    boolean isUrgent() {
        return urgent;
    }

    /** Whether there is nothing to commit. */
    boolean isEmpty() {
        return changes.isEmpty();
    }

    /** Whether it grants or refuses a wish. */
    boolean settles(long wish) {
        return changes.stream().anyMatch(change -> change instanceof Change.WishSettled settled && settled.wish() == wish);
    }

    /** Forgets all that concerns one run. */
    void leaveOut(long run) {
        changes.removeIf(change -> change.run() == run);
        commands.removeIf(due -> due.run() == run);
    }

    List<Change> changes() {
        return changes;
    }

    List<Command> commands() {
        return commands.stream().map(Due::command).toList();
    }

    /** The changes of each run, in order. */
    Map<Long, List<Change>> byRun() {
        var byRun = new LinkedHashMap<Long, List<Change>>();
        for (var change : changes) {
            byRun.computeIfAbsent(change.run(), _ -> new ArrayList<>()).add(change);
        }
        return byRun;
    }

    void clear() {
        changes.clear();
        commands.clear();
        urgent = false;
    }
}
