package comporta.decide;

import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.LaunchIntent;
import comporta.operator.Progress;
import comporta.run.Launch;
import comporta.run.TaskEvent;
import comporta.run.TaskState;
import java.util.List;

/** The life of a try: opened with its launches, gone on with, stopped, ended. */
final class Tries {
    private Tries() {}

    static void open(Draft draft, int task, Preparation preparation) {
        var tryNumber = draft.instance(task).tries() + 1;
        switch (preparation) {
            case Preparation.Impossible bad -> unpreparable(draft, task, bad.cause(), bad.reason());
            case Preparation.Ready ready when ready.intents().isEmpty() ->
                draft.happen(task, new TaskEvent.NothingToDo(tryNumber));
            case Preparation.Ready ready -> {
                if (draft.happen(task, new TaskEvent.Launched(tryNumber, ready.expectedLaunches()))) {
                    draft.add(new Change.TryOpened(draft.run().id(), task, -1, tryNumber, ready.rendered(), draft.now()));
                    Leases.open(draft, task, ready.lease());
                    launch(draft, task, ready.intents());
                }
            }
        }
    }

    static void unpreparable(Draft draft, int task, Cause cause, String reason) {
        if (draft.happen(task, new TaskEvent.Unpreparable(draft.instance(task).tries() + 1, cause, reason))) {
            Course.failed(draft, task);
        }
    }

    static void launch(Draft draft, int task, List<LaunchIntent> intents) {
        for (var intent : intents) {
            draft.move(Launch.intended(intent, task, draft.now()));
            draft.command(new Command.Submit(intent));
        }
    }

    /** A launch of the present try is over. When it was the last open one, the operator's word decides how the try goes on. */
    static void launchEnded(Draft draft, Launch launch, Exit exit, FollowUp followUp) {
        var task = launch.task();
        draft.move(launch.ended(exit, draft.now()));
        var open = draft.launches(task).stream().filter(Launch::isOpen).count();
        if (open > 0) {
            partDone(draft, task);
            return;
        }
        if (draft.instance(task).state() instanceof TaskState.Stopping) {
            end(draft, task, exit);
            return;
        }
        switch (followUp) {
            case FollowUp.Finish finish -> end(draft, task, Outputs.checked(draft.plan().task(task), finish.exit()));
            case FollowUp.GoOn goOn -> {
                partDone(draft, task);
                launch(draft, task, goOn.intents());
            }
        }
    }

    /** Of a try with several launches the share that is done is its progress. */
    private static void partDone(Draft draft, int task) {
        var launches = draft.launches(task);
        long done = launches.stream().filter(each -> !each.isOpen()).count();
        long total = Math.max(launches.size(), draft.instance(task).progress().total());
        draft.happen(task, new TaskEvent.Alive(
                draft.instance(task).tries(), new Progress((double) done / (double) total, done, total, "")));
        Leases.progressed(draft, task);
    }

    private static void end(Draft draft, int task, Exit exit) {
        var tryNumber = draft.instance(task).tries();
        draft.add(new Change.TryClosed(draft.run().id(), task, -1, tryNumber, exit, draft.now()));
        draft.happen(task, new TaskEvent.TryEnded(tryNumber, exit));
        Leases.tryEnded(draft, task, exit);
        if (draft.instance(task).state() instanceof TaskState.Failed) {
            Course.failed(draft, task);
        }
    }

    /** Asks a task to end; launches that are open outside are stopped. */
    static void stop(Draft draft, int task, TaskEvent event, boolean force) {
        var before = draft.instance(task).state();
        var meant = draft.happen(task, event);
        var after = draft.instance(task).state();
        if (after instanceof TaskState.Stopping && (force || !(before instanceof TaskState.Stopping))) {
            for (var launch : draft.launches(task)) {
                if (launch.isOpen()) {
                    draft.command(new Command.Stop(launch.intent(), force));
                }
            }
        } else if (meant && after instanceof TaskState.Failed) {
            Course.failed(draft, task);
        }
    }
}
