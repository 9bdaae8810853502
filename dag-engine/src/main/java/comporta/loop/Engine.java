package comporta.loop;

import comporta.dag.Dag;
import comporta.dag.DagId;
import comporta.dag.TaskId;
import comporta.decide.Capacity;
import comporta.decide.Census;
import comporta.decide.Decider;
import comporta.decide.Movement;
import comporta.decide.Preview;
import comporta.decide.Surroundings;
import comporta.decide.Why;
import comporta.decide.Wish;
import comporta.operator.Operator;
import comporta.run.DagRun;
import comporta.store.NewRun;
import comporta.store.Origin;
import comporta.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door of this room: a scheduler in one process. It owns one thread, which decides and writes; operators speak from their own.
 */
public final class Engine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    /** How long news that can wait is held back when nothing else is to be committed. */
    private static final Duration HELD_BACK = Duration.ofMillis(200);
    /** Where much runs at once, so long after a turn its followers are gathered: a commit costs the same for one end as for five. */
    private static final Duration GATHERED = Duration.ofMillis(5);

    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final AlarmClock alarm;
    private final InstantSource clock;
    private final ExecutorService errands =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("dispatch-", 0).factory());
    private final Clockwork works;
    private final Observer observer;
    private final Thread thread;
    private final @Nullable Watchdog watchdog;
    private @Nullable Instant alarmAt;
    private long heldSince;
    private long turnedAt = System.nanoTime();
    private volatile boolean closing;

    /**
     * An engine that stands still until {@link #start}.
     *
     * @param operators by the word of the DAG file
     * @param tokens where secrets of launches come from
     */
    public Engine(
            Store store,
            Map<String, Operator> operators,
            EngineSettings settings,
            AlarmClock alarm,
            InstantSource clock,
            RandomGenerator tokens,
            Observer observer) {
        this(store, operators, settings, null, alarm, clock, tokens, observer);
    }

    /**
     * An engine that serves schedules, once {@link #dags} has told it what there is.
     *
     * @param scheduler null: no schedules are served, and each run begins at once
     * @param tokens where secrets of launches, and ids of runs, come from
     */
    public Engine(
            Store store,
            Map<String, Operator> operators,
            EngineSettings settings,
            @Nullable SchedulerSettings scheduler,
            AlarmClock alarm,
            InstantSource clock,
            RandomGenerator tokens,
            Observer observer) {
        this.alarm = alarm;
        this.clock = clock;
        this.observer = observer;
        this.works = new Clockwork(store, operators, settings, scheduler, clock, tokens, observer, errands, signals, Decider::taken);
        this.thread = Thread.ofPlatform().name("engine").unstarted(this::work);
        this.watchdog = scheduler == null ? null : new Watchdog(scheduler.overdue(), clock, observer, () -> signals.add(new Signal.Rang()));
    }

    /** Goes on with every run of the store that is not over, after asking outside what became of its launches. */
    public void start() {
        works.start();
        thread.start();
        if (watchdog != null) {
            watchdog.start();
        }
    }

    /** What is in the folder now: these DAGs are served, each by its timetable, and others no longer. */
    public CompletableFuture<Void> dags(Collection<ScheduledDag> dags) {
        return onLoop(() -> {
            works.dags(dags);
            return null;
        });
    }

    /**
     * Begins a run of {@code dag}.
     *
     * @param dagFile where the file lies; its text is {@code source}
     * @param run made from the number of the DAG version that the text is pinned as
     * @param leftOut tasks that are not part of the run
     */
    public CompletableFuture<DagRun> begin(Dag dag, Path dagFile, String source, Function<Long, NewRun> run, Set<TaskId> leftOut) {
        return onLoop(() -> works.begin(dag, dagFile, source, run, leftOut));
    }

    /** What a backfill with the details of such a wish would do; nothing is written. */
    public CompletableFuture<BackfillPreview> preview(DagId dag, Map<String, Object> details) {
        return onLoop(() -> works.preview(dag, details));
    }

    /** Puts a wish on record; it is granted or refused in the same turn. The same key again is the same wish. */
    public CompletableFuture<Long> wish(Wish wish, String idempotencyKey) {
        return wish(wish, Origin.COMMAND_LINE, idempotencyKey);
    }

    /** The same of a wish that came by another way. */
    public CompletableFuture<Long> wish(Wish wish, Origin origin, String idempotencyKey) {
        return onLoop(() -> works.wish(wish, origin, idempotencyKey));
    }

    /** What a wish to move a run would mean, of which nothing is kept; empty: there is no such run, or it is of that version. */
    public CompletableFuture<Optional<Movement>> movement(Wish wish) {
        return onLoop(() -> works.movement(wish));
    }

    /** What a wish would do to its run now, of which nothing is kept; empty: there is no such run. */
    public CompletableFuture<Optional<Preview>> preview(Wish wish) {
        return onLoop(() -> works.preview(wish));
    }

    /** How many there are of what is live. */
    public CompletableFuture<Census> census() {
        return onLoop(works::census);
    }

    /** How many signals wait for the next turn. From any thread. */
    public int backlog() {
        return signals.size();
    }

    /** The present picture of a run; empty when it is over and holds nothing any more. */
    public CompletableFuture<List<RunPicture>> picture(long run) {
        return onLoop(() -> works.picture(run));
    }

    /** A live run as a forecast looks at it; empty when it is over and holds nothing any more. */
    public CompletableFuture<List<Scene>> scene(long run) {
        return onLoop(() -> works.scene(run));
    }

    /**
     * A running task straggles: it is started a second time beside itself, where its author allows it and that was not done before.
     *
     * @param mapIndex of an instance of an expanded task, else -1
     * @return false: its author or its operator does not allow it
     */
    public CompletableFuture<Boolean> speculate(long run, int task, int mapIndex) {
        return onLoop(() -> works.speculate(run, task, mapIndex));
    }

    /** The picture of a run that is over, as the store has it. */
    public CompletableFuture<RunPicture> last(long run) {
        return onLoop(() -> works.last(run));
    }

    /** Pools have these sizes from now on, and are paused or not; what runs goes on. */
    public void resize(Capacity sizes) {
        works.resize(sizes);
    }

    /** Templates of tries that are prepared from now on read these; tries under way keep what they have. */
    public void surround(Surroundings by) {
        works.surround(by);
    }

    /**
     * Why the tasks of a run stand where they stand, until when, and what would free them.
     *
     * @param task one of them, an instance or a group as people name them; null: every one that waits. Empty for a name that there is not
     */
    public CompletableFuture<List<Why>> why(long run, @Nullable String task) {
        return onLoop(() -> works.why(run, task));
    }

    /** Does a deed between two steps, on the one thread that writes to the store; {@link EngineClosed} when it comes too late. */
    public <T> CompletableFuture<T> onLoop(Supplier<T> deed) {
        var done = new CompletableFuture<T>();
        if (closing) {
            done.completeExceptionally(new EngineClosed());
            return done;
        }
        signals.add(new Signal.Errand(() -> {
            try {
                if (closing) {
                    throw new EngineClosed();
                }
                done.complete(deed.get());
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        }));
        return done;
    }

    /** Looks for wishes that others have put into the inbox: each is granted or refused in the next turn. From any thread. */
    public void sweep() {
        works.sweep();
    }

    private void work() {
        var group = new ArrayList<Signal>();
        while (!closing) {
            try {
                var first = works.holdsBack() ? signals.poll(HELD_BACK.toMillis(), TimeUnit.MILLISECONDS) : signals.take();
                if (first == null) {
                    works.flush();
                } else {
                    group.add(first);
                    gather(group);
                    long began = System.nanoTime();
                    works.turn(group);
                    turnedAt = System.nanoTime();
                    observer.turned(group.size(), Duration.ofNanos(turnedAt - began));
                    if (group.stream().anyMatch(Signal.Rang.class::isInstance)) {
                        alarmAt = null;   // it may have rung too early, by another clock than ours
                    }
                    group.clear();
                    flushWhenDue();
                }
                setAlarm();
            } catch (InterruptedException e) {
                LOG.warn("the engine's thread is not to be interrupted", e);
            } catch (RuntimeException e) {
                LOG.error("a turn of the engine failed on {}", group, e);
                group.clear();
            }
        }
        works.flush();
        // News is found out anew by whoever goes on with the store; who waits for a deed is told that it is not done.
        for (var left = signals.poll(); left != null; left = signals.poll()) {
            if (left instanceof Signal.Errand errand) {
                errand.deed().run();
            }
        }
    }

    private void gather(List<Signal> group) throws InterruptedException {
        signals.drainTo(group, Clockwork.LARGEST_GROUP - group.size());
        if (!works.isCrowded()) {
            return;
        }
        long until = turnedAt + GATHERED.toNanos();
        while (group.size() < Clockwork.LARGEST_GROUP) {
            var next = signals.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                return;
            }
            group.add(next);
        }
    }

    /** News that can wait does not wait for ever while more and more of it comes. */
    private void flushWhenDue() {
        if (!works.holdsBack()) {
            heldSince = 0;
        } else if (heldSince == 0) {
            heldSince = System.nanoTime();
        } else if (System.nanoTime() - heldSince > HELD_BACK.toNanos()) {
            works.flush();
            heldSince = 0;
        }
    }

    private void setAlarm() {
        if (watchdog != null) {
            watchdog.expects(works.nextTick());
        }
        var due = works.nextDue();
        // A ring too early does no harm, and most clocks are stopped before they run out: only an earlier instant is worth a new alarm.
        if (due != null && (alarmAt == null || due.isBefore(alarmAt) || !alarmAt.isAfter(clock.instant()))) {
            alarm.set(due, () -> signals.add(new Signal.Rang()));
            alarmAt = due;
        }
    }

    /** Stops deciding after the present turn: nothing new starts, what runs outside goes on running, and the store is left to its owner. */
    @Override
    public void close() {
        closing = true;
        signals.add(new Signal.Errand(() -> {}));
        var interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        alarm.close();
        if (watchdog != null) {
            watchdog.close();
        }
        errands.shutdown();   // never interrupted: a submission under way ends by itself
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
