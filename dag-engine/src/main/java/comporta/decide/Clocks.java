package comporta.decide;

import comporta.operator.Cause;
import comporta.run.DagRun;
import comporta.run.RunState;
import comporta.run.TaskEvent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happens when clocks run out. */
final class Clocks {
    private Clocks() {}

    static void ring(Draft draft, List<Integer> due, @Nullable Instant runDue) {
        for (int task : due) {
            Tries.stop(draft, task, new TaskEvent.TimeCame(), false);
        }
        if (runDue != null && !runDue.isAfter(draft.now())) {
            var limit = draft.plan().dag().runTimeout();
            Course.halt(
                    draft,
                    new DagRun.Halt(RunState.FAILED, Cause.TIMEOUT, "the run lasted longer than run_timeout (" + limit + ")", true),
                    false);
        }
    }
}
