package comporta.loop;

import comporta.dag.DagId;
import comporta.dag.LocalInstant;
import comporta.dag.PlainData;
import comporta.decide.BackfillPlan;
import comporta.decide.Outcome;
import comporta.decide.Wish;
import comporta.run.DagRun;
import comporta.run.RunType;
import comporta.store.Backfill;
import comporta.store.BackfillItem;
import comporta.store.FreshRun;
import comporta.store.Store;
import comporta.store.Ticks;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Runs DAGs for past ranges. A backfill has its intervals on record from the beginning; their runs are created a few at a time, so that
 * what is left can be paused, cancelled, and seen. Details of {@code BACKFILL}: {@code from}, {@code to}, {@code order} ({@code oldest},
 * {@code newest}), {@code reprocess}, {@code only}, {@code max_active}, {@code params}, {@code sealed}, {@code note}; of the other verbs
 * {@code backfill}, or nothing for the DAG's active one.
 */
final class Backfilling {
    private static final int MOST_ACTIVE = 1000;

    private final Store store;
    private final Ticker ticker;
    private final FreshRuns fresh;
    private final Scheduling scheduling;
    private final int usualActive;
    private final Map<DagId, Backfill> active = new LinkedHashMap<>();

    Backfilling(Store store, Ticker ticker, FreshRuns fresh, Scheduling scheduling, int usualActive) {
        this.store = store;
        this.ticker = ticker;
        this.fresh = fresh;
        this.scheduling = scheduling;
        this.usualActive = usualActive;
    }

    void recover() {
        store.backfills().active().forEach(backfill -> active.put(backfill.dag(), backfill));
    }

    int maxActive(DagId dag) {
        var backfill = active.get(dag);
        return backfill == null ? usualActive : backfill.maxActive();
    }

    boolean isPaused(DagId dag) {
        var backfill = active.get(dag);
        return backfill != null && backfill.state() == Backfill.State.PAUSED;
    }

    /** What it would do; nothing is written. */
    BackfillPreview preview(DagClock clock, Map<String, Object> details, Instant now) {
        var dag = clock.dag().dag();
        try {
            var asked = asked(clock, details);
            var items = BackfillPlan.of(dag, clock.dag().timetable(), asked, now, (from, to) -> store.backfills().runs(dag.id(), from, to));
            var leftOut = DagWishes.leftOut(clock, text(details, "only", ""));
            var tasks = dag.tasks().keySet().stream().filter(task -> !leftOut.contains(task)).collect(Collectors.toSet());
            return new BackfillPreview(dag.id(), "", items, tasks, maxActive(details));
        } catch (BackfillPlan.Refused | FreshRuns.Refused | IllegalArgumentException e) {
            return new BackfillPreview(dag.id(), String.valueOf(e.getMessage()), List.of(), Set.of(), 0);
        }
    }

    void create(Wish wish, DagClock clock, Instant now) throws FreshRuns.Refused {
        var dag = clock.dag().dag().id();
        var present = active.get(dag);
        if (present != null) {
            throw new FreshRuns.Refused("backfill " + present.id() + " of DAG " + dag + " is " + present.state().word()
                    + ", and a DAG has one at a time. Cancel it, or wait for its end");
        }
        var details = wish.details();
        var preview = preview(clock, details, now);
        if (!preview.refused().isEmpty()) {
            throw new FreshRuns.Refused(preview.refused());
        }
        var asked = asked(clock, details);
        var given = Map.<String, Object>of("params", PlainData.block(details, "params"), "sealed", PlainData.block(details, "sealed"));
        tryOne(clock, preview, given, now);
        var backfill = new Backfill(
                0, dag, Backfill.State.RUNNING, asked.from(), asked.until(), asked.newestFirst(), asked.reprocess(),
                text(details, "only", ""), preview.maxActive(), given, text(details, "note", ""), wish.user(), wish.reason(), now, null);
        active.put(dag, store.backfills().create(backfill, preview.items(), wish.id(), each -> outcome(each, preview), now));
        scheduling.stir();
    }

    /** Parameters that do not fit are told now, not run by run. */
    private void tryOne(DagClock clock, BackfillPreview preview, Map<String, Object> given, Instant now) throws FreshRuns.Refused {
        for (var item : preview.items()) {
            if (item.leftOut() == null) {
                var tick = item.tick();
                make(clock, new BackfillItem(0, 1, tick.at(), tick.intervalStart(), tick.intervalEnd(),
                        BackfillItem.State.WAITING, null, ""),
                        given, "", "", now);
                return;
            }
        }
    }

    private static String outcome(Backfill backfill, BackfillPreview preview) {
        var told = new LinkedHashMap<String, Object>();
        told.put("dag_id", backfill.dag().value());
        told.put("backfill", backfill.id());
        told.put("runs", preview.runs());
        told.put("left_out", preview.items().size() - preview.runs());
        return Outcome.granted(told).text();
    }

    private BackfillPlan.Asked asked(DagClock clock, Map<String, Object> details) {
        var zone = clock.dag().timetable().zone();
        var order = text(details, "order", "oldest");
        if (!order.equals("oldest") && !order.equals("newest")) {
            throw new IllegalArgumentException("\"" + order + "\" is no order. Say oldest or newest");
        }
        return new BackfillPlan.Asked(
                LocalInstant.parse(text(details, "from", "")).in(zone), until(text(details, "to", ""), zone), order.equals("newest"),
                reprocess(text(details, "reprocess", "none")));
    }

    /** A date means the whole of that day, an instant is the last one that counts. */
    private static Instant until(String text, ZoneId zone) {
        var to = LocalInstant.parse(text);
        return text.length() == 10
                ? new LocalInstant(to.at().toLocalDate().plusDays(1).atTime(LocalTime.MIDNIGHT), null).in(zone)
                : to.in(zone).plusNanos(1_000);
    }

    private static BackfillPlan.Reprocess reprocess(String word) {
        for (var each : BackfillPlan.Reprocess.values()) {
            if (each.word().equals(word)) {
                return each;
            }
        }
        throw new IllegalArgumentException("\"" + word.toLowerCase(Locale.ROOT)
                + "\" is not what can be run again. Say none, failed or completed");
    }

    private int maxActive(Map<String, Object> details) {
        var written = details.get("max_active");
        if (written == null) {
            return usualActive;
        }
        if (!(written instanceof Long number) || number < 1 || number > MOST_ACTIVE) {
            throw new IllegalArgumentException("max_active is " + written + ", and must be between 1 and " + MOST_ACTIVE);
        }
        return number.intValue();
    }

    private static String text(Map<String, Object> details, String name, String otherwise) {
        return details.get(name) instanceof String text ? text : otherwise;
    }

    /** Cancels, pauses or resumes. */
    void move(Wish wish, Instant now) throws FreshRuns.Refused {
        var backfill = meant(wish);
        var by = wish.user() + (wish.reason().isEmpty() ? "" : ": " + wish.reason());
        switch (wish.verb()) {
            case CANCEL_BACKFILL -> {
                moved(backfill.in(Backfill.State.CANCELLED, now), wish, "the backfill was cancelled by " + by,
                        cancelling(backfill, by), now);
                active.remove(backfill.dag());
            }
            case PAUSE_BACKFILL -> {
                refuseUnless(backfill.state() == Backfill.State.RUNNING, backfill);
                moved(backfill.in(Backfill.State.PAUSED, now), wish, "", List.of(), now);
            }
            case RESUME_BACKFILL -> {
                refuseUnless(backfill.state() == Backfill.State.PAUSED, backfill);
                moved(backfill.in(Backfill.State.RUNNING, now), wish, "", List.of(), now);
            }
            default -> throw new IllegalArgumentException("not a wish of a backfill: " + wish.verb());
        }
    }

    private static void refuseUnless(boolean right, Backfill backfill) throws FreshRuns.Refused {
        if (!right) {
            throw new FreshRuns.Refused("backfill " + backfill.id() + " is " + backfill.state().word());
        }
    }

    private Backfill meant(Wish wish) throws FreshRuns.Refused {
        var present = wish.dag() == null ? null : active.get(wish.dag());
        var named = wish.details().get("backfill");
        if (present == null || (named instanceof Long number && number != present.id())) {
            throw new FreshRuns.Refused("DAG " + wish.dag() + " has no backfill " + (named == null ? "" : named + " ") + "under way");
        }
        return present;
    }

    private void moved(Backfill next, Wish wish, String leaveOut, List<Ticks.Posting> wishes, Instant now) {
        store.backfills().move(next, wish.id(), "granted", leaveOut, wishes, now).forEach(scheduling::wished);
        active.put(next.dag(), next);
        scheduling.stir();
    }

    private List<Ticks.Posting> cancelling(Backfill backfill, String by) {
        var cancels = new ArrayList<Ticks.Posting>();
        for (var run : scheduling.backfillRuns(backfill.dag())) {
            cancels.add(new Ticks.Posting(
                    new Wish(0, run.id(), Wish.Verb.CANCEL, List.of(), Scheduling.USER, "its backfill was cancelled by " + by),
                    "backfill-" + backfill.id() + "-cancel-" + run.id()));
        }
        return cancels;
    }

    /** Creates runs as far as there is room, and sees to the end of what is through. */
    void goOn(Instant now) {
        for (var backfill : List.copyOf(active.values())) {
            var clock = ticker.clock(backfill.dag());
            if (clock != null && backfill.state() == Backfill.State.RUNNING && !clock.standing().paused()) {
                goOn(backfill, clock, now);
            }
        }
    }

    private void goOn(Backfill backfill, DagClock clock, Instant now) {
        int present = scheduling.backfillRuns(backfill.dag()).size();
        for (int free = backfill.maxActive() - present; free > 0; ) {
            var next = store.backfills().waiting(backfill.id(), free);
            if (next.isEmpty()) {
                break;
            }
            for (var item : next) {
                free -= start(backfill, clock, item, now) ? 1 : 0;
            }
        }
        if (scheduling.backfillRuns(backfill.dag()).isEmpty() && store.backfills().waiting(backfill.id(), 1).isEmpty()) {
            store.backfills().move(backfill.in(Backfill.State.DONE, now), 0, "", "", List.of(), now);
            active.remove(backfill.dag());
        }
    }

    /** What was true of an interval when the backfill was asked for may be so no longer. */
    private boolean start(Backfill backfill, DagClock clock, BackfillItem item, Instant now) {
        var obstacle = BackfillPlan.obstacle(backfill.reprocess(), others(backfill, item));
        if (obstacle == null) {
            try {
                scheduling.waits(store.backfills().start(item, make(clock, item, backfill.given(), backfill.only(), backfill.note(), now)));
                return true;
            } catch (FreshRuns.Refused e) {
                obstacle = String.valueOf(e.getMessage());
            }
        }
        store.backfills().leaveOut(item, obstacle);
        return false;
    }

    private List<DagRun> others(Backfill backfill, BackfillItem item) {
        return store.backfills().runs(backfill.dag(), item.tick(), item.tick());
    }

    private FreshRun make(
            DagClock clock, BackfillItem item, Map<String, Object> given, String only, String note, Instant now) throws FreshRuns.Refused {
        var outline = new FreshRuns.Outline(
                RunKeys.ofBackfill(item.tick(), item.backfill()), RunType.BACKFILL, item.tick(), item.intervalStart(),
                item.intervalEnd(), note,
                DagWishes.leftOut(clock, only));
        return fresh.make(clock.dag(), outline, PlainData.block(given, "params"), PlainData.block(given, "sealed"), now);
    }
}
