package comporta.store;

import comporta.dag.DagId;
import comporta.decide.BackfillPlan;
import comporta.decide.Change;
import comporta.decide.Wish;
import comporta.run.DagRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The door to backfills. All that writes is called by the thread that writes to the store. */
public final class Backfills {
    private final Writer writer;
    private final Store store;
    private final RunMaker maker;

    Backfills(Writer writer, Store store, RunMaker maker) {
        this.writer = writer;
        this.store = store;
        this.maker = maker;
    }

    /** Stores a backfill with all its intervals, and settles the wish that asked for it. */
    public Backfill create(Backfill asked, List<BackfillPlan.Item> items, long wish, Function<Backfill, String> outcome, Instant now) {
        return writer.write(session -> {
            maker.check(session);
            var backfill = asked.numbered(BackfillRows.insert(session, asked));
            int number = 0;
            for (var item : items) {
                var why = item.leftOut();
                BackfillRows.addItem(session, new BackfillItem(
                        backfill.id(), ++number, item.tick().at(), item.tick().intervalStart(), item.tick().intervalEnd(),
                        why == null ? BackfillItem.State.WAITING : BackfillItem.State.LEFT_OUT, null, why == null ? "" : why));
            }
            BackfillRows.flushItems(session);
            Inbox.settle(session, new Change.WishSettled(0, wish, outcome.apply(backfill), now));
            return backfill;
        });
    }

    /** Creates the run of an interval. */
    public DagRun start(BackfillItem item, FreshRun fresh) {
        var run = writer.write(session -> {
            maker.check(session);
            var made = maker.make(session, fresh);
            BackfillRows.move(session, item, BackfillItem.State.RUN, made.id(), "");
            return made;
        });
        maker.made(run);
        return run;
    }

    /** An interval is not run after all. */
    public void leaveOut(BackfillItem item, String reason) {
        writer.write(session -> {
            maker.check(session);
            BackfillRows.move(session, item, BackfillItem.State.LEFT_OUT, null, reason);
            return item;
        });
    }

    /**
     * Moves a backfill, settles the wish that asked for it, and puts wishes of the engine on record.
     *
     * @param wish 0: nobody asked
     * @param leaveOut why what waits is not run any more; empty: it goes on waiting
     * @return the wishes, numbered
     */
    public List<Wish> move(Backfill backfill, long wish, String outcome, String leaveOut, List<Ticks.Posting> wishes, Instant now) {
        return writer.write(session -> {
            maker.check(session);
            BackfillRows.move(session, backfill);
            if (!leaveOut.isEmpty()) {
                BackfillRows.leaveOut(session, backfill.id(), leaveOut);
            }
            if (wish != 0) {
                Inbox.settle(session, new Change.WishSettled(0, wish, outcome, now));
            }
            var posted = new ArrayList<Wish>();
            for (var posting : wishes) {
                posted.add(posting.wish().numbered(Inbox.post(session, posting.wish(), Origin.ENGINE, posting.key(), now)));
            }
            return posted;
        });
    }

    /** Those that are not over, in order of creation. */
    public List<Backfill> active() {
        return store.read(BackfillRows::active);
    }

    /** The backfill of that number. */
    public Optional<Backfill> find(long id) {
        return store.read(session -> Optional.ofNullable(BackfillRows.find(session, id)));
    }

    /**
     * Backfills, the latest first.
     *
     * @param dag null: of all DAGs
     * @param before only smaller numbers; {@code Long.MAX_VALUE}: all
     */
    public List<Backfill> list(@Nullable DagId dag, long before, int limit) {
        return store.read(session -> BackfillRows.of(session, dag, before, limit));
    }

    /** Intervals of a backfill after the number {@code after}, in the order of running. */
    public List<BackfillItem> items(long backfill, int after, int limit) {
        return store.read(session -> BackfillRows.items(session, backfill, after, limit));
    }

    /** The next intervals that wait. */
    public List<BackfillItem> waiting(long backfill, int limit) {
        return store.read(session -> BackfillRows.waiting(session, backfill, limit));
    }

    /** How far a backfill is. */
    public BackfillProgress progress(long backfill) {
        return store.read(session -> BackfillRows.progress(session, backfill));
    }

    /** The runs of a DAG for dates from one instant to another, both included, in order of creation for each date. */
    public List<DagRun> runs(DagId dag, Instant from, Instant to) {
        return store.read(session -> RunDates.between(session, dag, from, to));
    }
}
