package comporta.decide;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** By when tasks must be done so that no deadline is missed that lies after them: the deadlines of a run as one, task by task. */
public final class Dues {
    private Dues() {}

    /**
     * The latest end of a task. What comes after it takes as long as it usually does, and nothing where nobody knows.
     *
     * @return null when no deadline that counts lies at or after it
     */
    public static @Nullable Instant latestEnd(RunView view, int node) {
        var plan = view.plan();
        int task = plan.taskOf(node);
        var due = new @Nullable Instant[plan.size()];
        for (var limit : view.limits()) {
            if (limit.kind() != TimeLimit.Kind.DEADLINE || limit.state() == TimeLimit.State.OFF || limit.state() == TimeLimit.State.MET) {
                continue;
            }
            if (limit.task() == TimeLimit.RUN) {
                Arrays.setAll(due, each -> earlier(due[each], limit.dueAt()));
            } else if (limit.mapIndex() < 0 || limit.task() != task || limit.mapIndex() == plan.indexOf(node)) {
                due[limit.task()] = earlier(due[limit.task()], limit.dueAt());
            }
        }
        var order = plan.graph().topologicalOrder();
        for (int k = order.length - 1; k >= 0; k--) {
            for (int below : plan.graph().downstream(order[k])) {
                var latest = due[below];
                if (latest != null && !plan.graph().isTeardown(below)) {
                    var usual = plan.usual(below);
                    due[order[k]] = earlier(due[order[k]], latest.minus(usual == null ? Duration.ZERO : usual));
                }
            }
        }
        return due[task];
    }

    private static Instant earlier(@Nullable Instant one, Instant other) {
        return one == null || other.isBefore(one) ? other : one;
    }
}
