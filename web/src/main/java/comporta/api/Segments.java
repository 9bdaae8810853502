package comporta.api;

import comporta.run.TaskInstance;
import comporta.run.TaskState;
import comporta.store.TrySpan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bar of a task instance: its waits, its tries one by one, and what is ahead of it. Pure. */
final class Segments {
    private final TaskInstance task;
    private final Instant now;
    private final List<Segment> segments = new ArrayList<>();

    private Segments(TaskInstance task, Instant now) {
        this.task = task;
        this.now = now;
    }

    /**
     * In order of time.
     *
     * @param tries in order of number
     * @param predictedEnd null: not known
     * @param usual how long a try takes; null: not known
     * @param code why it waits now; null: it does not, or nobody knows
     */
    static List<Segment> of(
            TaskInstance task, List<TrySpan> tries, Instant now, @Nullable Instant predictedEnd, @Nullable Duration usual,
            @Nullable String code) {
        var of = new Segments(task, now);
        of.past(tries);
        of.present(tries, code);
        of.ahead(predictedEnd, usual);
        return List.copyOf(of.segments);
    }

    private void past(List<TrySpan> tries) {
        Instant before = null;
        for (var each : tries) {
            var ready = task.readyAt();
            if (ready != null && (before == null || before.isBefore(ready)) && !each.openedAt().isBefore(ready)) {
                add(Segment.of("wait", "queued", each.number(), ready, each.openedAt()));
            } else if (before != null && (ready == null || !before.isBefore(ready))) {
                add(Segment.of("wait", "up_for_retry", each.number(), before, each.openedAt()));
            }
            work(each);
            before = each.closedAt();
        }
    }

    private void work(TrySpan tried) {
        var closed = tried.closedAt();
        var until = closed == null ? now : closed;
        var started = tried.number() == task.tries() && task.startedAt() != null && !task.startedAt().isAfter(until)
                ? task.startedAt()
                : null;
        var from = tried.openedAt();
        if (started != null && started.isAfter(from)) {
            add(Segment.of("transition", "launching", tried.number(), from, started));
            from = started;
        }
        if (closed != null) {
            var cause = tried.cause();
            segments.add(new Segment("work", cause == null ? "success" : "failed", tried.number(), from, closed, null,
                    cause == null ? null : cause.word(), null));
            return;
        }
        switch (task.state()) {
            case TaskState.Running _ -> add(Segment.of("work", "running", tried.number(), from, now));
            case TaskState.Deferred _ -> add(Segment.of("wait", "deferred", tried.number(), from, now));
            case TaskState.Stopping stopping -> unconfirmed(tried.number(), "stopping", from, stopping.since());
            case TaskState.Unreachable lost -> unconfirmed(tried.number(), "unreachable", from, lost.since());
            default -> add(Segment.of("transition", "launching", tried.number(), from, now));
        }
    }

    private void unconfirmed(int number, String state, Instant from, Instant since) {
        var turn = since.isBefore(from) ? from : since;
        add(Segment.of("work", "running", number, from, turn));
        add(Segment.of("transition", state, number, turn, now));
    }

    private void present(List<TrySpan> tries, @Nullable String code) {
        if (task.state() instanceof TaskState.Queued queued) {
            add(Segment.of("wait", "queued", task.tries() + 1, queued.since(), now).because(code));
        } else if (task.state() instanceof TaskState.UpForRetry && !tries.isEmpty() && tries.getLast().closedAt() != null) {
            add(Segment.of("wait", "up_for_retry", task.tries() + 1, tries.getLast().closedAt(), now).because(code));
        } else if (task.state() instanceof TaskState.Waiting && task.readyAt() != null) {
            add(Segment.of("wait", "waiting", task.tries() + 1, task.readyAt(), now).because(code));
        }
    }

    private void ahead(@Nullable Instant end, @Nullable Duration usual) {
        if (end == null || task.isAtRest() || !end.isAfter(now)) {
            return;
        }
        var from = task.state() instanceof TaskState.InTry || usual == null ? now : end.minus(usual);
        add(Segment.of("predicted", "success", Math.max(1, task.tries()), from.isBefore(now) ? now : from, end));
    }

    /** Nothing is no segment. */
    private void add(Segment segment) {
        if (segment.to().isAfter(segment.from())) {
            segments.add(segment);
        }
    }
}
