package comporta.mesos;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * When which tasks are asked for: at once after each subscription and for a task that is sought, then again and again at growing distances
 * until each has an answer; all of them from time to time; and, rarer, what the master knows that we do
 * not. Only of the framework's thread.
 */
final class Reconciliation {
    private static final long FIRST = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(60);
    private static final long PERIOD = TimeUnit.MINUTES.toNanos(15);
    private static final double JITTER = 0.2;

    private final RandomGenerator random;
    private final Set<String> remaining = new HashSet<>();
    private long pause = FIRST;
    private long due;
    private long nextAll;
    private long nextImplicit;

    Reconciliation(RandomGenerator random) {
        this.random = random;
    }

    /** A new subscription: what was asked before has no answer any more. */
    void restart(Collection<String> tasks, long now) {
        remaining.clear();
        nextAll = now + PERIOD;
        nextImplicit = now + LONGEST;
        seek(tasks, now);
    }

    /** Asks for them from now on. */
    void seek(Collection<String> tasks, long now) {
        remaining.addAll(tasks);
        pause = FIRST;
        due = now;
    }

    void heard(String task) {
        remaining.remove(task);
    }

    boolean awaits(String task) {
        return remaining.contains(task);
    }

    /** Those to be asked for now. */
    List<String> due(Supplier<Collection<String>> out, long now) {
        if (now - nextAll >= 0) {
            nextAll = now + PERIOD;
            seek(out.get(), now);
        }
        if (remaining.isEmpty() || now - due < 0) {
            return List.of();
        }
        due = now + (long) (pause * (1 + JITTER * random.nextDouble()));
        pause = Math.min(LONGEST, pause * 2);
        return List.copyOf(remaining);
    }

    /** Whether it is time to ask what the master knows of us at all. */
    boolean isImplicitDue(long now) {
        if (now - nextImplicit < 0) {
            return false;
        }
        nextImplicit = now + PERIOD;
        return true;
    }
}
