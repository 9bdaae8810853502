package comporta.decide;

import comporta.run.RunState;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may start now. The one place where slots are given: best ready task first over all runs, and a task that lacks slots reserves them,
 * so that smaller ones behind it cannot starve it.
 */
public final class Admission {
    private final Collection<RunView> runs;
    private final Set<Integer> reserved = new HashSet<>();

    /** One round of admission; {@link #next} is asked until it gives nothing. The chosen task must be moved out of the queue in between. */
    public Admission(Collection<RunView> runs) {
        this.runs = runs;
    }

    /** A ready task that may start. */
    public record Pick(RunView view, int task) {}

    /** The best task that may start now; null: none may. */
    public @Nullable Pick next() {
        reserved.clear();   // who reserved before may have been cancelled by what the last pick led to
        while (true) {
            var best = best();
            if (best == null) {
                return null;
            }
            var demand = best.view().demands().of(best.view().demands().classOf(best.task()));
            var lacking = best.view().slots().lacking(demand);
            if (lacking < 0) {
                best.view().ready(best.view().demands().classOf(best.task())).removeFirst();
                return best;
            }
            reserved.add(lacking);
        }
    }

    private @Nullable Pick best() {
        Pick best = null;
        for (var view : runs) {
            if (view.run().state() != RunState.RUNNING) {
                continue;
            }
            for (int demandClass = 0; demandClass < view.demands().classes(); demandClass++) {
                if (isReserved(view.demands().of(demandClass)) || view.ready(demandClass).isEmpty()) {
                    continue;
                }
                var candidate = new Pick(view, view.ready(demandClass).first());
                if (best == null || goesBefore(candidate, best)) {
                    best = candidate;
                }
            }
        }
        return best;
    }

    private boolean isReserved(Slots.Demand demand) {
        for (int limit : demand.limits()) {
            if (reserved.contains(limit)) {
                return true;
            }
        }
        return false;
    }

    private static boolean goesBefore(Pick one, Pick other) {
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
