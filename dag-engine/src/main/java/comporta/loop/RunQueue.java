package comporta.loop;

import comporta.dag.DagId;
import comporta.dag.Schedule;
import comporta.decide.RunView;
import comporta.decide.TickRules.Busy;
import comporta.run.DagRun;
import comporta.run.RunState;
import comporta.run.RunType;
import comporta.store.Store;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs that wait in state {@code queued} until their DAG may have one more, in the order in which they came. Backfills count apart. */
final class RunQueue {
    private final Store store;
    private final Map<Long, DagRun> waiting = new LinkedHashMap<>();

    RunQueue(Store store) {
        this.store = store;
    }

    /** What a limit counts. */
    private record Lane(DagId dag, boolean backfill) {
        static Lane of(DagRun run) {
            return new Lane(run.dag(), run.type() == RunType.BACKFILL);
        }
    }

    /** What the present version of a DAG allows. */
    interface Limits {
        /** The DAG; null: it is not in the folder any more. */
        @Nullable DagClock clock(DagId dag);

        /** How many of its backfill's runs may be active. */
        int mostOfBackfill(DagId dag);

        /** Whether what is queued of its backfill waits. */
        boolean isBackfillPaused(DagId dag);
    }

    void add(DagRun run) {
        waiting.put(run.id(), run);
    }

    void remove(long run) {
        waiting.remove(run);
    }

    Stream<DagRun> all() {
        return waiting.values().stream();
    }

    /** The runs of a DAG that wait, backfills left out, in order. */
    List<DagRun> of(DagId dag) {
        return waiting.values().stream().filter(run -> run.dag().equals(dag) && run.type() != RunType.BACKFILL).toList();
    }

    /** How many runs of a DAG there are that are not over, backfills left out. */
    Busy busy(DagId dag, int most, Collection<RunView> live, Collection<DagRun> resting) {
        return new Busy(active(live, resting).getOrDefault(new Lane(dag, false), 0), of(dag).size(), most);
    }

    private static Map<Lane, Integer> active(Collection<RunView> live, Collection<DagRun> resting) {
        var active = new HashMap<Lane, Integer>();
        for (var view : live) {
            if (view.run().state() == RunState.RUNNING || view.run().state() == RunState.PAUSED) {
                active.merge(Lane.of(view.run()), 1, Integer::sum);
            }
        }
        resting.forEach(run -> active.merge(Lane.of(run), 1, Integer::sum));
        return active;
    }

    /**
     * Takes out the runs that may begin now; those of backfills last.
     *
     * @param resting runs that are over for now and go on by themselves: they keep their place
     */
    List<DagRun> next(Limits limits, Collection<RunView> live, Collection<DagRun> resting) {
        var next = new ArrayList<DagRun>();
        if (waiting.isEmpty()) {
            return next;
        }
        var active = active(live, resting);
        var full = new HashSet<Lane>();
        take(false, next, active, full, limits);
        take(true, next, active, full, limits);
        next.forEach(run -> waiting.remove(run.id()));
        return next;
    }

    private void take(boolean backfills, List<DagRun> next, Map<Lane, Integer> active, Set<Lane> full, Limits limits) {
        var held = new HashSet<Lane>();
        for (var run : waiting.values()) {
            var lane = Lane.of(run);
            if (lane.backfill() != backfills || full.contains(lane)) {
                continue;
            }
            var clock = limits.clock(run.dag());
            if (active.getOrDefault(lane, 0) >= most(lane, clock, limits)) {
                full.add(lane);
            } else if ((run.type() == RunType.SCHEDULED && held.contains(lane)) || isHeld(run, clock, limits, next)) {
                if (run.type() == RunType.SCHEDULED) {  // those behind it wait for the same
                    held.add(lane);
                }
            } else {
                next.add(run);
                active.merge(lane, 1, Integer::sum);
            }
        }
    }

    private static int most(Lane lane, @Nullable DagClock clock, Limits limits) {
        return lane.backfill() ? limits.mostOfBackfill(lane.dag()) : clock == null ? 1 : clock.dag().dag().maxActiveRuns();
    }

    /** A paused DAG begins nothing new; what runs goes on. */
    private boolean isHeld(DagRun run, @Nullable DagClock clock, Limits limits, List<DagRun> next) {
        if (run.type() == RunType.BACKFILL && limits.isBackfillPaused(run.dag())) {
            return true;
        }
        if (clock == null) {
            return false;
        }
        if (clock.standing().paused()) {
            return true;
        }
        return run.type() == RunType.SCHEDULED && clock.schedule().overlap() == Schedule.Overlap.QUEUE_AFTER_SUCCESS
                && !isBehindASuccess(run, next);
    }

    private boolean isBehindASuccess(DagRun run, List<DagRun> next) {
        var before = store.ticks().before(run);
        return before.isEmpty()
                || (before.get().state() == RunState.SUCCESS && next.stream().noneMatch(each -> each.id() == before.get().id()));
    }
}
