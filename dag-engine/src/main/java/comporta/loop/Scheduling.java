package comporta.loop;

import comporta.dag.Dag;
import comporta.dag.DagId;
import comporta.dag.Schedule;
import comporta.decide.Change;
import comporta.decide.RunView;
import comporta.decide.TickRules.Busy;
import comporta.decide.Wish;
import comporta.run.DagRun;
import comporta.run.RunType;
import comporta.store.Store;
import comporta.store.StoreAway;
import comporta.store.StoredRun;
import comporta.store.Ticks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What makes runs: ticks, wishes of DAGs, backfills, retries of runs; and the queue in which runs wait for their turn. It writes to the
 * store by itself, each deed in one transaction with its runs, and leaves to the loop what happens to a run from its begin on.
 */
final class Scheduling implements RunQueue.Limits, Ticker.Present {
    /** Who asks where nobody did. */
    static final String USER = "comporta";
    /** Before a database that is away is asked again. */
    private static final Duration BREATH = Duration.ofSeconds(1);

    private final boolean holds;
    private final Observer observer;
    private final Live live;
    private final RunQueue queue;
    private final Ticker ticker;
    private final RunRetries retries;
    private final Followers followers;
    private final Backfilling backfilling;
    private final DagAlerts alerts;
    private final DagWishes dagWishes;
    private final Deque<Wish> wishes = new ArrayDeque<>();
    /** Wishes of DAGs that came before the folder was told. */
    private final Map<Long, Wish> early = new LinkedHashMap<>();
    /** Runs whose end is committed and not yet attended to. */
    private final Deque<DagRun> ended = new ArrayDeque<>();
    private @Nullable Instant breathUntil;
    private boolean restless;

    /** What scheduling has to see of the loop. */
    interface Live {
        Collection<RunView> views();
    }

    /**
     * Scheduling that knows no DAG yet.
     *
     * @param holds whether runs wait for their turn, from the start on until the folder is told; else each begins at once
     */
    Scheduling(
            Store store, EngineSettings engine, SchedulerSettings settings, boolean holds, RandomGenerator ids,
            Observer observer, Live live) {
        this.holds = holds;
        this.observer = observer;
        this.live = live;
        var fresh = new FreshRuns(engine.surroundings(), settings.vault());
        this.queue = new RunQueue(store);
        this.ticker = new Ticker(store, fresh, this);
        this.followers = new Followers(store, ticker);
        this.retries = new RunRetries(store, ticker, this);
        this.backfilling = new Backfilling(store, ticker, fresh, this, settings.backfillRuns());
        this.dagWishes = new DagWishes(store, ticker, fresh, ids, backfilling, this);
        this.alerts = new DagAlerts(store, observer);
    }

    /** Whether it has anything to do at all. */
    boolean isAtWork() {
        return holds;
    }

    /** What is in the folder now. */
    void dags(Collection<ScheduledDag> dags, Instant now) {
        restless = true;
        took(ticker.dags(dags, now));
        wishes.addAll(early.values());
        early.clear();
        followers.look();
        alerts.dags(dags);
        retries.look(now);
    }

    /** How many runs wait for their turn. */
    int waiting() {
        return (int) queue.all().count();
    }

    /** A queued run that is found in the store, or was just created. */
    void waits(DagRun run) {
        queue.add(run);
        alerts.waits(run);
        restless = true;
    }

    /** What is on record of runs that go on by themselves. */
    void recover() {
        retries.recover();
        backfilling.recover();
        restless = true;
    }

    /** Settles what is due by now. While the database is away it stays due. */
    void serve(Instant now) {
        if (!holds || isBreathing(now)) {
            return;
        }
        try {
            if (isDue(ticker.nextDue(), now)) {
                took(ticker.serve(now));
            }
            retries.serve(now);
            alerts.serve(now);
            restless |= breathUntil != null;
            breathUntil = null;
        } catch (StoreAway e) {
            breathe(now);
        }
    }

    /** A clock that is put back must not make it a long breath. */
    private boolean isBreathing(Instant now) {
        var until = breathUntil;
        return until != null && now.isBefore(until) && !now.isBefore(until.minus(BREATH));
    }

    private static boolean isDue(@Nullable Instant at, Instant now) {
        return at != null && !at.isAfter(now);
    }

    private void took(Ticks.Settlement settlement) {
        settlement.runs().forEach(this::waits);
        wishes.addAll(settlement.wishes());
        settlement.ticks().forEach(observer::settled);
        settlement.notices().forEach(observer::announced);
    }

    /** Grants or refuses what is wished of a DAG. */
    void grant(Wish wish, Instant now) {
        if (ticker.isKnown()) {
            dagWishes.grant(wish, now);
        } else {
            early.put(wish.id(), wish);
        }
    }

    /** Wishes of the engine itself that are on record and wait to be granted. */
    List<Wish> takeWishes() {
        var taken = new ArrayList<>(wishes);
        wishes.clear();
        return taken;
    }

    void wished(Wish wish) {
        wishes.add(wish);
    }

    /** Sees to what follows from runs that have moved. */
    void attend(Instant now) {
        restless = false;
        for (var run = ended.peek(); run != null; run = ended.peek()) {
            try {
                retries.committed(run, now);
            } catch (StoreAway e) {
                breathe(now);
                return;
            }
            ended.remove();
        }
        try {
            followers.listen(now);
            if (holds && isDue(ticker.nextDue(), now)) {
                took(ticker.serve(now));
            }
            backfilling.goOn(now);
        } catch (StoreAway e) {
            breathe(now);
        }
    }

    private void breathe(Instant now) {
        breathUntil = now.plus(BREATH);
    }

    /** Takes out the runs that may begin now. */
    List<DagRun> next(Instant now) {
        if (holds && !ticker.isKnown()) {
            return List.of();
        }
        try {
            return queue.next(this, live.views(), retries.resting());
        } catch (StoreAway e) {
            breathe(now);
            return List.of();
        }
    }

    /** A run whose turn had come could not be read. */
    void putBack(DagRun run, Instant now) {
        queue.add(run);
        breathe(now);
    }

    /** Whether {@link #takeWishes} or {@link #next} may have something to give. */
    boolean isRestless() {
        return restless || !wishes.isEmpty();
    }

    /** Something may have made room. */
    void stir() {
        restless = true;
    }

    /** A run moved, and that is committed. */
    void committed(DagRun run, List<Change> changes) {
        restless |= followers.committed(run, changes);
        if (changes.stream().noneMatch(Change.RunMoved.class::isInstance)) {
            return;
        }
        restless = true;
        if (run.state().isFinal()) {
            queue.remove(run.id());
        }
        if (holds) {
            ended.add(run);
            alerts.committed(run);
        }
    }

    void paused(DagId dag, String reason) {
        observer.paused(dag, reason);
    }

    @Override
    public @Nullable DagClock clock(DagId dag) {
        return ticker.clock(dag);
    }

    @Override
    public int mostOfBackfill(DagId dag) {
        return backfilling.maxActive(dag);
    }

    @Override
    public boolean isBackfillPaused(DagId dag) {
        return backfilling.isPaused(dag);
    }

    /** The runs of a DAG's backfill that are not over, or go on by themselves. */
    List<DagRun> backfillRuns(DagId dag) {
        return Stream.of(live.views().stream().map(RunView::run).filter(run -> !run.state().isFinal()), queue.all(),
                retries.resting().stream())
                .flatMap(each -> each)
                .filter(run -> run.type() == RunType.BACKFILL && run.dag().equals(dag))
                .distinct()
                .toList();
    }

    /**
     * The DAG of a stored run. One that is in the folder as it is pinned need not be read again, which for Java would take a second.
     *
     * @throws UnreadableRun when its text is none any more
     */
    Dag dag(StoredRun stored) {
        var clock = ticker.clock(stored.run().dag());
        return clock != null && clock.dag().version() == stored.run().dagVersion() ? clock.dag().dag() : LoadedDags.of(stored);
    }

    /** What a backfill would do; nothing is written. */
    BackfillPreview preview(DagId dag, Map<String, Object> details, Instant now) {
        var clock = ticker.clock(dag);
        return clock == null
                ? new BackfillPreview(dag, "there is no DAG \"" + dag + "\"", List.of(), Set.of(), 0)
                : backfilling.preview(clock, details, now);
    }

    @Override
    public Busy busy(DagId dag, int most) {
        return queue.busy(dag, most, live.views(), retries.resting());
    }

    @Override
    public List<DagRun> standingInTheWay(DagId dag, Schedule.Overlap overlap) {
        var active = live.views().stream().map(RunView::run)
                .filter(run -> run.dag().equals(dag) && run.startedAt() != null && !run.state().isFinal() && run.halt() == null);
        return Stream.concat(overlap == Schedule.Overlap.REPLACE ? active : Stream.empty(), queue.of(dag).stream()).toList();
    }

    /** The earliest instant at which {@link #serve} may mean something; null: none. */
    @Nullable Instant nextDue() {
        if (!holds) {
            return null;
        }
        var tick = ticker.nextDue();
        var retry = retries.nextDue();
        var due = earlier(earlier(tick, retry), alerts.nextDue());
        var until = breathUntil;
        return until != null && (due == null || due.isBefore(until)) ? until : due;
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        return one == null || (other != null && other.isBefore(one)) ? other : one;
    }

    /** When the next tick is to be served, for the watchdog; null: none is. */
    @Nullable Instant nextTick() {
        return holds ? ticker.nextDue() : null;
    }
}
