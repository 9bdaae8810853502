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
    /** In units of the first wait. */
    private static final long LONGEST = 1L << DOUBLINGS;

    private final Plan plan;
    private final PerNode<Long> given;

    Reminders(Plan plan) {
        this.plan = plan;
        this.given = new PerNode<>(plan.size());
    }

    private long given(TaskInstance task) {
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
    private static Duration after(long before) {
        long doublings = Math.min(before, DOUBLINGS);
        return Duration.ofMillis(FIRST.toMillis() * ((2L << doublings) - 1 + (before - doublings) * LONGEST));
    }

    /** How many are due once so much time has passed: the inverse of {@link #after}. */
    private static long dueAfter(Duration passed) {
        long firsts = passed.toMillis() / FIRST.toMillis();
        if (firsts <= 0) {
            return 0;
        }
        return firsts < 2 * LONGEST - 1
                ? Long.SIZE - 1 - Long.numberOfLeadingZeros(firsts + 1)
                : DOUBLINGS + 1 + (firsts - (2 * LONGEST - 1)) / LONGEST;
    }

    /** The reminders that were due by {@code now} are given, as one. */
    void give(TaskInstance task, Instant now) {
        var since = since(task);
        if (since != null) {
            given.set(plan.node(task), Math.max(given(task), dueAfter(Duration.between(since, now))));
        }
    }

    void moved(TaskInstance before, TaskInstance after) {
        var since = since(after);
        if (since != null && !since.equals(since(before))) {
            given.set(plan.node(after), 0L);
        }
    }
}
