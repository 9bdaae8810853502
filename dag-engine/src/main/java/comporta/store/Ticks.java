package comporta.store;

import comporta.dag.DagId;
import comporta.decide.Arrivals;
import comporta.decide.Change;
import comporta.decide.Notice;
import comporta.decide.Wish;
import comporta.run.DagRun;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The door to what became of ticks, to the standing of DAGs, and to the runs that come of them: a run is created in the transaction of its
 * tick, or of the wish that asked for it. All that writes is called by the thread that writes to the store.
 */
public final class Ticks {
    private final Writer writer;
    private final Store store;
    private final RunMaker maker;

    Ticks(Writer writer, Store store, RunMaker maker) {
        this.writer = writer;
        this.store = store;
        this.maker = maker;
    }

    /**
     * A tick that is to be settled.
     *
     * @param run what it makes; null: nothing, for {@code reason}
     * @param notice who is to hear that it makes nothing; null: nobody
     */
    public record NewTick(
            DagId dag, Instant at, SettledTick.State state, String reason, @Nullable FreshRun run, @Nullable Notice notice) {
        /** One that nobody is to hear of. */
        public NewTick(DagId dag, Instant at, SettledTick.State state, String reason, @Nullable FreshRun run) {
            this(dag, at, state, reason, run, null);
        }
    }

    /** A success that led to the tick of a DAG that follows. */
    public record Used(DagId dag, Arrivals.Arrival arrival, Instant tick) {}

    /** A wish of the engine itself, with its key. */
    public record Posting(Wish wish, String key) {}

    /**
     * What one transaction settled: the ticks, the runs that were created, the wishes that were put on record, the notices in the outbox.
     */
    public record Settlement(List<SettledTick> ticks, List<DagRun> runs, List<Wish> wishes, List<Notice> notices) {
        public Settlement {
            notices = List.copyOf(notices);
            ticks = List.copyOf(ticks);
            runs = List.copyOf(runs);
            wishes = List.copyOf(wishes);
        }
    }

    /**
     * Settles ticks, each with its run, and moves the standings of their DAGs, whole or not at all. A tick that is settled already stays as
     * it is; where its run is there already, it is linked to that.
     *
     * @throws LeadLost when this scheduler has lost the lead
     * @throws StoreAway when the database cannot be reached; asked again, it settles what is not settled
     */
    public Settlement settle(
            Collection<NewTick> ticks, Collection<Standing> standings, Collection<Posting> wishes, Collection<Used> used, Instant now) {
        var settlement = writer.write(session -> {
            maker.check(session);
            var settled = new ArrayList<SettledTick>();
            var runs = new ArrayList<DagRun>();
            var notices = new ArrayList<Notice>();
            for (var tick : ticks) {
                if (!TickRows.has(session, tick.dag(), tick.at())) {
                    settled.add(settle(session, tick, runs, now));
                    var notice = tick.notice();
                    if (notice != null && OutboxRows.add(session, 0, notice) > 0) {
                        notices.add(notice);
                    }
                }
            }
            for (var standing : standings) {
                TickRows.keep(session, standing);
            }
            var posted = new ArrayList<Wish>();
            for (var posting : wishes) {
                posted.add(posting.wish().numbered(Inbox.post(session, posting.wish(), Origin.ENGINE, posting.key(), now)));
            }
            for (var each : used) {
                ArrivalRows.use(session, each);
            }
            return new Settlement(settled, runs, posted, notices);
        });
        settlement.runs().forEach(maker::made);
        return settlement;
    }

    private SettledTick settle(Session session, NewTick tick, List<DagRun> runs, Instant now) throws SQLException {
        var fresh = tick.run();
        Long number = null;
        if (fresh != null) {
            number = RunMaker.find(session, fresh.run());
            if (number == null) {
                var made = maker.make(session, fresh);
                runs.add(made);
                number = made.id();
            }
        }
        var settled = new SettledTick(tick.dag(), tick.at(), tick.state(), number, tick.reason(), now);
        TickRows.add(session, settled);
        return settled;
    }

    /** The standings of all DAGs that were ever seen, in order of id. */
    public List<Standing> standings() {
        return store.read(TickRows::standings);
    }

    /** Successes of runs and tasks in history rows after one number and up to another, in order; at most 1,000. */
    public List<Success> successes(long after, long upTo) {
        return store.read(session -> ArrivalRows.successes(session, after, upTo));
    }

    /**
     * A run, or a task of it, succeeded.
     *
     * @param history number of the history row that says so
     * @param task null: the whole run
     */
    public record Success(long history, long run, DagId dag, @Nullable String task, Instant logicalDate, Instant at) {}

    /** Puts on record what schedules that follow other DAGs have heard; what is there already stays as it is. */
    public void hear(Map<DagId, List<Arrivals.Arrival>> arrivals, Collection<Standing> standings) {
        writer.write(session -> {
            maker.check(session);
            for (var of : arrivals.entrySet()) {
                for (var arrival : of.getValue()) {
                    ArrivalRows.add(session, of.getKey(), arrival);
                }
            }
            for (var standing : standings) {
                TickRows.keep(session, standing);
            }
            return standings.size();
        });
    }

    /** What a DAG has heard that led to no tick yet, in the order in which it came. */
    public List<Arrivals.Arrival> pending(DagId dag) {
        return store.read(session -> ArrivalRows.pending(session, dag));
    }

    /** Its schedule is another: what it has heard leads to nothing. */
    public void forgetPending(DagId dag) {
        writer.write(session -> {
            maker.check(session);
            ArrivalRows.forget(session, dag);
            return dag;
        });
    }

    /** Number of the newest history row. */
    public long heard() {
        return store.read(History::last);
    }

    /** Ticks of a DAG after an instant, in order of time. */
    public List<SettledTick> since(DagId dag, Instant after, int limit) {
        return store.read(session -> TickRows.since(session, dag, after, limit));
    }

    /** Ticks of a DAG before an instant, the latest first. */
    public List<SettledTick> before(DagId dag, Instant before, int limit) {
        return store.read(session -> TickRows.before(session, dag, before, limit));
    }

    /** Whether a run of the DAG for a date after {@code after} and up to {@code upTo} is a success. */
    public boolean succeeded(DagId dag, Instant after, Instant upTo) {
        return store.read(session -> RunDates.succeeded(session, dag, after, upTo));
    }

    /** How the last runs of a DAG that are over ended, backfills left out, the latest date first. */
    public List<DagRun> lastEnded(DagId dag, int most) {
        return store.read(session -> RunDates.lastEnded(session, dag, most));
    }

    /** The run of the latest date before {@code run}'s, backfills left out. */
    public Optional<DagRun> before(DagRun run) {
        return store.read(session -> Optional.ofNullable(RunDates.before(session, run)));
    }

    /** Moves the standing of a DAG, and settles the wish that asked for it; 0: nobody asked. */
    public void keep(Standing standing, long wish, String outcome, Instant now) {
        writer.write(session -> {
            maker.check(session);
            TickRows.keep(session, standing);
            if (wish != 0) {
                Inbox.settle(session, new Change.WishSettled(0, wish, outcome, now));
            }
            return standing;
        });
    }

    /** The engine itself pauses a DAG, for the reason that its standing says; the audit tells of it. */
    public void pause(Standing paused, String who, Instant now) {
        writer.write(session -> {
            maker.check(session);
            TickRows.keep(session, paused);
            return Audit.add(session, new AuditEntry(
                    0, now, who, Origin.ENGINE, Wish.Verb.PAUSE_DAG.word(), "dags/" + paused.dag(), null, "paused", paused.pauseReason()));
        });
    }

    /** Settles a wish of a DAG of which nothing came. */
    public void refuse(long wish, String outcome, Instant now) {
        writer.write(session -> {
            maker.check(session);
            Inbox.settle(session, new Change.WishSettled(0, wish, outcome, now));
            return wish;
        });
    }

    /** A triggered run, and whether it was there before. */
    public record Triggered(DagRun run, boolean again) {}

    /**
     * Creates the run that a wish asked for, and settles the wish. The same key is the same run, for ever.
     *
     * @param key null: this one only
     * @param outcome what the wish is told
     * @throws RunExists when the DAG has a run of this id
     */
    public Triggered trigger(FreshRun fresh, @Nullable String key, long wish, Function<Triggered, String> outcome, Instant now) {
        var triggered = writer.write(session -> {
            maker.check(session);
            var dag = fresh.run().dag();
            var known = key == null ? null : RunDates.ofKey(session, dag, key);
            var made = known == null ? new Triggered(maker.make(session, fresh), false) : new Triggered(known, true);
            if (key != null && known == null) {
                RunDates.keepKey(session, dag, key, made.run().id());
            }
            Inbox.settle(session, new Change.WishSettled(0, wish, outcome.apply(made), now));
            return made;
        });
        if (!triggered.again()) {
            maker.made(triggered.run());
        }
        return triggered;
    }

    /** Runs that go on by themselves should they fail, with how often they did and still may. */
    public List<Retry> retries() {
        return store.read(RunDates::retries);
    }

    /** How often a run has gone on by itself after a failure, and may still. */
    public record Retry(DagRun run, int done, int left) {}

    /** How often a run may go on by itself after a failure; empty: it may not. */
    public Optional<Retry> retry(DagRun run) {
        return store.read(session -> Optional.ofNullable(RunDates.retry(session, run)));
    }

    /** Puts on record that a run goes on by itself, with the wish that makes it do so. */
    public Wish retry(Retry retry, Wish wish, Instant now) {
        return writer.write(session -> {
            maker.check(session);
            RunDates.retried(session, retry);
            return wish.numbered(Inbox.post(session, wish, Origin.ENGINE, "run-retry-" + retry.run().id() + "-" + (retry.done() + 1), now));
        });
    }

    /** A run will not go on by itself any more. */
    public void forgetRetry(long run) {
        writer.write(session -> {
            maker.check(session);
            RunDates.forgetRetry(session, run);
            return run;
        });
    }
}
