package comporta.simulate;

import comporta.dag.Dag;
import comporta.dag.NodePools;
import comporta.dag.TaskId;
import comporta.decide.Change;
import comporta.operator.Lease;
import comporta.run.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How many machines a run holds, and how long nothing runs on them: from the opening of a lease to its end they are paid for. */
public final class MachineTime {
    private final List<TaskId> tasks;
    private final Map<TaskId, Set<String>> used = new HashMap<>();
    private final Map<String, Lease> held = new HashMap<>();
    private final Map<String, Integer> working = new HashMap<>();
    private final Set<Instance> running = new HashSet<>();
    private Instant since = Instant.MIN;
    private double idle;
    private int peak;

    /** @param dag of the run */
    public MachineTime(Dag dag) {
        tasks = List.copyOf(dag.tasks().keySet());
        dag.tasks().values().forEach(task -> used.put(task.id(), NodePools.usedBy(task, dag)));
    }

    private record Instance(TaskId task, int mapIndex) {}

    /** Takes over what one step changed. */
    public void committed(List<Change> changes) {
        for (var change : changes) {
            switch (change) {
                case Change.LeaseMoved moved -> {
                    passTo(moved.at());
                    if (moved.after().state() == Lease.State.CLOSED) {
                        held.remove(moved.after().id());
                    } else {
                        held.put(moved.after().id(), moved.after());
                    }
                    peak = Math.max(peak, held.values().stream().mapToInt(lease -> lease.terms().wanted()).sum());
                }
                case Change.TaskMoved moved -> {
                    passTo(moved.at());
                    var task = tasks.get(moved.after().task());
                    boolean runs = moved.after().state() instanceof TaskState.Running;
                    var instance = new Instance(task, moved.after().mapIndex());
                    if (runs ? running.add(instance) : running.remove(instance)) {
                        used.getOrDefault(task, Set.of()).forEach(pool -> working.merge(pool, runs ? 1 : -1, Integer::sum));
                    }
                }
                case Change.RunMoved _, Change.TryOpened _, Change.TryClosed _, Change.LaunchMoved _, Change.Expanded _,
                        Change.LimitMoved _, Change.Ordered _, Change.WishSettled _ -> { }
            }
        }
    }

    private void passTo(Instant now) {
        if (!since.equals(Instant.MIN)) {
            double seconds = Duration.between(since, now).toMillis() / 1000.0;
            for (var lease : held.values()) {
                if (working.getOrDefault(lease.terms().pool(), 0) == 0) {
                    idle += seconds * lease.terms().wanted();
                }
            }
        }
        since = now;
    }

    /** The most machines that were held at the same time. */
    public int peak() {
        return peak;
    }

    /** Seconds of machines on whose pool nothing ran, added up. */
    public double idleSeconds() {
        return idle;
    }
}
