package comporta.app;

import comporta.loop.TaskPicture;
import comporta.run.TaskInstance;
import comporta.run.TaskState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What can be said of a task of a run. */
final class TaskWords {
    private TaskWords() {}

    /** How long its present state has lasted, or its last try; null: nothing to tell. */
    static @Nullable Duration elapsed(TaskInstance task, Instant now) {
        return switch (task.state()) {
            case TaskState.Waiting _, TaskState.UpForRetry _ -> null;
            case TaskState.Queued queued -> Duration.between(queued.since(), now);
            case TaskState.InTry _ -> task.startedAt() == null ? null : Duration.between(task.startedAt(), now);
            case TaskState.AtRest _ -> lasted(task);
        };
    }

    /** From the start of its last try to its end; null: it never ran, or is not over. */
    static @Nullable Duration lasted(TaskInstance task) {
        var from = task.startedAt();
        var to = task.endedAt();
        return from == null || to == null ? null : Duration.between(from, to);
    }

    /** Why it waits or ended as it did; empty: nothing to tell. */
    static String reason(TaskPicture task) {
        // Of a retry the screen itself tells when it is due.
        var own = reason(task.instance().state());
        return task.reason().isEmpty() || task.instance().state() instanceof TaskState.UpForRetry ? own : task.reason();
    }

    /** What the state itself tells; empty: nothing. */
    static String reason(TaskState state) {
        return switch (state) {
            case TaskState.UpForRetry retry -> retry.reason();
            case TaskState.Unreachable lost -> lost.reason();
            case TaskState.Failed failed -> failed.reason();
            case TaskState.Skipped skipped -> skipped.reason();
            case TaskState.UpstreamFailed failed -> failed.reason();
            case TaskState.Cancelled cancelled -> cancelled.reason();
            case TaskState.Success success -> success.reason();
            case TaskState.Waiting _, TaskState.Queued _, TaskState.Launching _, TaskState.Running _, TaskState.Deferred _,
                    TaskState.Stopping _, TaskState.Removed _ -> "";
        };
    }

    /** Whether it failed, or is about to be tried again because it did. */
    static boolean hasFailed(TaskInstance task) {
        return task.state() instanceof TaskState.Failed || task.state() instanceof TaskState.UpForRetry;
    }
}
