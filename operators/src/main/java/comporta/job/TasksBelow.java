package comporta.job;

import comporta.dag.PlainData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The first Mesos task of each job of a system above Mesos. The list of all tasks is long: while the master's events are heard, which tell
 * of each end at once, it is asked for only when what the system itself says leaves a doubt about one of the jobs, and now and then.
 * Without a Mesos to ask there are none.
 */
public final class TasksBelow implements AutoCloseable {
    private static final long BETWEEN = Duration.ofSeconds(30).toNanos();
    private static final int CHUNK = 64 * 1024;
    /** An event begins with its type. */
    private static final int HEAD = 40;

    private final @Nullable MesosTasks mesos;
    private final @Nullable EventStream events;
    private final Function<MesosTask, Optional<String>> jobOf;
    /** Of each job, as it was told of last: Mesos forgets tasks sooner than we look for their logs. */
    private final Map<String, MesosTask> seen = new ConcurrentHashMap<>();
    private Map<String, MesosTask> told = new HashMap<>();
    /** Names of the jobs, by the id of the task. */
    private final Map<String, String> jobs = new HashMap<>();
    private long asked = System.nanoTime() - BETWEEN;
    private volatile boolean subscribed;
    private volatile Consumer<String> listener = job -> {};

    /** @param jobOf name of the job that a task belongs to; empty: it is none of that system */
    public TasksBelow(@Nullable MesosTasks mesos, Function<MesosTask, Optional<String>> jobOf) {
        this.mesos = mesos;
        this.events = mesos == null ? null : new EventStream("mesos-events", mesos::events, this::read);
        this.jobOf = jobOf;
    }

    /** Whether there is a Mesos to ask. */
    public boolean isKnown() {
        return mesos != null;
    }

    /** Who hears the name of a job whose task has ended. */
    public void tellTo(Consumer<String> names) {
        listener = names;
    }

    /** Whether each end is told of at present. */
    public boolean isHeard() {
        return events != null && events.isHeard() && subscribed;
    }

    /**
     * The task of each of those jobs that has one.
     *
     * @param isSettled whether the task of that job, as it was told of last (null: there was none), stands so still; one that is over does
     * @throws Unseen when the master cannot be asked
     */
    public Map<String, MesosTask> of(Collection<String> names, BiPredicate<String, @Nullable MesosTask> isSettled) throws Unseen {
        if (mesos == null || events == null) {
            return Map.of();
        }
        events.listen();
        boolean isHeard = isHeard();
        synchronized (this) {
            if (!isHeard || System.nanoTime() - asked >= BETWEEN
                    || !names.stream().allMatch(job -> isOver(told.get(job)) || isSettled.test(job, told.get(job)))) {
                long begun = System.nanoTime();
                told = first(mesos, names);
                asked = begun;
                jobs.clear();
                told.forEach((job, task) -> jobs.put(task.id(), job));
                seen.putAll(told);
            }
            return Map.copyOf(told);
        }
    }

    private static boolean isOver(@Nullable MesosTask task) {
        return task != null && task.exit().isPresent();
    }

    private Map<String, MesosTask> first(MesosTasks master, Collection<String> names) throws Unseen {
        var first = new HashMap<String, MesosTask>();
        for (var task : master.all()) {
            jobOf.apply(task).ifPresent(job -> first.merge(job, task, (one, other) -> one.since().isAfter(other.since()) ? other : one));
        }
        first.keySet().retainAll(names);
        return first;
    }

    private void read(InputStream stream) throws IOException {
        try {
            var records = new RecordIo();
            var chunk = new byte[CHUNK];
            for (int count; (count = stream.read(chunk)) >= 0; ) {
                for (var record : records.read(chunk, count)) {
                    hear(record);
                }
            }
        } finally {
            subscribed = false;
        }
    }

    private void hear(byte[] record) {
        var head = new String(record, 0, Math.min(HEAD, record.length), StandardCharsets.UTF_8);
        if (head.contains("\"SUBSCRIBED\"")) {   // with all that the master knows: long, and asked for when it is needed
            doubt();
            subscribed = true;
        } else if (head.contains("\"TASK_UPDATED\"")) {
            changed(MesosTasks.Change.of(PlainData.mapFromJson(new String(record, StandardCharsets.UTF_8))));
        }
    }

    /** What was told so far may be old. */
    private synchronized void doubt() {
        asked = System.nanoTime() - BETWEEN;
    }

    private void changed(MesosTasks.Change change) {
        var job = ended(change);
        if (!job.isEmpty()) {
            listener.accept(job);
        }
    }

    /** The job whose end that is; empty: none. */
    private synchronized String ended(MesosTasks.Change change) {
        var job = jobs.getOrDefault(change.task(), "");
        var task = told.get(job);
        if (task == null || isOver(task) || !task.framework().equals(change.framework())) {
            return "";
        }
        if (!change.isWhole()) {
            doubt();
            return "";
        }
        var now = task.after(change);
        told.put(job, now);
        seen.put(job, now);
        return isOver(now) ? job : "";
    }

    /** Its task, if it is known to be over. */
    public synchronized Optional<MesosTask> ended(String job) {
        var task = told.get(job);
        return isOver(task) ? Optional.ofNullable(task) : Optional.empty();
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
        if (events != null) {
            events.close();
        }
        if (mesos != null) {
            mesos.close();
        }
    }
}
