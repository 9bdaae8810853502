package comporta.decide;

import comporta.run.TaskInstance;
import comporta.run.TaskState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When the outside world is asked once more about a task that is stopping, or out of sight: after 5 s, then after waits that double up to
 * five minutes. Not stored: after a restart the first reminder is due at once.
 */
final class Reminders {
    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final int DOUBLINGS = 6;

    private final Plan plan;
    private final PerNode<Integer> given;

    Reminders(Plan plan) {
        this.plan = plan;
        this.given = new PerNode<>(plan.size());
    }

    private int given(TaskInstance task) {
        var before = given.get(plan.node(task));
        return before == null ? 0 : before;
    }

    /** When the next reminder is due; null: the task needs none. */
    @Nullable Instant dueAt(TaskInstance task) {
        var since = since(task);
        return since == null ? null : since.plus(after(given(task)));
    }

    private static @Nullable Instant since(TaskInstance task) {
        return switch (task.state()) {
            case TaskState.Stopping stopping -> stopping.since();
            case TaskState.Unreachable lost -> lost.since();
            case TaskState _ -> null;
        };
    }

    /** Sum of the waits before the reminder that follows {@code before} others. */
    private static Duration after(int before) {
        int doublings = Math.min(before, DOUBLINGS);
        return FIRST.multipliedBy((2L << doublings) - 1 + (before - doublings) * (1L << DOUBLINGS));
    }

    /** The reminders that were due by {@code now} are given, as one. */
    void give(TaskInstance task, Instant now) {
        for (var due = dueAt(task); due != null && !due.isAfter(now); due = dueAt(task)) {
            given.set(plan.node(task), given(task) + 1);
        }
    }

    void moved(TaskInstance before, TaskInstance after) {
        var since = since(after);
        if (since != null && !since.equals(since(before))) {
            given.set(plan.node(after), 0);
        }
    }
}
