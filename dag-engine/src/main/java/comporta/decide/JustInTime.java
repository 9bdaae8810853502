package comporta.decide;

import comporta.dag.Task;
import comporta.run.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Machines that are there when their first consumer is ready, and not long before. By usual durations it is foreseen when that will be; the
 * set-up begins so much sooner as machines usually take to come. Where nothing is known of that it begins as soon as its rule holds.
 *
 * <p>A set-up may also begin before its rule holds, if those who wait for it wait for all that it waits for ({@link PoolStarts}), and all
 * of that is on its way: should it fail, they do not run, and the machines are given back.
 */
final class JustInTime {
    /** Looked at again no sooner: clocks that ring too often are of no use to anybody. */
    private static final Duration CLOSE = Duration.ofSeconds(15);

    private static final long DONE = Long.MIN_VALUE;
    private static final long UNKNOWN = Long.MAX_VALUE;

    private JustInTime() {}

    /** Whether a task whose rule holds may begin; all that bring up no machines may. */
    static boolean isTime(Facts facts, int node, Instant now) {
        return waitsUntil(facts, node, now) == null;
    }

    /** Until when a set-up waits by what is known now, as long as its rule holds; null: it does not. */
    static @Nullable Instant waitsUntil(Facts facts, int node, Instant now) {
        var at = facts.plan().starts().isTimed(node) ? startsAt(facts, node, now) : null;
        return at != null && at.isAfter(now) ? at : null;
    }

    /** Whether the time of a set-up has come though its rule does not hold yet. */
    static boolean isEarly(Facts facts, int node, Instant now) {
        if (!mayBeEarly(facts, node)) {
            return false;
        }
        var at = startsAt(facts, node, now);
        return at != null && !at.isAfter(now);
    }

    /** Whether all that it waits for is done or on its way. */
    static boolean mayBeEarly(Facts facts, int node) {
        return facts.plan().starts().mayBeEarly(node)
                && IntStream.of(Nodes.upstream(facts, node)).mapToObj(facts::instance)
                        .allMatch(above -> above.state() instanceof TaskState.Running || Counters.endOf(above) == Counters.End.SUCCESS);
    }

    /** When the clock of a set-up is to ring: then it is foreseen anew. Null: what it waits for will tell by itself. */
    static @Nullable Instant looksAt(Facts facts, int node, Instant now) {
        if (!(facts.instance(node).state() instanceof TaskState.Waiting)) {
            return null;
        }
        var at = startsAt(facts, node, now);
        if (at == null || !at.isAfter(now)) {
            return null;
        }
        var half = Duration.between(now, at).dividedBy(2);
        return half.compareTo(CLOSE) < 0 ? at : now.plus(half);
    }

    /**
     * When it is to begin; null: at once, or nobody knows. Consumers may be ready sooner and machines take longer than usual: a quarter of
     * what is left and half a boot are allowed for that. Ahead of its rule it begins only when that is late by a fifth: then time is short.
     */
    private static @Nullable Instant startsAt(Facts facts, int setup, Instant instant) {
        var boot = facts.plan().usual(setup);
        if (boot == null) {
            return null;
        }
        long now = instant.toEpochMilli();
        var ends = ends(facts, now, false);
        long own = latest(facts.plan().graph().upstream(setup), setup, ends);
        if (own != DONE) {
            long late = latest(facts.plan().graph().upstream(setup), setup, ends(facts, now, true));
            return late == UNKNOWN ? null : Instant.ofEpochMilli(late).minus(boot);
        }
        long first = UNKNOWN;
        for (int consumer : facts.plan().starts().consumers(setup)) {
            if (!facts.instance(consumer).isAtRest()) {
                long ready = latest(facts.plan().graph().upstream(consumer), setup, ends);
                if (ready == UNKNOWN) {
                    return null;
                }
                first = Math.min(first, ready);
            }
        }
        return first == UNKNOWN || first <= now ? null : instant.plusMillis((first - now) * 3 / 4 - boot.toMillis() * 3 / 2);
    }

    private static long latest(int[] tasks, int without, long[] ends) {
        long latest = DONE;
        for (int task : tasks) {
            latest = task == without ? latest : Math.max(latest, ends[task]);
        }
        return latest;
    }

    /** The likely end of each task; what waits begins when all before it has ended. */
    private static long[] ends(Facts facts, long now, boolean late) {
        var plan = facts.plan();
        var ends = new long[plan.size()];
        for (int task : plan.graph().topologicalOrder()) {
            if (Nodes.isSummary(facts, task)) {
                long last = DONE;
                for (int instance : Nodes.instancesOf(facts, task).toArray()) {
                    last = Math.max(last, end(facts, instance, now, late, ends));
                }
                ends[task] = facts.instance(task).isAtRest() ? DONE : last;
            } else {
                ends[task] = end(facts, task, now, late, ends);
            }
        }
        return ends;
    }

    private static long end(Facts facts, int node, long now, boolean late, long[] ends) {
        var usual = usual(facts.plan(), node, late);
        return switch (facts.instance(node).state()) {
            case TaskState.AtRest _ -> DONE;
            case TaskState.Running running -> late && runsOut(facts.plan(), node, usual)
                    ? UNKNOWN
                    : after(running.since().toEpochMilli(), usual, now);
            case TaskState.Deferred deferred -> after(deferred.since().toEpochMilli(), usual, now);
            case TaskState.Queued _, TaskState.Launching _ -> after(now, usual, now);
            case TaskState.UpForRetry retry -> after(Math.max(now, retry.dueAt().toEpochMilli()), usual, now);
            case TaskState.Stopping _ -> now;
            case TaskState.Unreachable _ -> UNKNOWN;
            case TaskState.Waiting _ -> {
                long begins = Math.max(now, latest(facts.plan().graph().upstream(facts.plan().taskOf(node)), -1, ends));
                yield begins == UNKNOWN ? UNKNOWN : after(begins, usual, now);
            }
        };
    }

    /** What is late would be stopped by its own clock: when it will have ended nobody knows. */
    private static boolean runsOut(Plan plan, int node, OptionalLong usual) {
        var limit = plan.terms(node).timeouts().execution();
        return limit != null && usual.isPresent() && usual.getAsLong() >= limit.toMillis();
    }

    private static long after(long begins, OptionalLong usual, long now) {
        return usual.isEmpty() ? UNKNOWN : Math.max(now, begins + usual.getAsLong());
    }

    /** What decides, or does nothing, takes no time. */
    private static OptionalLong usual(Plan plan, int node, boolean late) {
        var known = plan.usual(node);
        return known != null
                ? OptionalLong.of(late ? known.toMillis() * 6 / 5 : known.toMillis())
                : isInstant(plan.task(node))
                ? OptionalLong.of(0)
                : OptionalLong.empty();
    }

    private static boolean isInstant(Task task) {
        return task.operator().equals("noop") || Gates.isGate(task);
    }
}
