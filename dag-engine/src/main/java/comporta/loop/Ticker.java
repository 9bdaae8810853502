package comporta.loop;

import comporta.dag.DagId;
import comporta.dag.Schedule;
import comporta.decide.Arrivals;
import comporta.decide.Notices;
import comporta.decide.TickRules;
import comporta.decide.Wish;
import comporta.run.DagRun;
import comporta.run.RunType;
import comporta.store.Standing;
import comporta.store.SettledTick;
import comporta.store.Store;
import comporta.store.Ticks;
import comporta.timetable.Tick;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Serves the ticks of all DAGs: decides upon those that are due, and settles them with their runs in one transaction. */
final class Ticker {
    /** So many DAGs are served in one transaction at most. */
    private static final int DAGS_AT_ONCE = 250;

    private final Store store;
    private final FreshRuns fresh;
    private final Present present;
    private final Map<DagId, DagClock> clocks = new LinkedHashMap<>();
    private boolean known;

    /** What the ticker has to know of runs. */
    interface Present {
        TickRules.Busy busy(DagId dag, int most);

        /** Runs that are not over, oldest first, those that are under way before those that wait. */
        List<DagRun> standingInTheWay(DagId dag, Schedule.Overlap overlap);
    }

    Ticker(Store store, FreshRuns fresh, Present present) {
        this.store = store;
        this.fresh = fresh;
        this.present = present;
    }

    @Nullable DagClock clock(DagId dag) {
        return clocks.get(dag);
    }

    Collection<DagClock> clocks() {
        return clocks.values();
    }

    /** Whether the folder was told. */
    boolean isKnown() {
        return known;
    }

    /**
     * Takes over what is in the folder now. What is not any more is served no longer; should it come back, its ticks are caught up with.
     */
    Ticks.Settlement dags(Collection<ScheduledDag> now, Instant instant) {
        var standings = new LinkedHashMap<DagId, Standing>();
        store.ticks().standings().forEach(standing -> standings.put(standing.dag(), standing));
        var served = standings.values().stream().filter(each -> !each.paused()).map(Standing::servedUntil).max(Instant::compareTo);
        var latest = served.filter(each -> each.isBefore(instant)).orElse(instant);
        var last = finalTicks(now, instant);
        var moved = new ArrayList<Standing>();
        var next = new LinkedHashMap<DagId, DagClock>();
        for (var dag : now) {
            next.put(dag.dag().id(), clock(dag, standings.get(dag.dag().id()), latest, moved, instant));
        }
        if (!moved.isEmpty()) {
            store.ticks().settle(List.of(), moved, List.of(), List.of(), instant);
        }
        clocks.clear();
        clocks.putAll(next);
        known = true;
        return last;
    }

    private DagClock clock(ScheduledDag dag, @Nullable Standing stored, Instant latest, List<Standing> moved, Instant now) {
        var id = dag.dag().id();
        var held = clocks.get(id);
        var standing = held == null ? stored : held.standing();
        if (standing == null) {
            var first = DagClock.first(dag, store.ticks().heard(), now);
            moved.add(first);
            return new DagClock(dag, first, new TreeSet<>());
        }
        var print = DagClock.fingerprint(dag);
        if (!standing.schedule().equals(print)) {
            // While it is paused its ticks pass unserved; which ones, the newest schedule says.
            var until = standing.paused() ? standing.servedUntil() : held == null ? latest : now;
            var changed = standing.with(
                    print, now, until.isAfter(standing.servedUntil()) ? until : standing.servedUntil(), store.ticks().heard());
            store.ticks().forgetPending(id);
            moved.add(changed);
            return new DagClock(dag, changed, new TreeSet<>());
        }
        if (held != null) {
            held.renewed(dag);
            return held;
        }
        var ahead = new TreeSet<Instant>();
        for (var tick : store.ticks().since(id, standing.servedUntil(), Integer.MAX_VALUE)) {
            ahead.add(tick.at());
        }
        var clock = new DagClock(dag, standing, ahead);
        clock.expects(now);
        return clock;
    }

    /** A schedule that ends here is served up to here first. */
    private Ticks.Settlement finalTicks(Collection<ScheduledDag> now, Instant instant) {
        var ending = new ArrayList<DagClock>();
        for (var dag : now) {
            var held = clocks.get(dag.dag().id());
            if (held != null && !held.standing().paused() && !held.standing().schedule().equals(DagClock.fingerprint(dag))) {
                ending.add(held);
            }
        }
        return settle(ending, instant, true);
    }

    /** Settles what is due, of some DAGs at a time: asked again until there is nothing left. */
    Ticks.Settlement serve(Instant now) {
        var due = clocks.values().stream()
                .filter(clock -> clock.nextDue() != null && !clock.nextDue().isAfter(now))
                .limit(DAGS_AT_ONCE)
                .toList();
        return settle(due, now, false);
    }

    private Ticks.Settlement settle(List<DagClock> due, Instant now, boolean early) {
        var ticks = new ArrayList<Ticks.NewTick>();
        var standings = new ArrayList<Standing>();
        var wishes = new ArrayList<Ticks.Posting>();
        var advances = new ArrayList<Runnable>();
        var used = new ArrayList<Ticks.Used>();
        for (var clock : due) {
            var follows = clock.follows();
            var settled = follows == null ? settled(clock, now, early) : followed(clock, follows, used, advances, now);
            settled.forEach(each -> ticks.add(newTick(clock, each, wishes, now)));
            var position = clock.after(settled);
            standings.add(clock.standing().served(position.servedUntil()));
            advances.add(() -> clock.moved(position));
        }
        if (standings.isEmpty()) {
            return new Ticks.Settlement(List.of(), List.of(), List.of(), List.of());
        }
        var settlement = store.ticks().settle(ticks, standings, wishes, used, now);
        advances.forEach(Runnable::run);
        return settlement;
    }

    private List<TickRules.Settled> settled(DagClock clock, Instant now, boolean early) {
        var dag = clock.dag().dag();
        return TickRules.settle(
                clock.schedule(), clock.dag().timetable(), clock.position(), now, early, present.busy(dag.id(), dag.maxActiveRuns()),
                (after, upTo) -> store.ticks().succeeded(dag.id(), after, upTo));
    }

    /** What came of the successes that a DAG has heard of. */
    private List<TickRules.Settled> followed(
            DagClock clock, Schedule.Trigger.After follows, List<Ticks.Used> used, List<Runnable> advances, Instant now) {
        var dag = clock.dag().dag();
        var timetable = clock.dag().timetable();
        var decision = Arrivals.decide(follows, timetable.zone(), store.ticks().pending(dag.id()), now);
        var settled = new ArrayList<TickRules.Settled>();
        var due = new ArrayList<Tick>();
        for (var made : decision.made()) {
            made.of().forEach(arrival -> used.add(new Ticks.Used(dag.id(), arrival, made.at())));
            var before = store.ticks().before(dag.id(), made.at(), 1).stream().findFirst().map(SettledTick::at).orElse(made.at());
            var tick = timetable.at(made.at(), made.completeAt(), before);
            var missed = made.missed();
            if (missed == null) {
                due.add(tick);
            } else {
                settled.add(new TickRules.Settled(tick, new TickRules.Verdict.Missed(missed)));
            }
        }
        settled.addAll(TickRules.settle(
                clock.schedule(), timetable, clock.position(), due, now, present.busy(dag.id(), dag.maxActiveRuns()),
                (after, upTo) -> store.ticks().succeeded(dag.id(), after, upTo)));
        advances.add(() -> clock.expects(decision.nextDue()));
        return settled;
    }

    private Ticks.NewTick newTick(DagClock clock, TickRules.Settled settled, List<Ticks.Posting> wishes, Instant now) {
        var tick = settled.tick();
        var dag = clock.dag().dag().id();
        return switch (settled.verdict()) {
            case TickRules.Verdict.Missed(var reason) -> missed(clock, tick, reason);
            case TickRules.Verdict.Skipped(var reason) -> new Ticks.NewTick(dag, tick.at(), SettledTick.State.SKIPPED, reason, null);
            case TickRules.Verdict.Run(var replaces) -> {
                try {
                    var run = fresh.make(clock.dag(), outline(tick, clock.follows() != null), Map.of(), Map.of(), now);
                    if (replaces) {
                        makeWay(clock, tick, wishes);
                    }
                    yield new Ticks.NewTick(dag, tick.at(), SettledTick.State.RUN, "", run);
                } catch (FreshRuns.Refused e) {
                    yield missed(clock, tick, String.valueOf(e.getMessage()));
                }
            }
        };
    }

    private static Ticks.NewTick missed(DagClock clock, Tick tick, String reason) {
        var dag = clock.dag().dag();
        return new Ticks.NewTick(
                dag.id(), tick.at(), SettledTick.State.MISSED, reason, null,
                Notices.missed(dag, RunKeys.ofTick(tick.at(), false), tick.at(), reason).orElse(null));
    }

    private static FreshRuns.Outline outline(Tick tick, boolean follows) {
        return new FreshRuns.Outline(
                RunKeys.ofTick(tick.at(), follows), follows ? RunType.TRIGGERED : RunType.SCHEDULED, tick.at(), tick.intervalStart(),
                tick.intervalEnd(), "", Set.of());
    }

    private void makeWay(DagClock clock, Tick tick, List<Ticks.Posting> wishes) {
        var dag = clock.dag().dag();
        for (var run : present.standingInTheWay(dag.id(), clock.schedule().overlap())) {
            var key = "replaced-" + run.id();
            if (wishes.stream().noneMatch(posting -> posting.key().equals(key))) {
                wishes.add(new Ticks.Posting(
                        new Wish(0, run.id(), Wish.Verb.CANCEL, List.of(), Scheduling.USER,
                                "the tick of " + tick.at() + " took its place (overlap: "
                                        + clock.schedule().overlap().name().toLowerCase(Locale.ROOT) + ")"),
                        key));
                return;
            }
        }
    }

    /** When the next tick of any DAG starts; null: none does. */
    @Nullable Instant nextDue() {
        Instant earliest = null;
        for (var clock : clocks.values()) {
            var due = clock.nextDue();
            earliest = due != null && (earliest == null || due.isBefore(earliest)) ? due : earliest;
        }
        return earliest;
    }
}
