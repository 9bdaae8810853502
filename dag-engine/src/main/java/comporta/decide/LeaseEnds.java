package comporta.decide;

import comporta.dag.Durations;
import comporta.operator.Cause;
import comporta.operator.Lease;
import comporta.run.Afterwards;
import comporta.run.RunState;
import comporta.run.TaskEvent;
import comporta.run.TaskState;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.IntStream;

/** How leases end that no teardown closes: kept for a while after a failure, out of time, or left over by a run. */
final class LeaseEnds {
    private LeaseEnds() {}

    /** All that a teardown waits for is at rest: what is to be kept after a failure is kept from now on. */
    static void keep(Draft draft, int teardown) {
        for (int setup : Nodes.setupsOf(draft, teardown)) {
            var held = draft.lease(setup);
            if (held != null && Leases.isInUse(held) && isToBeKept(draft, held)) {
                draft.move(held.kept(draft.now()));
            }
        }
    }

    /** Kept is what a failure may be looked into with; who cancels a run has no use for it. */
    private static boolean isToBeKept(Draft draft, Lease lease) {
        var halt = draft.run().halt();
        if (!lease.terms().keepOnFailure().isPositive() || (halt != null && halt.cause() == Cause.OPERATOR)) {
            return false;
        }
        int setup = draft.plan().node(lease);
        var teardowns = teardownsOf(draft, setup);
        return hasFailed(draft, setup)
                || teardowns.stream().flatMapToInt(teardown -> IntStream.of(Nodes.scopeOf(draft, teardown)))
                .anyMatch(node -> hasFailed(draft, node))
                || (teardowns.isEmpty() && draft.run().state() == RunState.FAILED);
    }

    /** Whether any task on the machines that a teardown gives back has failed. */
    static boolean hasFailedOn(Draft draft, int teardown) {
        return IntStream.of(Nodes.scopeOf(draft, teardown)).anyMatch(node -> hasFailed(draft, node));
    }

    private static boolean hasFailed(Draft draft, int task) {
        return draft.instance(task).state() instanceof TaskState.Failed;
    }

    private static List<Integer> teardownsOf(Draft draft, int setup) {
        return Nodes.all(draft)
                .filter(node -> IntStream.of(Nodes.setupsOf(draft, node)).anyMatch(each -> each == setup))
                .boxed()
                .toList();
    }

    /** Work starts over on what was kept: its time to be kept is over, though not that of the lease. */
    static void useAgain(Draft draft, int setup) {
        var lease = draft.lease(setup);
        if (lease != null && lease.state() == Lease.State.KEPT) {
            draft.move(lease.in(Lease.State.OPEN, lease.registered(), null));
        }
    }

    /** Gives back what is kept. Returns how many leases that are. */
    static int giveUpKept(Draft draft) {
        int kept = 0;
        for (int task : Nodes.all(draft).toArray()) {
            var lease = draft.lease(task);
            if (lease != null && lease.state() == Lease.State.KEPT) {
                Leases.giveBack(draft, lease);
                kept++;
            }
        }
        return kept;
    }

    /** The time of these set-ups' leases may be over; or they are closing, and nobody has said yet that nothing is left. */
    static void ring(Draft draft, List<Integer> setups) {
        for (int setup : setups) {
            var lease = draft.lease(setup);
            if (lease == null) {
                continue;
            }
            switch (lease.state()) {
                case CLOSING -> {
                    if (isOver(draft, lease) || teardownsOf(draft, setup).stream().noneMatch(task -> isAtWork(draft, task))) {
                        draft.command(new Command.Release(lease));
                    }
                }
                case KEPT -> {
                    var until = lease.keptUntil();
                    if (until == null || !until.isAfter(draft.now())) {
                        notKeptAnyMore(draft, setup, lease);
                    }
                }
                case OPENING, OPEN -> {
                    if (isOver(draft, lease)) {
                        Leases.giveBack(draft, lease);
                        endUsers(draft, lease, Cause.TIMEOUT, "its ttl (" + Durations.format(lease.terms().ttl()) + ") ran out");
                    }
                }
                case CLOSED -> { }
            }
        }
    }

    /** A person had it kept while its tasks were at work: those that wait to give it back still do. */
    private static void notKeptAnyMore(Draft draft, int setup, Lease lease) {
        boolean isInUse = !isOver(draft, lease) && !draft.run().state().isFinal()
                && teardownsOf(draft, setup).stream().anyMatch(teardown -> draft.instance(teardown).state() instanceof TaskState.Waiting);
        if (isInUse) {
            draft.move(lease.in(Lease.State.OPEN, lease.registered(), null));
        } else {
            Leases.giveBack(draft, lease);
        }
    }

    private static boolean isOver(Draft draft, Lease lease) {
        return !lease.expiresAt().isAfter(draft.now());
    }

    private static boolean isAtWork(Draft draft, int teardown) {
        return draft.instance(teardown).state() instanceof TaskState.Launching
                || draft.instance(teardown).state() instanceof TaskState.Running;
    }

    /**
     * The set-up and all that it was set up for end as failed, without another try: there is nothing left to run on. A set-up that is to
     * start over waits for the lease to be closed, and what has not begun waits for it.
     */
    static void endUsers(Draft draft, Lease lease, Cause cause, String why) {
        var end = new TaskEvent.StopAsked(new Afterwards.Fail(
                cause, "node pool \"" + lease.terms().pool() + "\" was given back: " + why, false));
        int setup = draft.plan().node(lease);
        boolean startsOver = draft.instance(setup).state() instanceof TaskState.Waiting;
        var users = new LinkedHashSet<Integer>();
        users.add(setup);
        teardownsOf(draft, setup).forEach(teardown -> IntStream.of(Nodes.scopeOf(draft, teardown))
                .flatMap(node -> Nodes.isSummary(draft, node) ? Nodes.instancesOf(draft, node) : IntStream.of(node))
                .forEach(users::add));
        for (int task : users) {
            var state = draft.instance(task).state();
            if (!(state instanceof TaskState.AtRest) && (!startsOver || state instanceof TaskState.InTry)) {
                Tries.stop(draft, task, end, false);
            }
        }
    }

    /** The run is over: what its teardowns have not given back is given back by the engine, or kept for now. */
    static void closeAll(Draft draft) {
        for (int task : Nodes.all(draft).toArray()) {
            var lease = draft.lease(task);
            if (lease == null || lease.state() == Lease.State.CLOSED || lease.state() == Lease.State.KEPT) {
                continue;
            }
            if (Leases.isInUse(lease) && isToBeKept(draft, lease)) {
                draft.move(lease.kept(draft.now()));
            } else {
                Leases.giveBack(draft, lease);
            }
        }
    }

    static void released(Draft draft, Event.Released released) {
        for (int task : Nodes.all(draft).toArray()) {
            var lease = draft.lease(task);
            if (lease != null && lease.id().equals(released.lease()) && lease.state() == Lease.State.CLOSING) {
                Leases.close(draft, lease);
            }
        }
    }
}
