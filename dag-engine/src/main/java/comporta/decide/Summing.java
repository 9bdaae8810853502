package comporta.decide;

import comporta.run.TaskState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One sentence for how a task instance stands. */
final class Summing {
    private Summing() {}

    static Phrase up(Situation situation, int node, List<Reason> reasons) {
        var view = situation.view();
        var name = Nodes.name(view, node);
        if (reasons.isEmpty()) {
            return alone(situation, node, name);
        }
        var first = reasons.getFirst();
        var more = reasons.size() == 1 ? "" : " And " + (reasons.size() - 1) + (reasons.size() == 2 ? " reason more." : " reasons more.");
        return new Phrase(first.code().word(), first.args(), name + ": " + first.text() + more);
    }

    private static Phrase alone(Situation situation, int node, String name) {
        var view = situation.view();
        var instance = view.instance(node);
        var state = instance.state();
        var text = switch (state) {
            case TaskState.Running running -> name + " runs since " + situation.moments().word(running.since()) + ", try "
                    + instance.tries()
                    + situation.moments().likely(situation.likelyEnd(view, node)) + ".";
            case TaskState.Success success -> name + " succeeded" + at(situation, instance.endedAt()) + because(success.reason()) + ".";
            case TaskState.Failed failed -> name + " failed" + at(situation, instance.endedAt()) + ": " + failed.reason()
                    + " (" + failed.cause().word() + ").";
            case TaskState.Skipped skipped -> name + " was skipped: " + skipped.reason() + ".";
            case TaskState.Cancelled cancelled -> name + " was cancelled: " + cancelled.reason() + ".";
            case TaskState.UpstreamFailed broken -> name + " cannot run: " + broken.reason() + ".";
            case TaskState.Removed _ -> name + " is not part of this run.";
            case TaskState.Queued _ -> name + " is ready and starts next.";
            case TaskState.Waiting _, TaskState.UpForRetry _, TaskState.InTry _ -> name + " is " + state.word().replace('_', ' ') + ".";
        };
        return new Phrase(state.word(), Map.of("task", name), text);
    }

    private static String because(String reason) {
        return reason.isEmpty() ? "" : ": " + reason;
    }

    private static String at(Situation situation, @Nullable Instant instant) {
        return instant == null ? "" : " at " + situation.moments().word(instant);
    }

    /** {@code : it would start at 04:05}, or nothing. */
    static String start(Situation situation, @Nullable Instant start) {
        return start == null ? "" : start.isAfter(situation.now())
                ? ": would start at " + situation.moments().word(start)
                : ": would start now";
    }
}
