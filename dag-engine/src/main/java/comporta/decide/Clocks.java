package comporta.decide;

import comporta.operator.Cause;
import comporta.run.DagRun;
import comporta.run.RunState;
import comporta.run.TaskEvent;
import comporta.run.TaskState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What happens when clocks run out. */
final class Clocks {
    private Clocks() {}

    static void ring(Draft draft, Event.TimeCame due, @Nullable Instant runDue) {
        for (int task : due.tasks()) {
            if (!Approvals.ring(draft, task)) {
                Tries.stop(draft, task, new TaskEvent.TimeCame(), false);
            }
            remind(draft, task);
            draft.affects(task);   // before another try it is asked whether its rule still holds
        }
        LeaseEnds.ring(draft, due.leases());
        if (runDue != null && !runDue.isAfter(draft.now())) {
            var limit = draft.plan().dag().runTimeout();
            Course.halt(
                    draft,
                    new DagRun.Halt(RunState.FAILED, Cause.TIMEOUT, "the run lasted longer than run_timeout (" + limit + ")", true),
                    false);
        }
    }

    /** A stop that is not confirmed is asked for again; so is what is out of sight. What has just changed asks by itself. */
    private static void remind(Draft draft, int task) {
        switch (draft.instance(task).state()) {
            case TaskState.Stopping stopping when stopping.since().isBefore(draft.now()) ->
                draft.tryOf(task).allOpen().forEach(launch -> draft.command(new Command.Stop(launch.intent(), false)));
            case TaskState.Unreachable lost when lost.since().isBefore(draft.now()) ->
                draft.tryOf(task).allLost().forEach(launch -> draft.command(new Command.Find(launch.intent())));
            case TaskState _ -> { }
        }
    }
}
