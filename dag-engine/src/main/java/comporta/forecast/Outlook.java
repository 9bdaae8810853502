package comporta.forecast;

import comporta.dag.TaskId;
import comporta.decide.Facts;
import comporta.decide.Nodes;
import comporta.run.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The likely end of a run when every task takes as long as usual and nothing waits for slots: the longest way through what is left.
 *
 * @param end null when no task of the run has a usual or declared duration
 * @param criticalPath numbers of the tasks, first to last, whose delay would delay the end
 */
public record Outlook(@Nullable Instant end, List<Integer> criticalPath) {
    public Outlook {
        criticalPath = List.copyOf(criticalPath);
    }

    /**
     * Looks ahead from {@code now}.
     *
     * @param usual by history; tasks that it lacks take the declared duration, else none
     */
    public static Outlook of(Facts facts, Map<TaskId, Duration> usual, Instant now) {
        return ahead(facts, usual, now, new Instant[facts.plan().graph().size()]);
    }

    /**
     * The likely end of each node by the same reckoning; null for one that has no usual or declared duration.
     *
     * @param usual by history; tasks that it lacks take the declared duration, else none
     */
    public static IntFunction<@Nullable Instant> ends(Facts facts, Map<TaskId, Duration> usual, Instant now) {
        var finish = new Instant[facts.plan().graph().size()];
        ahead(facts, usual, now, finish);
        return node -> {
            int task = facts.plan().taskOf(node);
            var duration = duration(facts, usual, task);
            if (duration == null) {
                return null;
            }
            return node == task ? finish[task] : finish(facts, node, now, duration, now);
        };
    }

    private static Outlook ahead(Facts facts, Map<TaskId, Duration> usual, Instant now, Instant[] finish) {
        var graph = facts.plan().graph();
        var before = new int[graph.size()];
        Arrays.fill(before, -1);
        var known = false;
        var last = -1;
        for (int task : graph.topologicalOrder()) {
            var ready = facts.run().startedAt() == null ? now : facts.run().startedAt();
            for (int above : graph.upstream(task)) {
                if (before[task] < 0 || finish[above].isAfter(finish[before[task]])) {
                    before[task] = above;
                }
            }
            if (before[task] >= 0) {
                ready = finish[before[task]];
            }
            var duration = duration(facts, usual, task);
            known |= duration != null;
            var usually = duration == null ? Duration.ZERO : duration;
            var from = ready;
            finish[task] = Nodes.isSummary(facts, task) && !facts.instance(task).isAtRest()
                    ? Nodes.instancesOf(facts, task).mapToObj(node -> finish(facts, node, from, usually, now))
                    .max(Instant::compareTo).orElse(now)
                    : finish(facts, task, ready, usually, now);
            if (!(facts.instance(task).state() instanceof TaskState.Removed) && (last < 0 || finish[task].isAfter(finish[last]))) {
                last = task;
            }
        }
        var path = new ArrayList<Integer>();
        for (int task = last; task >= 0; task = before[task]) {
            path.add(task);
        }
        Collections.reverse(path);
        return new Outlook(known && last >= 0 ? finish[last] : null, path);
    }

    private static Instant finish(Facts facts, int task, Instant ready, Duration duration, Instant now) {
        var instance = facts.instance(task);
        return switch (instance.state()) {
            case TaskState.AtRest _ -> {
                var ended = instance.endedAt();
                yield ended == null ? ready : ended;
            }
            case TaskState.InTry _ -> {
                var started = instance.startedAt();
                yield later(now, (started == null ? now : started).plus(duration));
            }
            case TaskState.UpForRetry retry -> later(now, retry.dueAt()).plus(duration);
            case TaskState.Waiting _, TaskState.Queued _ -> later(now, ready).plus(duration);
        };
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static @Nullable Duration duration(Facts facts, Map<TaskId, Duration> usual, int task) {
        var definition = facts.plan().task(task);
        var known = usual.get(definition.id());
        return known == null ? definition.expectedDuration() : known;
    }
}
