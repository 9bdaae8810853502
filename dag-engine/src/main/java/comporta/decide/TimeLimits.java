package comporta.decide;

import comporta.dag.Alerts;
import comporta.dag.Deadline;
import comporta.operator.Cause;
import comporta.operator.Finding;
import comporta.operator.News;
import comporta.run.Afterwards;
import comporta.run.DagRun;
import comporta.run.RunState;
import comporta.run.RunType;
import comporta.run.TaskEvent;
import comporta.run.TaskInstance;
import comporta.run.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Deadlines and alerts, judged by the clock. Before an event is answered all rings that is due by then: what happens later than a deadline
 * is late, however late it was heard of. After it what moved begins to count, or counts no more.
 */
final class TimeLimits {
    private TimeLimits() {}

    /**
     * What is due fires, unless the event says that its task had ended before. Then it is seen afterwards whether it was met; if the end of
     * that task was not the end of what it is set for, it is still due, and fires with the next event.
     */
    static void ring(Draft draft, List<TimeLimit> due, Event event) {
        var end = end(draft, event);
        if (end != null) {
            draft.heardEnd(end.at());
        }
        for (var limit : due) {
            var maybeMet = end != null && !end.at().isAfter(limit.dueAt()) && isOf(draft, limit, end);
            if (!maybeMet && !isAtRest(draft, limit)) {
                fire(draft, limit);
            }
        }
    }

    /** An end before the beginning comes from a clock that nobody can trust. */
    private static News.@Nullable Ended end(Draft draft, Event event) {
        var end = switch (event) {
            case Event.Heard heard when heard.news() instanceof News.Ended ended -> ended;
            case Event.Found found when found.finding() instanceof Finding.AlreadyEnded ended -> ended.end();
            case Event _ -> null;
        };
        var node = end == null ? null : draft.plan().node(end.launch());
        var started = node == null || !draft.has(node) ? null : draft.instance(node).startedAt();
        return end == null || started == null || end.at().isBefore(started) ? null : end;
    }

    private static boolean isOf(Draft draft, TimeLimit limit, News.Ended end) {
        var node = draft.plan().node(end.launch());
        return limit.task() == TimeLimit.RUN || (node != null && node == node(draft, limit));
    }

    private static int node(Facts facts, TimeLimit limit) {
        return facts.plan().node(limit.task(), limit.mapIndex());
    }

    private static boolean isAtRest(Draft draft, TimeLimit limit) {
        return limit.task() == TimeLimit.RUN ? draft.run().state().isFinal() : draft.instance(node(draft, limit)).isAtRest();
    }

    private static void fire(Draft draft, TimeLimit limit) {
        draft.move(limit.fired(draft.now()));
        if (limit.kind() != TimeLimit.Kind.DEADLINE) {
            return;
        }
        var onMiss = deadlines(draft.plan(), limit).get(limit.number()).onMiss();
        var reason = LimitWords.of(draft, limit);
        if (limit.task() == TimeLimit.RUN) {
            switch (onMiss) {
                case ALERT -> { }
                case CANCEL -> Course.halt(draft, new DagRun.Halt(RunState.CANCELLED, Cause.DEADLINE, reason, true), false);
                case FAIL -> Course.halt(draft, new DagRun.Halt(RunState.FAILED, Cause.DEADLINE, reason, true), false);
            }
            return;
        }
        switch (onMiss) {
            case ALERT -> { }
            case CANCEL -> stop(draft, node(draft, limit), new Afterwards.Cancel(Cause.DEADLINE, reason));
            case FAIL -> stop(draft, node(draft, limit), new Afterwards.Fail(Cause.DEADLINE, reason, false));
        }
    }

    private static void stop(Draft draft, int node, Afterwards then) {
        Tries.stop(draft, node, new TaskEvent.StopAsked(then), false);
    }

    static List<Deadline> deadlines(Plan plan, TimeLimit limit) {
        return limit.task() == TimeLimit.RUN ? plan.dag().deadlines() : plan.task(limit.task()).deadlines();
    }

    /** Looks at all that has moved, and at everything when the run begins or goes on. */
    static void follow(Draft draft, boolean isBeginning) {
        if (!draft.plan().hasLimits()) {
            return;
        }
        var nodes = new LinkedHashSet<Integer>();
        var run = isBeginning;
        if (isBeginning) {
            Nodes.all(draft).filter(draft.plan()::hasLimits).forEach(nodes::add);
        }
        for (var change : List.copyOf(draft.changes())) {
            if (change instanceof Change.TaskMoved moved) {
                nodes.add(draft.plan().node(moved.after()));
            } else if (change instanceof Change.Expanded expanded) {
                expanded.added().forEach(added -> nodes.add(draft.plan().node(added.instance())));
                IntStream.of(draft.plan().units().get(draft.plan().unit(expanded.after().of())).members()).forEach(nodes::add);
            } else if (change instanceof Change.RunMoved) {
                run = true;
            }
        }
        nodes.stream().filter(draft.plan()::hasLimits).forEach(node -> followTask(draft, node));
        if (run) {
            followRun(draft);
        }
    }

    private static void followTask(Draft draft, int node) {
        var instance = draft.instance(node);
        var task = draft.plan().task(node);
        var isWhole = Nodes.isSummary(draft, node);   // from here on its instances have deadlines of their own
        if (instance.state() instanceof TaskState.Removed) {
            isWhole = true;
        }
        for (int number = 0; number < task.deadlines().size(); number++) {
            var deadline = task.deadlines().get(number);
            var key = new TimeLimit.Key(TimeLimit.Kind.DEADLINE, instance.task(), instance.mapIndex(), number);
            if (isWhole) {
                off(draft, key);
            } else {
                deadline(draft, key, deadline, reference(deadline, draft.run(), instance), instance.isAtRest(),
                        instance.state() instanceof TaskState.Success);
            }
        }
        if (isWhole) {
            return;
        }
        var usual = draft.plan().usual(node);
        var alerts = task.alerts();
        count(draft, TimeLimit.Kind.LONGER_THAN, instance, span(alerts.longerThan(), usual), running(instance));
        count(draft, TimeLimit.Kind.QUEUED_FOR, instance, span(alerts.queuedFor(), usual), queued(instance));
        shorter(draft, new TimeLimit.Key(TimeLimit.Kind.SHORTER_THAN, instance.task(), instance.mapIndex(), 0),
                span(alerts.shorterThan(), usual),
                instance.startedAt(), instance.state() instanceof TaskState.Success ? instance.endedAt() : null);
    }

    private static void followRun(Draft draft) {
        var run = draft.run();
        var dag = draft.plan().dag();
        for (int number = 0; number < dag.deadlines().size(); number++) {
            var deadline = dag.deadlines().get(number);
            deadline(draft, new TimeLimit.Key(TimeLimit.Kind.DEADLINE, TimeLimit.RUN, -1, number), deadline, reference(deadline, run, null),
                    run.state().isFinal(), run.state() == RunState.SUCCESS);
        }
        var usual = draft.plan().usualRun();
        count(draft, new TimeLimit.Key(TimeLimit.Kind.LONGER_THAN, TimeLimit.RUN, -1, 0), span(dag.alerts().longerThan(), usual),
                run.state().isFinal() ? null : run.startedAt());
        shorter(draft, new TimeLimit.Key(TimeLimit.Kind.SHORTER_THAN, TimeLimit.RUN, -1, 0), span(dag.alerts().shorterThan(), usual),
                run.startedAt(),
                run.state() == RunState.SUCCESS ? run.endedAt() : null);
    }

    static @Nullable Instant reference(Deadline deadline, DagRun run, @Nullable TaskInstance task) {
        return switch (deadline.from()) {
            case TICK -> run.logicalDate();
            case INTERVAL_END -> run.intervalEnd() == null ? run.logicalDate() : run.intervalEnd();
            case RUN_START -> run.startedAt();
            case QUEUED -> task == null ? run.queuedAt() : task.readyAt();
            case START -> task == null ? run.startedAt() : task.startedAt();
        };
    }

    private static void deadline(
            Draft draft, TimeLimit.Key key, Deadline deadline, @Nullable Instant reference, boolean isAtRest, boolean isSuccess) {
        var known = draft.limit(key);
        if (known == null) {
            if (reference != null) {
                draft.move(begun(draft, key, deadline.dueAfter(reference, Rendering.zone(draft)), isAtRest, isSuccess));
            }
        } else if (known.isPending() && isAtRest) {
            var inTime = !known.dueAt().isBefore(draft.heardEnd());   // while it was held it may have passed
            draft.move(inTime ? known.in(isSuccess ? TimeLimit.State.MET : TimeLimit.State.OFF) : known.fired(draft.now()));
        } else if (known.state() == TimeLimit.State.OFF && !isAtRest && known.dueAt().isAfter(draft.now())) {
            draft.move(known.in(TimeLimit.State.PENDING));   // it was cleared, and can still make it
        }
    }

    /**
     * A run that was asked for after its deadline never had one; a tick that was served too late has missed
     * it, and is not stopped for that.
     */
    private static TimeLimit begun(Draft draft, TimeLimit.Key key, Instant due, boolean isAtRest, boolean isSuccess) {
        var fresh = new TimeLimit(key.kind(), key.task(), key.mapIndex(), key.number(), due, TimeLimit.State.PENDING, null);
        if (!due.isAfter(draft.run().queuedAt())) {
            return draft.run().type() == RunType.SCHEDULED && !isAtRest ? fresh.fired(draft.now()) : fresh.in(TimeLimit.State.OFF);
        }
        return isAtRest ? fresh.in(isSuccess && due.isAfter(draft.now()) ? TimeLimit.State.MET : TimeLimit.State.OFF) : fresh;
    }

    private static void off(Draft draft, TimeLimit.Key key) {
        var known = draft.limit(key);
        if (known != null && known.isPending()) {
            draft.move(known.in(TimeLimit.State.OFF));
        }
    }

    private static void count(Draft draft, TimeLimit.Kind kind, TaskInstance instance, @Nullable Duration limit, @Nullable Instant since) {
        count(draft, new TimeLimit.Key(kind, instance.task(), instance.mapIndex(), 0), limit, since);
    }

    /** Counts from {@code since}, anew when that is another instant; null: it does not count now. What has fired fires no more. */
    private static void count(Draft draft, TimeLimit.Key key, @Nullable Duration limit, @Nullable Instant since) {
        var known = draft.limit(key);
        if (limit == null || (known != null && known.firedAt() != null)) {
            return;
        }
        if (since == null) {
            off(draft, key);
            return;
        }
        var due = since.plus(limit);
        if (known == null) {
            draft.move(new TimeLimit(key.kind(), key.task(), key.mapIndex(), key.number(), due, TimeLimit.State.PENDING, null));
        } else if (!known.isPending() || !known.dueAt().equals(due)) {
            draft.move(known.due(due));
        }
    }

    /** A success that came sooner than that is unusual: told in the step in which it comes, or never. */
    private static void shorter(
            Draft draft, TimeLimit.Key key, @Nullable Duration limit, @Nullable Instant since, @Nullable Instant succeeded) {
        var known = draft.limit(key);
        if (limit == null || since == null || !draft.now().equals(succeeded) || (known != null && known.firedAt() != null)) {
            return;
        }
        var soonest = since.plus(limit);
        if (soonest.isAfter(succeeded)) {
            draft.move(new TimeLimit(key.kind(), key.task(), key.mapIndex(), key.number(), soonest, TimeLimit.State.MISSED, succeeded));
        }
    }

    private static @Nullable Instant running(TaskInstance instance) {
        return instance.state() instanceof TaskState.Running running ? running.since() : null;
    }

    private static @Nullable Instant queued(TaskInstance instance) {
        return switch (instance.state()) {
            case TaskState.Queued queued -> queued.since();
            case TaskState.Launching launching -> launching.since();
            case TaskState _ -> null;
        };
    }

    private static @Nullable Duration span(Alerts.@Nullable Span written, @Nullable Duration usual) {
        return switch (written) {
            case Alerts.Span.Fixed fixed -> fixed.duration();
            case Alerts.Span.TimesUsual times when usual != null -> Duration.ofMillis((long) ((double) usual.toMillis() * times.factor()));
            case null, default -> null;
        };
    }
}
