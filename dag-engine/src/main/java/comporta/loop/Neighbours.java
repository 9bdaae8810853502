package comporta.loop;

import comporta.dag.DagId;
import comporta.dag.Dependency;
import comporta.dag.TaskId;
import comporta.decide.Awaited;
import comporta.decide.Change;
import comporta.decide.RunView;
import comporta.decide.Standing;
import comporta.run.DagRun;
import comporta.run.RunState;
import comporta.run.RunType;
import comporta.run.TaskState;
import comporta.store.OtherRuns;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What live runs wait for in other runs, and how that stands by what is committed. Nothing of it is kept: after a restart all is asked
 * anew, and again whenever something was committed that may concern it.
 */
final class Neighbours {
    private final OtherRuns others;
    private final ZoneId zone;
    private final Set<Long> unasked = new HashSet<>();
    private final List<Stir> stirs = new ArrayList<>();

    /** What moved in a run: these tasks, and perhaps the run as a whole. */
    private record Stir(long id, DagId dag, Set<TaskId> tasks, boolean isRun) {
        private boolean concerns(RunView view, Awaited awaited) {
            return view.run().id() != id && switch (awaited) {
                case Awaited.Past past -> dag.equals(view.run().dag())
                        && (isRun || tasks.contains(past.task()) || past.followers().stream().anyMatch(tasks::contains));
                case Awaited.Other other -> dag.equals(other.dag()) && (isRun || tasks.contains(other.task()));
            };
        }
    }

    /** @param zone of DAGs that name none */
    Neighbours(OtherRuns others, ZoneId zone) {
        this.others = others;
        this.zone = zone;
    }

    /** A run was taken up. */
    void taken(RunView view) {
        if (!view.plan().awaited().isEmpty()) {
            unasked.add(view.run().id());
        }
    }

    /** Something of a run was committed. */
    void committed(RunView view, List<Change> changes) {
        var tasks = new HashSet<TaskId>();
        var isRun = false;
        for (var change : changes) {
            switch (change) {
                case Change.TaskMoved moved -> {
                    if (moved.before().isAtRest() != moved.after().isAtRest() || moved.after().isAtRest()) {
                        tasks.add(view.plan().task(view.plan().node(moved.after())).id());
                    }
                }
                case Change.RunMoved moved -> isRun |= moved.before().state() != moved.after().state();
                case Change.TryOpened _, Change.TryClosed _, Change.LaunchMoved _, Change.LeaseMoved _, Change.Expanded _, Change.Ordered _,
                        Change.LimitMoved _, Change.WishSettled _ -> { }
            }
        }
        if (isRun || !tasks.isEmpty()) {
            stirs.add(new Stir(view.run().id(), view.run().dag(), tasks, isRun));
        }
    }

    /** What each of the live runs is to be told now; a run that hears nothing is left out. */
    Map<Long, Map<Awaited, Standing>> news(Collection<RunView> live) {
        var news = new HashMap<Long, Map<Awaited, Standing>>();
        if (unasked.isEmpty() && stirs.isEmpty()) {
            return news;
        }
        for (var view : live) {
            for (var awaited : view.plan().awaited()) {
                if (unasked.contains(view.run().id()) || stirs.stream().anyMatch(stir -> stir.concerns(view, awaited))) {
                    news.computeIfAbsent(view.run().id(), _ -> new HashMap<>()).put(awaited, standing(view, awaited));
                }
            }
        }
        unasked.clear();
        stirs.clear();
        return news;
    }

    private Standing standing(RunView view, Awaited awaited) {
        return switch (awaited) {
            case Awaited.Past past -> past(view.run(), past);
            case Awaited.Other other -> other(view, other);
        };
    }

    private Standing past(DagRun run, Awaited.Past past) {
        var before = others.before(run.dag(), run.logicalDate(), past.task()).orElse(null);
        if (before == null) {
            return new Standing(true, "there is no run before");
        }
        if (run.type() == RunType.BACKFILL
                && others.beginOfBackfill(run.dag(), run.id()).filter(before.logicalDate()::isBefore).isPresent()) {
            return new Standing(true, "there is no run before in its backfill");
        }
        var all = new ArrayList<>(List.of(past.task()));
        all.addAll(past.followers());
        for (var task : all) {
            var state = others.state(before.id(), task).orElse(null);
            if (state != null && !isWell(state) && !(state instanceof TaskState.Removed)) {
                return new Standing(false, "task " + task + " of the run before, " + before.key() + ", is " + state.word());
            }
        }
        return new Standing(true, "the run before, " + before.key() + ", went well");
    }

    private static boolean isWell(TaskState state) {
        return state instanceof TaskState.Success || state instanceof TaskState.Skipped;
    }

    private Standing other(RunView view, Awaited.Other other) {
        var own = view.plan().dag().schedule().zone();
        var date = LocalDate.ofInstant(view.run().logicalDate(), own == null ? zone : own);
        var found = other.match() == Dependency.Match.LATEST
                ? others.latest(other.dag()).orElse(null)
                : sameDate(view.run(), other.dag(), date, own == null ? zone : own);
        if (found == null) {
            return new Standing(false,
                    "DAG " + other.dag() + " has no run" + (other.match() == Dependency.Match.LATEST ? "" : " of " + date) + " yet");
        }
        var run = other.dag() + "/" + found.key();
        var task = other.task();
        if (task == null) {
            return new Standing(found.state() == RunState.SUCCESS, "run " + run + " is " + found.state().word());
        }
        return others.state(found.id(), task)
                .map(state -> new Standing(isWell(state), "task " + task + " of " + run + " is " + state.word()))
                .orElseGet(() -> new Standing(false, "run " + run + " has no task " + task));
    }

    /** The run of the very same instant; else the last one of that date, as the run that waits has its dates. */
    private OtherRuns.@Nullable Found sameDate(DagRun run, DagId dag, LocalDate date, ZoneId in) {
        var all = others.between(dag, date.atStartOfDay(in).toInstant(), date.plusDays(1).atStartOfDay(in).toInstant());
        return all.stream().filter(one -> one.logicalDate().equals(run.logicalDate())).findFirst()
                .orElse(all.isEmpty() ? null : all.getFirst());
    }
}
