package comporta.decide;

import comporta.dag.NodePools;
import comporta.operator.Exit;
import comporta.operator.Lease;
import comporta.operator.LeaseTerms;
import comporta.run.TaskState;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The engine's leases: opened with the first launch of a set-up, closed by its teardown, and at the latest after the run. */
public final class Leases {
    private Leases() {}

    /**
     * The lease that the next try of a set-up is to hold: the one that is open, or a new one. What machines are tagged with is a pure
     * function of run, task, index and number.
     */
    public static Lease next(Facts facts, int task, LeaseTerms terms, Instant now) {
        var present = facts.lease(task);
        if (present != null && present.state() != Lease.State.CLOSED) {
            return present.in(Lease.State.OPENING, present.registered(), null);
        }
        var number = present == null ? 1 : present.number() + 1;
        var run = facts.run();
        int index = facts.plan().indexOf(task);
        var id = run.dag() + "." + run.key() + "." + facts.plan().task(task).id() + (index < 0 ? "" : "~" + index)
                + (number == 1 ? "" : "." + number);
        return new Lease(
                id, run.id(), facts.plan().taskOf(task), index, number, terms, Lease.State.OPENING, 0, now,
                now.plus(terms.ttl()), null, null);
    }

    /** The first launch of a try is about to be committed: a set-up's lease opens, those that a teardown gives back are closing. */
    static void open(Draft draft, int task, @Nullable Lease lease) {
        for (int setup : Nodes.setupsOf(draft, task)) {
            var held = draft.lease(setup);
            if (held != null && isInUse(held)) {
                draft.move(held.in(Lease.State.CLOSING, held.registered(), null));
            }
        }
        if (lease != null) {
            draft.move(lease);
        }
    }

    /** Whether it was neither given back nor set aside. */
    static boolean isInUse(Lease lease) {
        return lease.state() == Lease.State.OPENING || lease.state() == Lease.State.OPEN;
    }

    static void progressed(Draft draft, int task) {
        var lease = draft.lease(task);
        if (lease != null && lease.state() == Lease.State.OPENING) {
            draft.move(lease.in(Lease.State.OPENING, draft.tryOf(task).succeeded(), null));
        }
    }

    /** Whether something may be left of what a set-up brought up. */
    static boolean isHeld(Facts facts, int setup) {
        var lease = facts.lease(setup);
        return lease != null && lease.state() != Lease.State.CLOSED;
    }

    /** Whether it is being given back: until it is, the set-up cannot bring up anew what bears the same name. */
    static boolean isClosing(Facts facts, int setup) {
        var lease = facts.lease(setup);
        return lease != null && lease.state() == Lease.State.CLOSING;
    }

    static void tryEnded(Draft draft, int task, Exit exit) {
        var own = draft.lease(task);
        if (own != null && own.state() == Lease.State.OPENING) {
            draft.move(own.in(exit.isSuccess() ? Lease.State.OPEN : Lease.State.OPENING, draft.tryOf(task).succeeded(), null));
        }
        if (!(draft.instance(task).state() instanceof TaskState.Success) || !exit.isSuccess()) {
            return;
        }
        for (int setup : Nodes.setupsOf(draft, task)) {
            var held = draft.lease(setup);
            if (held != null && held.state() == Lease.State.CLOSING) {
                close(draft, held);
            }
        }
    }

    static void close(Draft draft, Lease lease) {
        draft.move(lease.in(Lease.State.CLOSED, 0, draft.now()));
        draft.affects(draft.plan().node(lease));   // a set-up that is to start over has waited for this
    }

    /**
     * Tasks on the machines of a teardown's set-ups have ended: what those that are left cannot use is given back. A job runs on one
     * machine at most, a Spark driver's executors on any number. While a failure may be looked into all machines stay.
     */
    static void shrink(Draft draft, int teardown) {
        var left = IntStream.of(Nodes.scopeOf(draft, teardown))
                .flatMap(node -> Nodes.isSummary(draft, node) ? Nodes.instancesOf(draft, node) : IntStream.of(node))
                .filter(node -> !draft.instance(node).isAtRest())
                .toArray();
        boolean anyNumber = IntStream.of(left).anyMatch(node -> needsAnyNumber(draft, node));
        for (int setup : Nodes.setupsOf(draft, teardown)) {
            var lease = draft.lease(setup);
            if (lease != null && lease.state() == Lease.State.OPEN && left.length > 0 && !anyNumber && lease.registered() > left.length
                    && draft.plan().starts().isTimed(setup) && draft.instance(setup).state() instanceof TaskState.Success
                    && !(lease.terms().keepOnFailure().isPositive() && LeaseEnds.hasFailedOn(draft, teardown))) {
                var smaller = lease.in(Lease.State.OPEN, left.length, null);
                draft.move(smaller);
                draft.command(new Command.Shrink(smaller));
            }
        }
    }

    /** How much there will be of what is not expanded yet nobody knows. */
    private static boolean needsAnyNumber(Draft draft, int node) {
        return !NodePools.isOnOneMachine(draft.plan().task(node), draft.plan().dag())
                || (draft.plan().unitOf(node) >= 0 && draft.plan().indexOf(node) < 0);
    }

    /** Whether machines were given back before the rest of them. */
    static boolean isShrunk(Facts facts, int setup) {
        var lease = facts.lease(setup);
        return lease != null && lease.state() == Lease.State.OPEN && lease.registered() < lease.terms().wanted();
    }

    /** After a restart the outside world is told once more how many machines are to stay. */
    static void shrinkAgain(Draft draft) {
        draft.plan().starts().timed().filter(setup -> isShrunk(draft, setup)).mapToObj(draft::lease)
                .forEach(lease -> draft.command(new Command.Shrink(Objects.requireNonNull(lease))));
    }

    /** Asks once more for what nobody else asks for: leases of a run that is over, and of set-ups that wait to start over. */
    static void release(Draft draft) {
        for (int task : Nodes.all(draft).toArray()) {
            var lease = draft.lease(task);
            if (lease != null && isClosing(draft, task)
                    && (draft.run().state().isFinal() || !draft.instance(task).isAtRest() || isDropped(draft, task))) {
                draft.command(new Command.Release(lease));
            }
        }
    }

    /** An index is no more: what was set up for it, and stands still, has no teardown that would give it back. */
    static void giveBack(Draft draft, int node) {
        var lease = draft.lease(node);
        if (lease != null && lease.state() != Lease.State.CLOSED && isDropped(draft, node)) {
            giveBack(draft, lease);
        }
    }

    static void giveBack(Draft draft, Lease lease) {
        var closing = lease.in(Lease.State.CLOSING, lease.registered(), null);
        draft.move(closing);
        draft.command(new Command.Release(closing));
    }

    private static boolean isDropped(Draft draft, int node) {
        return draft.plan().indexOf(node) >= 0 && draft.instance(node).state() instanceof TaskState.Removed;
    }
}
