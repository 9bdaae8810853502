package comporta.decide;

import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.LaunchIntent;
import comporta.operator.Progress;
import comporta.run.Afterwards;
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
            case Preparation.Decided decided -> {
                if (draft.happen(task, new TaskEvent.NothingToDo(tryNumber))) {
                    var exit = Exit.success(decided.outputs());
                    draft.add(new Change.TryClosed(draft.run().id(), draft.plan().taskOf(task), draft.plan().indexOf(task), tryNumber, exit,
                            draft.now()));
                    Gates.decided(draft, task);
                }
            }
            case Preparation.Ready ready when ready.intents().isEmpty() ->
                draft.happen(task, new TaskEvent.NothingToDo(tryNumber));
            case Preparation.Ready ready -> {
                if (draft.happen(task, new TaskEvent.Launched(tryNumber, ready.expectedLaunches()))) {
                    draft.add(new Change.TryOpened(draft.run().id(), draft.plan().taskOf(task), draft.plan().indexOf(task), tryNumber,
                            ready.rendered(), draft.now()));
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
            draft.move(Launch.intended(intent, draft.plan().taskOf(task), draft.now()));
            draft.command(new Command.Submit(intent));
        }
    }

    /** The same work once more, beside a launch that has run for unusually long. */
    static void doubled(Draft draft, int task, LaunchIntent copy) {
        var present = draft.tryOf(task);
        var isAlone = present.open() == 1 && !present.isDoubled() && present.allOpen().getFirst().state() == Launch.State.RUNNING;
        if (isAlone && draft.instance(task).state() instanceof TaskState.Running running && running.tryNumber() == copy.id().tryNumber()) {
            launch(draft, task, List.of(copy));
        }
    }

    /** Nobody waits for it any more, since another does, or did, the same work; should it be alive, it is to end. */
    static void dispense(Draft draft, Launch launch, String why) {
        draft.move(launch.givenUp(Exit.failure(Cause.PLATFORM, null, why), draft.now()));
        draft.command(new Command.Stop(launch.intent(), false));
    }

    /** A launch of the present try is over. When it was the last open one, the operator's word decides how the try goes on. */
    static void launchEnded(Draft draft, Launch launch, Exit exit, FollowUp followUp) {
        int task = draft.plan().node(launch);
        draft.move(launch.ended(exit, draft.now()));
        boolean isDoubled = draft.tryOf(task).isDoubled();
        if (isDoubled && exit.isSuccess() && !(draft.instance(task).state() instanceof TaskState.Stopping)) {
            draft.tryOf(task).allOpen().forEach(other -> dispense(draft, other, "another launch of the same work has ended first"));
        }
        if (draft.tryOf(task).open() > 0) {
            if (!isDoubled) {
                partDone(draft, task);
            }
            return;
        }
        if (draft.instance(task).state() instanceof TaskState.Stopping) {
            end(draft, task, exit);
            return;
        }
        switch (followUp) {
            case FollowUp.Finish finish when Probe.is(launch) -> end(draft, task, finish.exit());
            case FollowUp.Finish finish -> end(draft, task, Outputs.checked(draft.plan().task(task), finish.exit()));
            case FollowUp.GoOn goOn -> {
                if (!Probe.is(launch)) {
                    partDone(draft, task);
                }
                launch(draft, task, goOn.intents());
            }
        }
    }

    /** Of a try with several launches the share that is done is its progress. */
    private static void partDone(Draft draft, int task) {
        long done = draft.tryOf(task).ended();
        long total = Math.max(draft.tryOf(task).counted(), draft.instance(task).progress().total());
        if (draft.tryOf(task).lost() == 0) {
            draft.happen(task, new TaskEvent.Alive(
                    draft.instance(task).tries(), new Progress((double) done / (double) total, done, total, "")));
        }
        Leases.progressed(draft, task);
    }

    private static void end(Draft draft, int task, Exit exit) {
        var tryNumber = draft.instance(task).tries();
        draft.add(new Change.TryClosed(draft.run().id(), draft.plan().taskOf(task), draft.plan().indexOf(task), tryNumber, exit,
                draft.now()));
        draft.happen(task, new TaskEvent.TryEnded(tryNumber, exit));
        Leases.tryEnded(draft, task, exit);
        ended(draft, task);
    }

    /** What the end of a try means for the run. Where nothing new is to start, a failure is not followed by another try. */
    private static void ended(Draft draft, int task) {
        var halted = draft.run().halt() != null && !draft.plan().isTeardown(task);
        if (halted && draft.instance(task).state() instanceof TaskState.UpForRetry retry) {
            draft.happen(task, new TaskEvent.StopAsked(new Afterwards.Fail(retry.cause(), retry.reason(), false)));
        }
        if (draft.instance(task).state() instanceof TaskState.Failed) {
            Course.failed(draft, task);
        }
    }

    /** A try out of sight is given up: nothing waits for its launches any more, and should they still be alive, they are to end. */
    private static void giveUp(Draft draft, int task) {
        var exit = Exit.failure(Cause.PLATFORM, null, switch (draft.instance(task).state()) {
            case TaskState.Failed failed -> failed.reason();
            case TaskState.UpForRetry retry -> retry.reason();
            case TaskState other -> "given up: " + other.word();
        });
        for (var launch : draft.tryOf(task).allOpen()) {
            draft.move(launch.givenUp(exit, draft.now()));
            draft.command(new Command.Stop(launch.intent(), false));
        }
        draft.add(new Change.TryClosed(draft.run().id(), draft.plan().taskOf(task), draft.plan().indexOf(task),
                draft.instance(task).tries(), exit, draft.now()));
        Leases.tryEnded(draft, task, exit);
        ended(draft, task);
    }

    /** Asks a task to end; launches that are open outside are stopped. */
    static void stop(Draft draft, int task, TaskEvent event, boolean force) {
        var before = draft.instance(task).state();
        var meant = draft.happen(task, event);
        var after = draft.instance(task).state();
        if (after instanceof TaskState.Stopping && (force || !(before instanceof TaskState.Stopping))) {
            draft.tryOf(task).allOpen().forEach(launch -> draft.command(new Command.Stop(launch.intent(), force)));
        } else if (before instanceof TaskState.InTry && !(after instanceof TaskState.InTry)) {
            giveUp(draft, task);
        } else if (meant && after instanceof TaskState.Failed) {
            Course.failed(draft, task);
        }
    }
}
