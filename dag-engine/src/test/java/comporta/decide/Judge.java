package comporta.decide;

import comporta.operator.LaunchId;
import comporta.operator.Lease;
import comporta.run.Launch;
import comporta.run.TaskState;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What {@link Recount} cannot know: whether what is committed agrees with what is really there outside, and whether leases have an end. */
final class Judge {
    private final Life life;

    Judge(Life life) {
        this.life = life;
    }

    static void require(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise.get());
        }
    }

    /** I1: a launch starts once, and beside no other of its task. */
    void submitted(Command.Submit submit) {
        var id = submit.intent().id();
        require(!life.jobs.containsKey(id), () -> "I1: " + id + " is submitted twice");
        life.jobs.forEach((other, job) -> require(
                !job.isAlive() || job.givenUp() || !isSameTask(other, id),
                () -> "I1: " + id + " is launched while " + other + " is alive"));
        if (life.dag.isSetup(submit.intent())) {
            Integer node = life.dag.plan.node(id);
            var lease = node == null ? null : life.view.lease(node);
            require(lease != null && lease.state() != Lease.State.CLOSED,
                    () -> "I3: " + id + " asks for machines, and no lease is on record");
        }
    }

    private static boolean isSameTask(LaunchId one, LaunchId other) {
        return one.task().equals(other.task()) && one.mapIndex() == other.mapIndex()
                && (one.tryNumber() != other.tryNumber() || !one.task().value().equals("many"));
    }

    /** I2: what is said to be over is over, and ended as is said. */
    void decided(Decision decision) {
        Set<Integer> givenUp = new HashSet<>();
        for (var change : decision.changes()) {
            if (change instanceof Change.TaskMoved moved && moved.before().state() instanceof TaskState.Unreachable
                    && !(moved.after().state() instanceof TaskState.InTry)) {
                givenUp.add(life.dag.plan.node(moved.after()));
            }
        }
        for (var change : decision.changes()) {
            if (change instanceof Change.LaunchMoved(var _, Launch launch, var _) && !launch.isOpen()) {
                var id = launch.intent().id();
                var job = life.jobs.get(id);
                if (givenUp.contains(life.dag.plan.node(launch))) {
                    life.jobs.put(id, Snapshot.Job.abandoned(job));
                    // none is on its way for hours
                    life.pending.removeIf(command -> command instanceof Command.Submit submit && submit.intent().id().equals(id));
                } else {
                    ended(id, launch, job);
                }
            }
        }
    }

    private static void ended(LaunchId id, Launch launch, Snapshot.@Nullable Job job) {
        var exit = launch.exit();
        if (exit == null || exit.equals(Launch.NEVER_STARTED)) {
            require(job == null || !job.lived(), () -> "I1: " + id + " never started, it says, and it did");
            return;
        }
        require(job == null || !job.isAlive(), () -> "I2: " + id + " has ended, it says, and is alive");
        var real = job == null ? null : job.exit();
        require(real == null || real.isSuccess() == exit.isSuccess(),
                () -> "I2: " + id + " ended " + exit + ", it says, and ended " + real);
    }

    /** I3, I4 and that a halt reaches all that runs. */
    void always() {
        var view = life.view;
        for (var lease : view.leases()) {
            if (lease.state() == Lease.State.OPENING || lease.state() == Lease.State.OPEN) {
                require(!view.run().state().isFinal(), () -> "I4: the run is over, and lease " + lease.id() + " is " + lease.state());
                int setup = life.dag.plan.node(lease);
                var teardowns = Nodes.all(view)
                        .filter(node -> life.dag.plan.isTeardown(node)
                                && IntStream.of(Nodes.setupsOf(view, node)).anyMatch(each -> each == setup)).toArray();
                require(teardowns.length == 0
                        || IntStream.of(teardowns).anyMatch(node -> !view.instance(node).isAtRest() || life.recount().isMeddledWith(node)),
                        () -> "I3: lease " + lease.id() + " is open, and nothing will give it back");
            }
        }
        var halt = view.run().halt();
        if (halt != null && halt.stopsRunning()) {
            Nodes.all(view).filter(node -> !Nodes.isSummary(view, node) && !life.dag.plan.isTeardown(node)).forEach(node -> {
                var state = view.instance(node).state();
                require(state instanceof TaskState.AtRest || state instanceof TaskState.Stopping,
                        () -> "the run is halted, and " + Nodes.name(view, node) + " is " + state);
            });
        }
    }
}
