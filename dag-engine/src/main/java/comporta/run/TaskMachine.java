package comporta.run;

import static comporta.run.TaskInstance.after;

import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Progress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The machine of a task instance: total over all states and events, pure. */
public final class TaskMachine {
    private static final Transition IGNORED = new Transition.Ignored();

    private TaskMachine() {}

    /** What {@code event} does to {@code task} at {@code now}. */
    public static Transition transition(TaskInstance task, TaskEvent event, Terms terms, Instant now) {
        return switch (event) {
            case TaskEvent.RuleHeld _ -> fromWaiting(task, task.ready(now));
            case TaskEvent.Held _ -> task.readyAt() == null ? fromWaiting(task, task.held(now)) : IGNORED;
            case TaskEvent.PassedOver passed -> fromWaiting(task, task.atRest(new TaskState.Skipped(passed.reason()), now));
            case TaskEvent.UpstreamBroke broke ->
                fromWaiting(task, task.atRest(new TaskState.UpstreamFailed(broke.reason()), now));
            case TaskEvent.Launched launched ->
                fromQueue(task, launched.tryNumber(), task.launching(launched.tryNumber(), launched.expectedLaunches(), now));
            case TaskEvent.NothingToDo nothing ->
                fromQueue(task, nothing.tryNumber(), begun(task, nothing.tryNumber(), now).atRest(new TaskState.Success(), now));
            case TaskEvent.Unpreparable bad -> fromQueue(
                    task, bad.tryNumber(),
                    task.triesUsed(bad.tryNumber()).atRest(new TaskState.Failed(bad.cause(), bad.reason()), now));
            case TaskEvent.Waits waits -> onWaits(task, waits);
            case TaskEvent.Started started -> onStarted(task, started, now);
            case TaskEvent.Deferred deferred -> onDeferred(task, deferred, now);
            case TaskEvent.Alive alive -> onAlive(task, alive, now);
            case TaskEvent.TryEnded ended -> onEnded(task, ended, terms, now);
            case TaskEvent.SightLost lost -> onSightLost(task, lost, now);
            case TaskEvent.TimeCame _ -> onTime(task, terms, now);
            case TaskEvent.StopAsked stop -> onStopAsked(task, stop.then(), now);
            case TaskEvent.Cleared _ -> onStopAsked(task, new Afterwards.StartOver(), now);
            case TaskEvent.Summarised all -> fromWaiting(task, task.summarised(all.end(), all.startedAt(), now));
            case TaskEvent.Dropped _ -> fromWaiting(task, task.atRest(new TaskState.Removed(), now));
            case TaskEvent.TakenUp _ -> task.state() instanceof TaskState.Removed ? moved(task.startOver()) : IGNORED;
        };
    }

    private static Transition fromWaiting(TaskInstance task, TaskInstance next) {
        return task.state() instanceof TaskState.Waiting ? moved(next) : IGNORED;
    }

    private static Transition fromQueue(TaskInstance task, int tryNumber, TaskInstance next) {
        return task.state() instanceof TaskState.Queued && tryNumber == task.tries() + 1 ? moved(next) : IGNORED;
    }

    private static TaskInstance begun(TaskInstance task, int tryNumber, Instant now) {
        return task.launching(tryNumber, 1, now).running(tryNumber, now, now).alive(new Progress(1, 0, 0, ""), now);
    }

    /** What never ran, and was out of sight for a while, is where it was before. */
    private static Transition onWaits(TaskInstance task, TaskEvent.Waits event) {
        return switch (task.state()) {
            case TaskState.Launching s when s.tryNumber() == event.tryNumber() && !task.progress().text().equals(event.why()) ->
                moved(task.waitingFor(event.why()));
            case TaskState.Unreachable s when s.tryNumber() == event.tryNumber() && task.startedAt() == null && s.holdsSlots() ->
                moved(task.in(new TaskState.Launching(s.tryNumber(), s.since())).waitingFor(event.why()));
            case TaskState _ -> IGNORED;
        };
    }

    private static Transition onStarted(TaskInstance task, TaskEvent.Started event, Instant now) {
        return switch (task.state()) {
            case TaskState.Launching s when s.tryNumber() == event.tryNumber() ->
                    moved(task.waitingFor("").running(s.tryNumber(), now, now));
            case TaskState.Unreachable s when s.tryNumber() == event.tryNumber() -> moved(inSight(task, s, now));
            case TaskState _ -> IGNORED;
        };
    }

    /** As it was before sight of it was lost. */
    private static TaskInstance inSight(TaskInstance task, TaskState.Unreachable lost, Instant now) {
        var started = task.startedAt();
        var since = started == null ? now : started;
        return lost.holdsSlots() ? task.running(lost.tryNumber(), since, now) : task.deferred(lost.tryNumber(), since);
    }

    /** The wait counts from when the try began to run, if it did. */
    private static Transition onDeferred(TaskInstance task, TaskEvent.Deferred event, Instant now) {
        var started = task.startedAt();
        return switch (task.state()) {
            case TaskState.Launching s when s.tryNumber() == event.tryNumber() -> moved(task.waitingFor("").deferred(s.tryNumber(), now));
            case TaskState.Running s when s.tryNumber() == event.tryNumber() -> moved(task.deferred(s.tryNumber(), s.since()));
            case TaskState.Unreachable s when s.tryNumber() == event.tryNumber() ->
                moved(task.deferred(s.tryNumber(), started == null ? now : started));
            case TaskState _ -> IGNORED;
        };
    }

    private static Transition onAlive(TaskInstance task, TaskEvent.Alive event, Instant now) {
        return switch (task.state()) {
            case TaskState.Launching s when s.tryNumber() == event.tryNumber() ->
                moved(task.running(s.tryNumber(), now, now).alive(event.progress(), now));
            case TaskState.Running s when s.tryNumber() == event.tryNumber() -> moved(task.alive(event.progress(), now));
            case TaskState.Deferred s when s.tryNumber() == event.tryNumber() -> moved(task.alive(event.progress(), now));
            case TaskState.Unreachable s when s.tryNumber() == event.tryNumber() ->
                moved(inSight(task, s, now).alive(event.progress(), now));
            case TaskState _ -> IGNORED;
        };
    }

    private static Transition onEnded(TaskInstance task, TaskEvent.TryEnded event, Terms terms, Instant now) {
        return switch (task.state()) {
            case TaskState.Stopping s when s.tryNumber() == event.tryNumber() ->
                moved(stopped(task.withExitCode(event.exit().code()), s.then(), terms, now));
            case TaskState.InTry s when s.tryNumber() == event.tryNumber() -> moved(ended(task, event.exit(), terms, true, now));
            case TaskState _ -> IGNORED;
        };
    }

    private static Transition onSightLost(TaskInstance task, TaskEvent.SightLost event, Instant now) {
        return switch (task.state()) {
            case TaskState.Launching s when s.tryNumber() == event.tryNumber() -> moved(lost(task, s, event.reason(), now));
            case TaskState.Running s when s.tryNumber() == event.tryNumber() -> moved(lost(task, s, event.reason(), now));
            case TaskState.Deferred s when s.tryNumber() == event.tryNumber() -> moved(lost(task, s, event.reason(), now));
            case TaskState _ -> IGNORED;
        };
    }

    private static TaskInstance lost(TaskInstance task, TaskState.InTry state, String reason, Instant now) {
        return task.in(new TaskState.Unreachable(state.tryNumber(), reason, now, state.holdsSlots()));
    }

    private static Transition onTime(TaskInstance task, Terms terms, Instant now) {
        var due = task.dueAt(terms);
        if (due == null || due.isAfter(now)) {
            return IGNORED;
        }
        var limits = terms.timeouts();
        if (isDue(after(task.readyAt(), limits.total()), now) && !(task.state() instanceof TaskState.Unreachable)) {
            return onStopAsked(task, timeout(terms, "all its tries together took longer than total_timeout", false), now);
        }
        return switch (task.state()) {
            case TaskState.Queued _, TaskState.Launching _ ->
                onStopAsked(task, timeout(terms, "it was ready but not running for longer than queue_timeout", false), now);
            case TaskState.Running running -> onStopAsked(
                    task,
                    isDue(after(running.since(), limits.execution()), now)
                            ? timeout(terms, "the try ran longer than execution_timeout", true)
                            : timeout(terms, "the try gave no sign of life for longer than progress_timeout", true),
                    now);
            case TaskState.Deferred _ -> onStopAsked(task, timeout(terms, "it waited longer than execution_timeout", true), now);
            case TaskState.UpForRetry _ -> moved(task.ready(now));
            case TaskState.Unreachable lost -> moved(ended(
                    task,
                    Exit.failure(Cause.PLATFORM, null, "out of sight since " + lost.since() + ": " + lost.reason()),
                    terms,
                    terms.relaunchUnreachable(),
                    now));
            case TaskState.Waiting _, TaskState.Stopping _, TaskState.AtRest _ -> IGNORED;
        };
    }

    private static boolean isDue(@Nullable Instant due, Instant now) {
        return due != null && !due.isAfter(now);
    }

    private static Afterwards timeout(Terms terms, String reason, boolean mayRetry) {
        return Retries.names(terms.skipOn(), Exit.failure(Cause.TIMEOUT, null, reason))
                ? new Afterwards.Skip(reason)
                : new Afterwards.Fail(Cause.TIMEOUT, reason, mayRetry);
    }

    /** A live try is asked to end and becomes {@code then} later; what is not under way becomes it at once. */
    private static Transition onStopAsked(TaskInstance task, Afterwards then, Instant now) {
        return switch (task.state()) {
            case TaskState.Stopping s -> overrides(then, s.then())
                    ? moved(task.in(new TaskState.Stopping(s.tryNumber(), then, s.since(), s.holdsSlots())))
                    : IGNORED;
            case TaskState.InTry s -> moved(task.in(new TaskState.Stopping(s.tryNumber(), then, now, s.holdsSlots())));
            case TaskState.Removed _ -> IGNORED;
            case TaskState.AtRest _ when !(then instanceof Afterwards.StartOver) && !isMark(then) -> IGNORED;
            case TaskState.AtRest _, TaskState.Waiting _, TaskState.Queued _, TaskState.UpForRetry _ ->
                moved(became(task, then, now));
        };
    }

    /** A person's later word replaces what a stop was for; the engine's own never does. */
    private static boolean overrides(Afterwards next, Afterwards present) {
        return !next.equals(present) && (isMark(next) || next instanceof Afterwards.StartOver || next instanceof Afterwards.Cancel);
    }

    private static boolean isMark(Afterwards then) {
        return switch (then) {
            case Afterwards.Succeed _, Afterwards.Skip _ -> true;
            case Afterwards.Fail fail -> fail.cause() == Cause.OPERATOR;
            case Afterwards.Cancel _, Afterwards.StartOver _ -> false;
        };
    }

    private static TaskInstance stopped(TaskInstance task, Afterwards then, Terms terms, Instant now) {
        return then instanceof Afterwards.Fail fail
                ? ended(task, Exit.failure(fail.cause(), task.exitCode(), fail.reason()), terms, fail.mayRetry(), now)
                : became(task, then, now);
    }

    private static TaskInstance became(TaskInstance task, Afterwards then, Instant now) {
        return switch (then) {
            case Afterwards.Fail fail -> task.atRest(new TaskState.Failed(fail.cause(), fail.reason()), now);
            case Afterwards.Cancel cancel -> task.atRest(new TaskState.Cancelled(cancel.cause(), cancel.reason()), now);
            case Afterwards.Succeed succeed -> task.atRest(new TaskState.Success(succeed.reason()), now);
            case Afterwards.Skip skip -> task.atRest(new TaskState.Skipped(skip.reason()), now);
            case Afterwards.StartOver _ -> task.startOver();
        };
    }

    private static TaskInstance ended(TaskInstance task, Exit exit, Terms terms, boolean mayRetry, Instant now) {
        var done = task.withExitCode(exit.code());
        var cause = exit.cause();
        if (cause == null) {
            return done.atRest(new TaskState.Success(), now);
        }
        if (Retries.names(terms.skipOn(), exit)) {
            return done.atRest(new TaskState.Skipped(exit.reason()), now);
        }
        var platform = cause == Cause.PLATFORM;
        var user = task.userFailures() + (platform ? 0 : 1);
        var losses = task.platformFailures() + (platform ? 1 : 0);
        var left = platform ? losses <= platformRetries(terms) : user <= terms.retry().retries() && Retries.covers(terms.retry(), exit);
        if (!mayRetry || exit.forGood() || !left || cause == Cause.OPERATOR || cause == Cause.DEADLINE) {
            return done.failing(done.state(), user, losses, exit.code()).atRest(new TaskState.Failed(cause, exit.reason()), now);
        }
        var seed = terms.seed() + 31L * (task.mapIndex() + 1);   // instances of one task do not all come back at once
        var delay = platform
                ? Retries.platformDelay(terms.platform(), losses, seed)
                : Retries.delay(terms.retry(), user, seed);
        return done.failing(new TaskState.UpForRetry(cause, exit.reason(), now.plus(delay)), user, losses, exit.code());
    }

    private static int platformRetries(Terms terms) {
        var own = terms.retry().platformRetries();
        return own == null ? terms.platform().max() : own;
    }

    private static Transition moved(TaskInstance next) {
        return new Transition.Moved(next);
    }
}
