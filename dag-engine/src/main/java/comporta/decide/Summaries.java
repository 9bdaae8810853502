package comporta.decide;

import comporta.operator.Cause;
import comporta.run.TaskEvent;
import comporta.run.TaskState;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How an expanded task stands as a whole: what the rules below see. */
final class Summaries {
    private Summaries() {}

    /** Once all its instances are at rest, a task is, too. */
    static void sumUp(Draft draft, int task) {
        int size = size(draft, task);
        int success = count(draft, task, Counters.End.SUCCESS);
        int skipped = count(draft, task, Counters.End.SKIPPED);
        if (success + bad(draft, task) + skipped < size) {
            return;
        }
        var end = size > 0 && isTooBad(draft, task)
                ? failure(draft, task, size)
                : success + bad(draft, task) > 0
                        ? new TaskState.Success()
                        : new TaskState.Skipped(size == 0 ? "the list of its items is empty" : "all " + size + " instances were skipped");
        draft.happen(task, new TaskEvent.Summarised(end, start(draft, task)));
        if (draft.instance(task).state() instanceof TaskState.Failed) {
            Course.failed(draft, task);
        }
    }

    /** Whether more instances of a task failed than may. */
    static boolean isTooBad(Draft draft, int task) {
        return bad(draft, task) > draft.plan().units().get(draft.plan().unitOf(task)).tolerated(size(draft, task));
    }

    private static int size(Draft draft, int task) {
        return Objects.requireNonNull(draft.expansion(draft.plan().unitOf(task))).size();
    }

    private static int bad(Draft draft, int task) {
        return count(draft, task, Counters.End.FAILED) + count(draft, task, Counters.End.BROKEN);
    }

    private static int count(Draft draft, int task, Counters.End end) {
        return draft.count(Counters.ofInstances(task), end);
    }

    /** A failure weighs more than a cancellation, and that more than what could not run at all. */
    private static TaskState.AtRest failure(Draft draft, int task, int size) {
        int failed = -1;
        int cancelled = -1;
        int broken = -1;
        for (int node : Nodes.instancesOf(draft, task).toArray()) {
            switch (draft.instance(node).state()) {
                case TaskState.Failed _ -> failed = failed < 0 ? node : failed;
                case TaskState.Cancelled _ -> cancelled = cancelled < 0 ? node : cancelled;
                case TaskState.UpstreamFailed _ -> broken = broken < 0 ? node : broken;
                case TaskState _ -> { }
            }
        }
        var first = failed >= 0 ? failed : cancelled >= 0 ? cancelled : broken;
        var words = bad(draft, task) + " of " + size
                + (failed >= 0 ? " failed" : cancelled >= 0 ? " cancelled" : " could not run") + ", first "
                + Nodes.name(draft, first) + ": ";
        return switch (draft.instance(first).state()) {
            case TaskState.Failed one -> new TaskState.Failed(one.cause(), words + one.reason());
            case TaskState.Cancelled one -> new TaskState.Cancelled(one.cause(), words + one.reason());
            case TaskState.UpstreamFailed one -> new TaskState.UpstreamFailed(words + one.reason());
            case TaskState other -> new TaskState.Failed(Cause.PLATFORM, words + other.word());
        };
    }

    /** When the first instance began; null: none did. */
    private static @Nullable Instant start(Facts facts, int task) {
        return Nodes.instancesOf(facts, task)
                .mapToObj(node -> facts.instance(node).startedAt()).filter(Objects::nonNull).min(Instant::compareTo).orElse(null);
    }
}
