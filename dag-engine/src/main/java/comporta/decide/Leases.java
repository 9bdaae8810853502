package comporta.decide;

import comporta.operator.Exit;
import comporta.operator.Lease;
import comporta.operator.LeaseTerms;
import comporta.run.Launch;
import comporta.run.TaskState;
import org.jspecify.annotations.Nullable;

/** The engine's leases: opened with the first launch of a set-up, closed by its teardown, and at the latest after the run. */
final class Leases {
    private Leases() {}

    /** A further try of a set-up goes on with the lease that is open. */
    static void open(Draft draft, int task, @Nullable LeaseTerms terms) {
        for (int setup : draft.plan().graph().setupsOf(task)) {
            var held = draft.lease(setup);
            if (held != null && held.state() != Lease.State.CLOSED) {
                draft.move(held.in(Lease.State.CLOSING, held.registered(), null));
            }
        }
        if (terms == null) {
            return;
        }
        var present = draft.lease(task);
        if (present != null && present.state() != Lease.State.CLOSED) {
            draft.move(present.in(Lease.State.OPENING, present.registered(), null));
            return;
        }
        var number = present == null ? 1 : present.number() + 1;
        draft.move(new Lease(
                id(draft, task, number), draft.run().id(), task, number, terms, Lease.State.OPENING, 0, draft.now(),
                draft.now().plus(terms.ttl()), null, null));
    }

    /** What the machines of the {@code number}-th lease of a set-up are tagged with. */
    static String id(Facts facts, int task, int number) {
        return facts.run().dag() + "." + facts.run().key() + "." + facts.plan().task(task).id() + (number == 1 ? "" : "." + number);
    }

    /** The lease id that the next try of a set-up will hold. */
    static String nextId(Facts facts, int task) {
        var present = facts.lease(task);
        return present == null
                ? id(facts, task, 1)
                : present.state() == Lease.State.CLOSED ? id(facts, task, present.number() + 1) : present.id();
    }

    static void progressed(Draft draft, int task) {
        var lease = draft.lease(task);
        if (lease != null && lease.state() == Lease.State.OPENING) {
            draft.move(lease.in(Lease.State.OPENING, up(draft, task), null));
        }
    }

    private static int up(Draft draft, int task) {
        return (int) draft.launches(task).stream().filter(Leases::isUp).count();
    }

    private static boolean isUp(Launch launch) {
        var exit = launch.exit();
        return exit != null && exit.isSuccess();
    }

    static void tryEnded(Draft draft, int task, Exit exit) {
        var own = draft.lease(task);
        if (own != null && own.state() == Lease.State.OPENING) {
            draft.move(own.in(exit.isSuccess() ? Lease.State.OPEN : Lease.State.OPENING, up(draft, task), null));
        }
        if (!(draft.instance(task).state() instanceof TaskState.Success) || !exit.isSuccess()) {
            return;
        }
        for (int setup : draft.plan().graph().setupsOf(task)) {
            var held = draft.lease(setup);
            if (held != null && held.state() == Lease.State.CLOSING) {
                draft.move(held.in(Lease.State.CLOSED, 0, draft.now()));
            }
        }
    }

    /** The run is over: what its teardowns have not given back is given back by the engine. */
    static void closeAll(Draft draft) {
        for (int task = 0; task < draft.plan().size(); task++) {
            var lease = draft.lease(task);
            if (lease != null && lease.state() != Lease.State.CLOSED) {
                var closing = lease.in(Lease.State.CLOSING, lease.registered(), null);
                draft.move(closing);
                draft.command(new Command.Release(closing));
            }
        }
    }

    static void released(Draft draft, Event.Released released) {
        for (int task = 0; task < draft.plan().size(); task++) {
            var lease = draft.lease(task);
            if (lease != null && lease.id().equals(released.lease()) && lease.state() == Lease.State.CLOSING) {
                if (released.gone()) {
                    draft.move(lease.in(Lease.State.CLOSED, 0, draft.now()));
                } else {
                    draft.command(new Command.Release(lease));
                }
            }
        }
    }
}
