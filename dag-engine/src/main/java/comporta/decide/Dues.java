package comporta.decide;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** By when tasks must be done so that no deadline is missed that lies after them: the deadlines of a run as one, task by task. */
public final class Dues {
    private Dues() {}

    /**
     * A latest end.
     *
     * @param at when everything behind it takes as long as usual
     * @param squares of the milliseconds by which that may take longer in one run of ten, summed: what is slow is seldom slow together
     */
    private record Due(Instant at, double squares) {
        Instant safe() {
            return at.minusMillis(Math.round(Math.sqrt(squares)));
        }
    }

    /**
     * The latest end of a task that leaves what comes after it the time that it takes in nine of ten runs;
     * where nobody knows, it takes none.
     *
     * @return null when no deadline that counts lies at or after it
     */
    public static @Nullable Instant latestEnd(RunView view, int node) {
        var plan = view.plan();
        int task = plan.taskOf(node);
        var due = new @Nullable Due[plan.size()];
        for (var limit : view.limits()) {
            if (limit.kind() != TimeLimit.Kind.DEADLINE || limit.state() == TimeLimit.State.OFF || limit.state() == TimeLimit.State.MET) {
                continue;
            }
            if (limit.task() == TimeLimit.RUN) {
                Arrays.setAll(due, each -> earlier(due[each], new Due(limit.dueAt(), 0)));
            } else if (limit.mapIndex() < 0 || limit.task() != task || limit.mapIndex() == plan.indexOf(node)) {
                due[limit.task()] = earlier(due[limit.task()], new Due(limit.dueAt(), 0));
            }
        }
        var order = plan.graph().topologicalOrder();
        for (int k = order.length - 1; k >= 0; k--) {
            for (int below : plan.graph().downstream(order[k])) {
                var latest = due[below];
                if (latest != null && !plan.graph().isTeardown(below)) {
                    var usual = plan.usual(below);
                    double spread = plan.spread(below);
                    due[order[k]] = earlier(
                            due[order[k]],
                            new Due(latest.at().minus(usual == null ? Duration.ZERO : usual), latest.squares() + spread * spread));
                }
            }
        }
        var found = due[task];
        return found == null ? null : found.safe();
    }

    private static Due earlier(@Nullable Due one, Due other) {
        return one == null || other.safe().isBefore(one.safe()) ? other : one;
    }
}
