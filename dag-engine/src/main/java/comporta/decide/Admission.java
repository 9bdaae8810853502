package comporta.decide;

import comporta.run.RunState;
import comporta.run.RunType;
import comporta.run.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may start now. The one place where slots are given: best ready task first over all runs, and a task that lacks slots reserves them,
 * so that smaller ones behind it cannot starve it.
 *
 * <p>Fresh runs go before backfills; then the higher priority, the longer way to the end of its run, the earlier one. Who has been ready
 * for longer than {@link #patience} goes before all who have not, and the one that has been ready for longest first; that one sets slots
 * aside in each of its limits until it starts. So nobody who comes later can keep it waiting: it starts as soon as those before it in the
 * line have, and what runs then has ended. A pool that is paused, or has no slots, keeps its tasks waiting all the same, and nobody else.
 */
public final class Admission {
    private static final Duration PATIENCE = Duration.ofHours(1);
    private static final Duration PATIENCE_OF_BACKFILLS = Duration.ofHours(6);

    private final Collection<RunView> runs;
    private final Instant now;
    private final Set<Integer> reserved = new HashSet<>();

    /** One round of admission; {@link #next} is asked until it gives nothing. The chosen task must be moved out of the queue in between. */
    public Admission(Collection<RunView> runs, Instant now) {
        this.runs = runs;
        this.now = now;
    }

    /** A ready task that may start. */
    public record Pick(RunView view, int task) {}

    /** @param overdueSince when it became ready, if that is too long ago */
    private record Candidate(RunView view, int task, @Nullable Instant overdueSince) {
        private Slots.Demand demand() {
            return view.demands().of(view.demands().classOf(task));
        }
    }

    /** How long a task of a run of that kind is ready before its priority and that of others mean nothing any more. */
    public static Duration patience(RunType type) {
        return type == RunType.BACKFILL ? PATIENCE_OF_BACKFILLS : PATIENCE;
    }

    /** The best task that may start now; null: none may. */
    public @Nullable Pick next() {
        reserved.clear();   // who reserved before may have been cancelled by what the last pick led to
        Candidate setAside = null;
        try {
            for (var best = best(); best != null; best = best()) {
                var lacking = best.view().slots().lacking(best.demand());
                if (lacking < 0) {
                    best.view().ready(best.view().demands().classOf(best.task())).remove(best.task());
                    return new Pick(best.view(), best.task());
                }
                reserved.add(lacking);
                if (setAside == null && best.overdueSince() != null && !isShut(best)) {
                    setAside = best;
                    best.view().slots().take(best.demand());
                }
            }
            return null;
        } finally {
            if (setAside != null) {
                setAside.view().slots().giveBack(setAside.demand());
            }
        }
    }

    private static boolean isShut(Candidate candidate) {
        for (int limit : candidate.demand().limits()) {
            if (candidate.view().slots().isShut(limit)) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Candidate best() {
        Candidate best = null;
        for (var view : runs) {
            if (view.run().state() != RunState.RUNNING) {
                continue;
            }
            for (int demandClass = 0; demandClass < view.demands().classes(); demandClass++) {
                if (isReserved(view.demands().of(demandClass)) || view.ready(demandClass).isEmpty()) {
                    continue;
                }
                var candidate = candidate(view, demandClass);
                if (best == null || goesBefore(candidate, best)) {
                    best = candidate;
                }
            }
        }
        return best;
    }

    private Candidate candidate(RunView view, int demandClass) {
        int longest = view.longestReady(demandClass);
        return view.instance(longest).state() instanceof TaskState.Queued queued && isOverdue(view, queued, now)
                ? new Candidate(view, longest, queued.since())
                : new Candidate(view, view.ready(demandClass).first(), null);
    }

    static boolean isOverdue(RunView view, TaskState.Queued queued, Instant now) {
        return !queued.since().plus(patience(view.run().type())).isAfter(now);
    }

    private boolean isReserved(Slots.Demand demand) {
        for (int limit : demand.limits()) {
            if (reserved.contains(limit)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a ready task is chosen before another. */
    static boolean goesBefore(Pick first, Pick second, Instant now) {
        return goesBefore(candidate(first, now), candidate(second, now));
    }

    private static Candidate candidate(Pick pick, Instant now) {
        return pick.view().instance(pick.task()).state() instanceof TaskState.Queued queued && isOverdue(pick.view(), queued, now)
                ? new Candidate(pick.view(), pick.task(), queued.since())
                : new Candidate(pick.view(), pick.task(), null);
    }

    private static boolean goesBefore(Candidate one, Candidate other) {
        var since = one.overdueSince();
        var otherSince = other.overdueSince();
        if (since != null && otherSince != null && !since.equals(otherSince)) {
            return since.isBefore(otherSince);
        }
        if ((since == null) != (otherSince == null)) {
            return since != null;
        }
        if (since != null && one.view() == other.view()) {
            return one.view().readySince(one.task()) < one.view().readySince(other.task());
        }
        var isBackfill = one.view().run().type() == RunType.BACKFILL;
        if (isBackfill != (other.view().run().type() == RunType.BACKFILL)) {
            return !isBackfill;
        }
        var plan = one.view().plan();
        var otherPlan = other.view().plan();
        if (plan.weight(one.task()) != otherPlan.weight(other.task())) {
            return plan.weight(one.task()) > otherPlan.weight(other.task());
        }
        if (plan.tailMillis(one.task()) != otherPlan.tailMillis(other.task())) {
            return plan.tailMillis(one.task()) > otherPlan.tailMillis(other.task());
        }
        return one.view() == other.view() && one.view().readySince(one.task()) < one.view().readySince(other.task());
    }
}
