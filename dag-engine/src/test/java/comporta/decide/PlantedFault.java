package comporta.decide;

import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.LeaseTerms;
import comporta.operator.News;
import comporta.operator.Submission;
import comporta.run.Afterwards;
import comporta.run.RunState;
import comporta.run.TaskEvent;
import comporta.run.TaskMachine;
import comporta.run.TaskState;
import comporta.run.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Ten ways in which an engine could be wrong, to see whether those who watch it would notice.
 *
 * <p>Nine of them are wrong decisions: whoever lets {@link #taken} stand where {@link Decider#taken} would has an engine with that fault. They
 * keep nothing of their own, so that a walk which goes back to an earlier view goes on as if it had never been further. The tenth,
 * {@link #ACKNOWLEDGED_BEFORE_COMMIT}, is not a decision: the outside world that a test makes asks {@link #acknowledgesAtOnce}, and then
 * forgets a launch as soon as it has told its end, rather than when it is settled.
 */
public enum PlantedFault implements Deciding {
    /** An end that is told of an earlier try counts for the present one. */
    NEWS_OF_AN_OLDER_LAUNCH_ACCEPTED {
        @Override
        public Decision taken(RunView view, Event event, Instant now) {
            if (event instanceof Event.Heard(News.Ended ended, var _) && view.launch(ended.launch()) == null) {
                var node = view.plan().node(ended.launch());
                var open = node == null ? null : view.tryOf(node).allOpen().stream().findFirst().orElse(null);
                if (open != null) {
                    return Decider.taken(view, heard(new News.Ended(open.intent().id(), ended.sequence(), ended.at(), ended.exit())), now);
                }
            }
            return Decider.taken(view, event, now);
        }
    },
    /** The outside is told that its news arrived before that is on record. */
    ACKNOWLEDGED_BEFORE_COMMIT,
    /** Where a clock ran out, nothing is torn down. */
    TEARDOWN_SKIPPED_ON_TIMEOUT {
        @Override
        public Decision taken(RunView view, Event event, Instant now) {
            return event instanceof Event.Prepared prepared && view.plan().isTeardown(prepared.task()) && ranOut(view, prepared.task())
                    ? skipped(view, prepared.task(), now)
                    : Decider.taken(view, event, now);
        }

        private static boolean ranOut(RunView view, int teardown) {
            var halt = view.run().halt();
            return (halt != null && halt.cause() == Cause.TIMEOUT) || IntStream.of(Nodes.upstream(view, teardown))
                    .anyMatch(task -> view.instance(task).state() instanceof TaskState.Failed(Cause cause, var _) && cause == Cause.TIMEOUT);
        }

        private static Decision skipped(RunView view, int task, Instant now) {
            var wish = new Wish(0, view.run().id(), Wish.Verb.SKIP, List.of(Nodes.name(view, task)), "", "");
            var skipped = Decider.taken(view, new Event.Wished(wish), now);
            return new Decision(skipped.changes().stream().filter(change -> !(change instanceof Change.WishSettled)).toList(), skipped.commands());
        }
    },
    /** Machines are on record once they run, not before they are asked for. */
    LEASE_OPENED_AFTER_THE_LAUNCH {
        @Override
        public Decision taken(RunView view, Event event, Instant now) {
            return switch (event) {
                case Event.Prepared(int task, Preparation.Ready ready) -> Decider.taken(view, new Event.Prepared(
                        task, new Preparation.Ready(ready.rendered(), ready.intents(), ready.expectedLaunches(), null)), now);
                case Event.Heard(News.Started started, var _) -> late(view, started, Decider.taken(view, event, now), now);
                default -> Decider.taken(view, event, now);
            };
        }

        private static Decision late(RunView view, News.Started started, Decision decision, Instant now) {
            var launch = view.launch(started.launch());
            if (launch == null || Leases.isHeld(view, view.plan().node(launch)) || !isSetup(view, launch.task())) {
                return decision;
            }
            var terms = new LeaseTerms("late", "late", "simulated", 1, Duration.ofHours(12), Duration.ZERO);
            return and(view, decision, new Change.LeaseMoved(Leases.next(view, view.plan().node(launch), terms, now), now));
        }
    },
    /** A task that ends gives its slots back, and gives them back. */
    SLOT_FREED_TWICE {
        @Override
        public Decision taken(RunView view, Event event, Instant now) {
            var decision = Decider.taken(view, event, now);
            for (var change : decision.changes()) {
                if (change instanceof Change.TaskMoved moved && moved.before().state() instanceof TaskState.InTry && moved.after().isAtRest()) {
                    view.slots().giveBack(view.demands().of(view.demands().classOf(view.plan().node(moved.after()))));
                }
            }
            return decision;
        }
    },
    /** What is out of sight is taken for dead. */
    RETRY_BEFORE_THE_END_IS_PROVEN {
        @Override
        public Decision taken(RunView view, Event event, Instant now) {
            return Decider.taken(view, switch (event) {
                case Event.Heard(News.Unreachable lost, var _) ->
                    heard(new News.Ended(lost.launch(), lost.sequence(), lost.at(), Exit.failure(Cause.PLATFORM, null, lost.why())));
                case Event.Answered(var launch, Submission.Unknown unknown, var _) ->
                    new Event.Answered(launch, new Submission.NotAccepted(Cause.PLATFORM, unknown.why()), null);
                default -> event;
            }, now);
        }
    },
    /** Cancelling reaches what runs, and what is only being launched goes on. */
    CANCEL_IGNORED_IN_LAUNCHING {
        @Override
        public Decision taken(RunView view, Event event, Instant now) {
            if (!(event instanceof Event.Wished(Wish wish)) || wish.verb() != Wish.Verb.CANCEL) {
                return Decider.taken(view, event, now);
            }
            var decision = Decider.decide(view, event, now);
            var spared = decision.changes().stream()
                    .filter(change -> change instanceof Change.TaskMoved moved && moved.before().state() instanceof TaskState.Launching).toList();
            var changes = new ArrayList<>(decision.changes());
            changes.removeAll(spared);
            var commands = decision.commands().stream()
                    .filter(command -> !(command instanceof Command.Stop stop && spared.stream().anyMatch(change ->
                            change instanceof Change.TaskMoved moved && view.launches(view.plan().node(moved.after())).stream()
                                    .anyMatch(launch -> launch.intent().id().equals(stop.intent().id())))))
                    .toList();
            changes.forEach(view::apply);
            return new Decision(changes, commands);
        }
    },
    /** A task starts as soon as all that it still waits for has started. */
    EARLY_VERDICT {
        @Override
        public Decision taken(RunView view, Event event, Instant now) {
            var decision = Decider.taken(view, event, now);
            if (!(event instanceof Event.Heard(News.Started started, var _)) || view.launch(started.launch()) == null || view.run().halt() != null) {
                return decision;
            }
            var graph = view.plan().graph();
            for (int below : graph.downstream(graph.number(started.launch().task()))) {
                var waiting = view.instance(below);
                if (!graph.isTeardown(below) && view.plan().unitOf(below) < 0
                        && IntStream.of(graph.upstream(below)).allMatch(above -> isAsGoodAsDone(view.instance(above).state()))
                        && moved(view, below, new TaskEvent.RuleHeld(), now) instanceof Transition.Moved(var next)) {
                    decision = and(view, decision, new Change.TaskMoved(view.run().id(), waiting, next, now));
                }
            }
            return decision;
        }

        private static boolean isAsGoodAsDone(TaskState state) {
            return state instanceof TaskState.Success || state instanceof TaskState.Running;
        }
    },
    /** What is cleared starts over at once, though it has not ended. */
    CLEAR_DURING_STOPPING {
        @Override
        public Decision taken(RunView view, Event event, Instant now) {
            var decision = Decider.taken(view, event, now);
            if (!(event instanceof Event.Wished(Wish wish)) || wish.verb() != Wish.Verb.CLEAR) {
                return decision;
            }
            for (int task : Nodes.all(view).filter(node -> !Nodes.isSummary(view, node)).toArray()) {
                var before = view.instance(task);
                if (before.state() instanceof TaskState.Stopping(int number, Afterwards.StartOver _, var _, var _)
                        && moved(view, task, new TaskEvent.TryEnded(number, Exit.failure(Cause.USER, null, "")), now)
                                instanceof Transition.Moved(var next)) {
                    decision = and(view, decision, new Change.TaskMoved(view.run().id(), before, next, now));
                }
            }
            return then(decision, Decider.taken(view, new Event.Begun(), now));
        }
    },
    /** After a restart everything is launched that seems to be alive. */
    DISPATCHED_TWICE_AFTER_RECOVERY {
        @Override
        public Decision taken(RunView view, Event event, Instant now) {
            var isRecovery = event instanceof Event.Begun && view.run().state() != RunState.QUEUED;
            var decision = Decider.taken(view, event, now);
            return isRecovery
                    ? then(decision, new Decision(List.of(), view.openLaunches().stream()
                            .<Command>map(launch -> new Command.Submit(launch.intent())).toList()))
                    : decision;
        }
    };

    /** Decides with the fault in it, and lets the view take over what was decided. */
    @Override
    public Decision taken(RunView view, Event event, Instant now) {
        return Decider.taken(view, event, now);
    }

    /** Whether a launch is forgotten outside as soon as its end is told. */
    public boolean acknowledgesAtOnce() {
        return this == ACKNOWLEDGED_BEFORE_COMMIT;
    }

    private static Event heard(News news) {
        return new Event.Heard(news, null);
    }

    private static boolean isSetup(RunView view, int task) {
        return IntStream.range(0, view.plan().size()).flatMap(teardown -> IntStream.of(view.plan().graph().setupsOf(teardown)))
                .anyMatch(setup -> setup == task);
    }

    private static Decision and(RunView view, Decision decision, Change change) {
        view.apply(change);
        return then(decision, new Decision(List.of(change), List.of()));
    }

    private static Decision then(Decision one, Decision other) {
        var changes = new ArrayList<>(one.changes());
        changes.addAll(other.changes());
        var commands = new ArrayList<>(one.commands());
        commands.addAll(other.commands());
        return new Decision(changes, commands);
    }

    private static Transition moved(RunView view, int task, TaskEvent event, Instant now) {
        return TaskMachine.transition(view.instance(task), event, view.plan().terms(task), now);
    }
}
