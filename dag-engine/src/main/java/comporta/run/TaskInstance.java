package comporta.run;

import comporta.operator.Progress;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task of a run.
 *
 * @param task its number in the pinned DAG version
 * @param mapIndex index of a mapped instance, or -1
 * @param tries highest try number used so far; 0 before the first
 * @param userFailures tries since the last clear that used up {@code retries}
 * @param platformFailures tries since the last clear that used up the platform's retries
 * @param begun whether a try was ever launched: a set-up that has begun is torn down, also when it was to start over and never did
 * @param readyAt when its rule first held since the last clear; while it waits: since when it waits for other runs alone
 * @param startedAt when the present or last try began to run
 * @param endedAt when it came to rest
 * @param signAt last sign of life of the present try
 * @param progress of the present try
 * @param exitCode of the last try, when there was one
 */
public record TaskInstance(
        int task,
        int mapIndex,
        TaskState state,
        int tries,
        int userFailures,
        int platformFailures,
        boolean begun,
        @Nullable Instant readyAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Instant signAt,
        Progress progress,
        @Nullable Integer exitCode) {

    /** A task that nothing has happened to. */
    public static TaskInstance fresh(int task) {
        return fresh(task, -1);
    }

    /** An instance of an expanded task that nothing has happened to. */
    public static TaskInstance fresh(int task, int mapIndex) {
        return new TaskInstance(
                task, mapIndex, new TaskState.Waiting(), 0, 0, 0, false, null, null, null, null, Progress.NONE, null);
    }

    /** A task that is not part of its run. */
    public static TaskInstance leftOut(int task) {
        return leftOut(task, -1);
    }

    /** An instance of an expanded task that is not part of its run. */
    public static TaskInstance leftOut(int task, int mapIndex) {
        return fresh(task, mapIndex).in(new TaskState.Removed());
    }

    /** Whether it is done with. */
    public boolean isAtRest() {
        return state instanceof TaskState.AtRest;
    }

    /** The earliest instant at which one of its clocks may run out, or its retry is due; null: none. */
    public @Nullable Instant dueAt(Terms terms) {
        var limits = terms.timeouts();
        return switch (state) {
            case TaskState.Queued queued -> earliest(after(queued.since(), limits.queue()), after(readyAt, limits.total()));
            case TaskState.Launching launching ->
                earliest(after(launching.since(), limits.queue()), after(readyAt, limits.total()));
            case TaskState.Running running -> earliest(
                    earliest(after(running.since(), limits.execution()), after(readyAt, limits.total())),
                    after(signAt, limits.progress()));
            case TaskState.Deferred deferred ->
                earliest(after(deferred.since(), limits.execution()), after(readyAt, limits.total()));
            case TaskState.UpForRetry retry -> earliest(retry.dueAt(), after(readyAt, limits.total()));
            case TaskState.Unreachable lost -> lost.since().plus(terms.unreachableTimeout());
            case TaskState.Waiting _, TaskState.Stopping _, TaskState.AtRest _ -> null;
        };
    }

    static @Nullable Instant after(@Nullable Instant start, @Nullable Duration limit) {
        return start == null || limit == null ? null : start.plus(limit);
    }

    private static @Nullable Instant earliest(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }

    TaskInstance in(TaskState next) {
        return new TaskInstance(
                task, mapIndex, next, tries, userFailures, platformFailures, begun, readyAt, startedAt, endedAt, signAt, progress,
                exitCode);
    }

    TaskInstance ready(Instant now) {
        return new TaskInstance(
                task, mapIndex, new TaskState.Queued(now), tries, userFailures, platformFailures, begun,
                readyAt == null || state instanceof TaskState.Waiting ? now : readyAt, startedAt, null, signAt, progress, exitCode);
    }

    TaskInstance held(Instant now) {
        return new TaskInstance(
                task, mapIndex, state, tries, userFailures, platformFailures, begun, now, startedAt, endedAt, signAt, progress, exitCode);
    }

    TaskInstance launching(int tryNumber, int expectedLaunches, Instant now) {
        var since = state instanceof TaskState.Queued queued ? queued.since() : now;
        return new TaskInstance(
                task, mapIndex, new TaskState.Launching(tryNumber, since), tryNumber, userFailures, platformFailures, true, readyAt,
                null, null, null, expectedLaunches > 1 ? new Progress(0, 0, expectedLaunches, "") : Progress.NONE, null);
    }

    /** What the present try waits for, which the text of its progress tells as long as it does not run. */
    TaskInstance waitingFor(String why) {
        return new TaskInstance(
                task, mapIndex, state, tries, userFailures, platformFailures, begun, readyAt, startedAt, endedAt, signAt,
                new Progress(progress.fraction(), progress.done(), progress.total(), why), exitCode);
    }

    TaskInstance running(int tryNumber, Instant since, Instant now) {
        return new TaskInstance(
                task, mapIndex, new TaskState.Running(tryNumber, since), tries, userFailures, platformFailures, begun, readyAt,
                startedAt == null ? since : startedAt, null, now, progress, exitCode);
    }

    TaskInstance deferred(int tryNumber, Instant since) {
        return new TaskInstance(
                task, mapIndex, new TaskState.Deferred(tryNumber, since), tries, userFailures, platformFailures, begun, readyAt,
                startedAt == null ? since : startedAt, null, signAt, progress, exitCode);
    }

    TaskInstance alive(Progress now, Instant at) {
        return new TaskInstance(
                task, mapIndex, state, tries, userFailures, platformFailures, begun, readyAt, startedAt, endedAt, at, now, exitCode);
    }

    TaskInstance failing(TaskState next, int user, int platform, @Nullable Integer code) {
        return new TaskInstance(
                task, mapIndex, next, tries, user, platform, begun, readyAt, startedAt, endedAt, signAt, progress, code);
    }

    TaskInstance triesUsed(int tryNumber) {
        return new TaskInstance(
                task, mapIndex, state, tryNumber, userFailures, platformFailures, begun, readyAt, startedAt, endedAt, signAt, progress,
                exitCode);
    }

    TaskInstance atRest(TaskState.AtRest end, Instant now) {
        return new TaskInstance(
                task, mapIndex, end, tries, userFailures, platformFailures, begun, readyAt, startedAt, now, signAt, progress, exitCode);
    }

    /** An expanded task as it is shown while its instances are under way: running, since {@code since}. */
    public TaskInstance atWork(Instant since, Progress done) {
        return new TaskInstance(
                task, mapIndex, new TaskState.Running(0, since), tries, userFailures, platformFailures, begun, readyAt, since, null, signAt,
                done, exitCode);
    }

    TaskInstance summarised(TaskState.AtRest end, @Nullable Instant start, Instant now) {
        return new TaskInstance(
                task, mapIndex, end, tries, userFailures, platformFailures, begun, readyAt, start, now, signAt, progress, exitCode);
    }

    TaskInstance withExitCode(@Nullable Integer code) {
        return new TaskInstance(
                task, mapIndex, state, tries, userFailures, platformFailures, begun, readyAt, startedAt, endedAt, signAt, progress, code);
    }

    TaskInstance startOver() {
        return new TaskInstance(
                task, mapIndex, new TaskState.Waiting(), tries, 0, 0, begun, null, null, null, null, Progress.NONE, null);
    }
}
