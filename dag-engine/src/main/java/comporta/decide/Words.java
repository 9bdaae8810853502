package comporta.decide;

import comporta.operator.Cause;
import comporta.run.TaskState;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** Reasons in words. */
final class Words {
    private Words() {}

    /** How the tasks above ended that are no success, the first three of them. */
    static String ends(Facts facts, int task) {
        var named = new ArrayList<String>();
        var more = 0;
        for (int above : Nodes.upstream(facts, task)) {
            var end = Counters.endOf(facts.instance(above));
            if (end == Counters.End.NONE) {
                continue;
            }
            if (named.size() == 3) {
                more++;
            } else {
                named.add(Nodes.name(facts, above) + " is " + facts.instance(above).state().word());
            }
        }
        return String.join(", ", named) + (more == 0 ? "" : " and " + more + " more");
    }

    /** Why a run failed: the first task, going up from {@code task}, that failed by itself. */
    static String blame(Facts facts, @Nullable Integer task) {
        var origin = origin(facts, task);
        if (origin == null) {
            return "";
        }
        return "task " + Nodes.name(facts, origin) + " " + switch (facts.instance(origin).state()) {
            case TaskState.Failed failed -> "failed: " + failed.reason();
            case TaskState.Cancelled cancelled -> "was cancelled: " + cancelled.reason();
            case TaskState other -> "is " + other.word();
        };
    }

    /** The cause of that failure. */
    static @Nullable Cause cause(Facts facts, @Nullable Integer task) {
        var origin = origin(facts, task);
        return origin == null ? null : switch (facts.instance(origin).state()) {
            case TaskState.Failed failed -> failed.cause();
            case TaskState.Cancelled cancelled -> cancelled.cause();
            case TaskState _ -> Cause.USER;
        };
    }

    private static @Nullable Integer origin(Facts facts, @Nullable Integer task) {
        var at = task;
        while (at != null && facts.instance(at).state() instanceof TaskState.UpstreamFailed) {
            at = firstBadAbove(facts, at);
        }
        return at;
    }

    private static @Nullable Integer firstBadAbove(Facts facts, int task) {
        for (int above : Nodes.upstream(facts, task)) {
            var end = Counters.endOf(facts.instance(above));
            if (end == Counters.End.FAILED || end == Counters.End.BROKEN) {
                return above;
            }
        }
        return null;
    }
}
