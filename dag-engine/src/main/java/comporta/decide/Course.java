package comporta.decide;

import comporta.dag.FailureMode;
import comporta.operator.Cause;
import comporta.run.Afterwards;
import comporta.run.DagRun;
import comporta.run.RunState;
import comporta.run.TaskEvent;
import comporta.run.TaskState;
import comporta.template.TemplateFailed;
import org.jspecify.annotations.Nullable;

/** How a run goes its way: rules are asked, failures and halts take effect, the end is seen. */
final class Course {
    private Course() {}

    static void begin(Draft draft) {
        if (draft.run().state() == RunState.QUEUED) {
            draft.move(draft.run().started(draft.now()));
        }
        Nodes.all(draft).forEach(draft::affects);
        Leases.shrinkAgain(draft);
    }

    /** Lets everything follow that follows by itself. */
    static void goOn(Draft draft) {
        for (var task = draft.nextAffected(); task != null; task = draft.nextAffected()) {
            if (!draft.run().state().isFinal()) {
                follow(draft, task);
            }
        }
        draft.takeLessNeeded().forEach(teardown -> Leases.shrink(draft, teardown));
        // What waits for its turn is no run yet that could end, unless somebody ends it before it comes.
        var begun = draft.run().state() != RunState.QUEUED || draft.run().halt() != null;
        if (draft.unfinished() == 0 && !draft.run().state().isFinal() && begun) {
            end(draft);
        }
    }

    /** A task above came to rest, or started over: then what was ready may have to wait again. */
    private static void follow(Draft draft, int task) {
        switch (draft.instance(task).state()) {
            case TaskState.Waiting _ when Nodes.isSummary(draft, task) -> Expansions.ask(draft, task);
            case TaskState.Waiting _ -> ask(draft, task);
            case TaskState.Queued _ when Holds.isHeld(draft, task) -> draft.happen(task, new TaskEvent.Cleared());
            case TaskState.Queued _, TaskState.UpForRetry _ when !mayRun(draft, task) -> draft.happen(task, new TaskEvent.Cleared());
            case TaskState _ -> { }
        }
    }

    /** Whether its rule holds. */
    static boolean mayRun(Draft draft, int task) {
        return draft.plan().isTeardown(task) ? isScopeAtRest(draft, task) : switch (verdict(draft, task)) {
            case RUN -> true;
            case WAIT -> JustInTime.mayBeEarly(draft, task);
            case SKIP, UPSTREAM_FAILED -> false;
        };
    }

    private static void ask(Draft draft, int task) {
        if (draft.plan().isTeardown(task)) {
            askTeardown(draft, task);
            return;
        }
        var halt = draft.run().halt();
        if (halt != null) {
            draft.happen(task, new TaskEvent.StopAsked(new Afterwards.Cancel(halt.cause(), halt.reason())));
            return;
        }
        switch (verdict(draft, task)) {
            case WAIT -> {
                if (JustInTime.isEarly(draft, task, draft.now())) {
                    startIfFree(draft, task);
                }
            }
            case RUN -> startIfFree(draft, task);
            case SKIP -> draft.happen(task, new TaskEvent.PassedOver(whySkipped(draft, task)));
            case UPSTREAM_FAILED -> draft.happen(task, new TaskEvent.UpstreamBroke(
                    draft.plan().rule(task).word() + " cannot hold any more: " + Words.ends(draft, task)));
        }
    }

    /** Whatever else keeps it back. */
    private static void startIfFree(Draft draft, int task) {
        if (!Leases.isClosing(draft, task) && !Expansions.isStale(draft, task) && Turns.isItsTurn(draft, task) && Holds.letPass(draft, task)
                && JustInTime.isTime(draft, task, draft.now())) {
            start(draft, task);
        }
    }

    private static String whySkipped(Draft draft, int task) {
        var obstacle = Gates.obstacle(draft, task);
        return obstacle == null ? draft.plan().rule(task).word() + " cannot hold any more: " + Words.ends(draft, task) : obstacle;
    }

    /** What a gate above has decided comes before the task's own rule. */
    private static Rules.Verdict verdict(Draft draft, int task) {
        return Gates.obstacle(draft, task) != null ? Rules.Verdict.SKIP : ruleOf(draft, task);
    }

    private static Rules.Verdict ruleOf(Draft draft, int task) {
        return Rules.verdict(
                draft.plan().rule(task),
                draft.plan().upstreamCount(task),
                draft.count(task, Counters.End.SUCCESS),
                draft.count(task, Counters.End.FAILED),
                draft.count(task, Counters.End.BROKEN),
                draft.count(task, Counters.End.SKIPPED));
    }

    /** Its rule holds. */
    private static void start(Draft draft, int task) {
        if (draft.plan().unitOf(task) >= 0 && draft.plan().indexOf(task) < 0) {
            Expansions.expand(draft, task);
        } else {
            askWhen(draft, task);
        }
    }

    private static void askWhen(Draft draft, int task) {
        var when = draft.plan().task(task).when();
        if (when == null) {
            draft.happen(task, new TaskEvent.RuleHeld());
            return;
        }
        try {
            draft.happen(
                    task,
                    Rendering.isTrue(when, draft, task)
                            ? new TaskEvent.RuleHeld()
                            : new TaskEvent.PassedOver("its when is false"));
        } catch (TemplateFailed e) {
            draft.happen(task, new TaskEvent.RuleHeld());
            Tries.unpreparable(draft, task, Cause.USER, "when: " + e.getMessage());
        }
    }

    /** A teardown runs once all in its scope is at rest, if anything was begun that it could give back. */
    private static void askTeardown(Draft draft, int task) {
        if (!isScopeAtRest(draft, task)) {
            return;
        }
        LeaseEnds.keep(draft, task);
        for (int setup : Nodes.setupsOf(draft, task)) {
            if (draft.instance(setup).begun() || Leases.isHeld(draft, setup)) {
                start(draft, task);
                return;
            }
        }
        draft.happen(task, new TaskEvent.PassedOver("nothing was set up that it would give back"));
    }

    private static boolean isScopeAtRest(Draft draft, int teardown) {
        return draft.count(teardown, Counters.End.SUCCESS)
                        + draft.count(teardown, Counters.End.FAILED)
                        + draft.count(teardown, Counters.End.BROKEN)
                        + draft.count(teardown, Counters.End.SKIPPED)
                == draft.plan().upstreamCount(teardown);
    }

    /** A task failed for good: the failure mode says what becomes of the others. */
    static void failed(Draft draft, int task) {
        var mode = draft.plan().dag().failureMode();
        if (draft.plan().isTeardown(task)
                || (draft.plan().indexOf(task) >= 0 && !Summaries.isTooBad(draft, draft.plan().taskOf(task)))
                || mode == FailureMode.FINISH_POSSIBLE
                || draft.run().halt() != null
                || draft.run().state().isFinal()) {
            return;
        }
        var cause = draft.instance(task).state() instanceof TaskState.Failed failed ? failed.cause() : Cause.USER;
        halt(draft, new DagRun.Halt(null, cause, Words.blame(draft, task), mode == FailureMode.FAIL_FAST), false);
    }

    /** Starts nothing new but teardowns from here on. */
    static void halt(Draft draft, DagRun.Halt halt, boolean force) {
        draft.move(draft.run().halted(halt));
        var cancel = new TaskEvent.StopAsked(new Afterwards.Cancel(halt.cause(), halt.reason()));
        for (int task : Nodes.all(draft).filter(node -> !Nodes.isSummary(draft, node)).toArray()) {
            var spared = draft.plan().isTeardown(task) && !force;
            var underWay = draft.instance(task).state() instanceof TaskState.InTry;
            if (!spared && (!underWay || halt.stopsRunning())) {
                Tries.stop(draft, task, cancel, force);
            } else if (spared) {
                draft.affects(task);
            }
        }
    }

    private static void end(Draft draft) {
        var halt = draft.run().halt();
        var culprit = culprit(draft);
        var end = halt != null && halt.end() != null ? halt.end() : halt != null || culprit != null ? RunState.FAILED : RunState.SUCCESS;
        if (end == RunState.SUCCESS) {
            draft.move(draft.run().ended(end, null, "", draft.now()));
        } else if (halt != null) {
            draft.move(draft.run().ended(end, halt.cause(), halt.reason(), draft.now()));
        } else {
            draft.move(draft.run().ended(end, Words.cause(draft, culprit), Words.blame(draft, culprit), draft.now()));
        }
        LeaseEnds.closeAll(draft);
    }

    /** A leaf that did not make it, teardowns left out; null: all did. */
    private static @Nullable Integer culprit(Draft draft) {
        for (var leaf : draft.plan().graph().leaves()) {
            var task = draft.plan().graph().number(leaf);
            var end = Counters.endOf(draft.instance(task));
            if (end == Counters.End.FAILED || end == Counters.End.BROKEN) {
                return task;
            }
        }
        return null;
    }
}
