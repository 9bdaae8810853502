package comporta.decide;

import comporta.run.Launch;
import comporta.run.RunState;
import comporta.run.TaskInstance;
import comporta.run.TaskState;
import java.util.ArrayList;

/** Why a task instance stands where it stands, for people. */
public final class Reasons {
    private Reasons() {}

    /** The reason in words; empty for a task that runs or succeeded by itself. */
    public static String of(RunView view, Slots slots, int task) {
        var instance = view.instance(task);
        return switch (instance.state()) {
            case TaskState.Waiting _ -> waiting(view, task);
            case TaskState.Queued _ -> queued(view, slots, task);
            case TaskState.Launching _ -> launching(view, task);
            case TaskState.Running _, TaskState.Deferred _ -> instance.progress().text();
            case TaskState.UpForRetry retry -> "try " + (instance.tries() + 1) + " at " + retry.dueAt() + "; " + retry.reason();
            case TaskState.Stopping _ -> "asked to end, not yet confirmed";
            case TaskState.Unreachable lost -> "out of sight: " + lost.reason();
            case TaskState.Failed failed -> failed.reason();
            case TaskState.Skipped skipped -> skipped.reason();
            case TaskState.UpstreamFailed broken -> broken.reason();
            case TaskState.Cancelled cancelled -> cancelled.reason();
            case TaskState.Success success -> success.reason();
            case TaskState.Removed _ -> "";
        };
    }

    private static String waiting(RunView view, int task) {
        if (Nodes.isSummary(view, task)) {
            var bad = Nodes.instancesOf(view, task).filter(node -> isBad(view.instance(node))).count();
            return bad == 0 ? "" : bad + " failed";
        }
        var names = new ArrayList<String>();
        var more = 0;
        for (int above : Nodes.upstream(view, task)) {
            if (view.instance(above).isAtRest()) {
                continue;
            }
            if (names.size() == 3) {
                more++;
            } else {
                names.add(Nodes.name(view, above));
            }
        }
        if (names.isEmpty()) {
            return Turns.isItsTurn(view, task)
                    ? String.join("; ", Holds.of(view, task).stream().map(Holds.Hold::words).toList())
                    : "behind items that go first (max_parallel)";
        }
        return "waits for " + String.join(", ", names) + (more == 0 ? "" : " and " + more + " more");
    }

    private static boolean isBad(TaskInstance instance) {
        var end = Counters.endOf(instance);
        return end == Counters.End.FAILED || end == Counters.End.BROKEN;
    }

    private static String queued(RunView view, Slots slots, int task) {
        if (view.run().state() == RunState.PAUSED) {
            return "the run is paused";
        }
        var demand = view.demands().of(view.demands().classOf(task));
        var lacking = slots.lacking(demand);
        if (lacking >= 0 && slots.isPaused(lacking)) {
            return slots.name(lacking) + " is paused";
        }
        return lacking < 0
                ? "behind tasks that go first"
                : slots.name(lacking) + ": " + slots.used(lacking) + " of " + slots.size(lacking) + " slots in use";
    }

    private static String launching(RunView view, int task) {
        return view.launches(task).stream().anyMatch(each -> each.state() == Launch.State.INTENDED)
                ? "start not yet confirmed"
                : view.instance(task).progress().text().isEmpty() ? "accepted, not yet running" : view.instance(task).progress().text();
    }
}
