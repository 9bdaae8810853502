package comporta.job;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The first Mesos task of each job of a system above Mesos. The list of all tasks is long, so it is asked for only when what the system
 * itself says leaves a doubt about one of the jobs, and now and then. Without a Mesos to ask there are none.
 */
public final class TasksBelow implements AutoCloseable {
    private static final long BETWEEN = Duration.ofSeconds(30).toNanos();

    private final @Nullable MesosTasks mesos;
    private final Function<MesosTask, Optional<String>> jobOf;
    /** Of each job, as it was told of last: Mesos forgets tasks sooner than we look for their logs. */
    private final Map<String, MesosTask> seen = new ConcurrentHashMap<>();
    private Map<String, MesosTask> told = Map.of();
    private long asked = System.nanoTime() - BETWEEN;

    /** @param jobOf name of the job that a task belongs to; empty: it is none of that system */
    public TasksBelow(@Nullable MesosTasks mesos, Function<MesosTask, Optional<String>> jobOf) {
        this.mesos = mesos;
        this.jobOf = jobOf;
    }

    /** Whether there is a Mesos to ask. */
    public boolean isKnown() {
        return mesos != null;
    }

    /**
     * The task of each of those jobs that has one.
     *
     * @param isSettled whether the task of that job, as it was told of last (null: there was none), stands so still; one that is over does
     * @throws Unseen when the master cannot be asked
     */
    public synchronized Map<String, MesosTask> of(Collection<String> jobs, BiPredicate<String, @Nullable MesosTask> isSettled) throws Unseen {
        if (mesos == null) {
            return Map.of();
        }
        if (System.nanoTime() - asked >= BETWEEN || !jobs.stream().allMatch(job -> isOver(told.get(job)) || isSettled.test(job, told.get(job)))) {
            told = first(mesos, jobs);
            asked = System.nanoTime();
            seen.putAll(told);
        }
        return told;
    }

    private static boolean isOver(@Nullable MesosTask task) {
        return task != null && task.exit().isPresent();
    }

    private Map<String, MesosTask> first(MesosTasks master, Collection<String> jobs) throws Unseen {
        var first = new HashMap<String, MesosTask>();
        for (var task : master.all()) {
            jobOf.apply(task).ifPresent(job -> first.merge(job, task, (one, other) -> one.since().isAfter(other.since()) ? other : one));
        }
        first.keySet().retainAll(jobs);
        return first;
    }

    /** Whether its task was seen. */
    public boolean isSeen(String job) {
        return seen.containsKey(job);
    }

    /** The streams of its task; empty when nobody knows where they are. */
    public Optional<RemoteLog> log(String job) {
        var task = seen.get(job);
        return mesos == null || task == null || task.agent().isEmpty() ? Optional.empty() : Optional.of(mesos.log(task));
    }

    /** Its end is on record. */
    public void forget(String job) {
        seen.remove(job);
    }

    @Override
    public void close() {
        if (mesos != null) {
            mesos.close();
        }
    }
}
