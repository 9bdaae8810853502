package comporta.simulate;

import comporta.dag.Dag;
import comporta.dag.DagGraph;
import comporta.dag.NodePools;
import comporta.dag.Task;
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
import java.util.stream.IntStream;

/**
 * How many machines a run holds, and how long those that are up have nothing to do. What is on its way, is leaving or is kept for a person
 * is told apart. A job is on one machine; a Spark driver, and whatever does not say where it runs, is taken to be on all of a pool.
 */
public final class MachineTime {
    private final Dag dag;
    private final List<Task> tasks;
    private final Map<Integer, Set<Integer>> users = new HashMap<>();
    private final Map<String, Lease> held = new HashMap<>();
    private final Set<Instance> running = new HashSet<>();
    private final Map<Integer, Double> bySetup = new HashMap<>();
    private Instant since = Instant.MIN;
    private double idle;
    private double booting;
    private double leaving;
    private double kept;
    private int peak;

    /** @param dag of the run */
    public MachineTime(Dag dag) {
        this.dag = dag;
        tasks = List.copyOf(dag.tasks().values());
        var graph = DagGraph.of(dag);
        for (int teardown = 0; teardown < tasks.size(); teardown++) {
            for (int setup : graph.setupsOf(teardown)) {
                users.computeIfAbsent(setup, _ -> new HashSet<>()).addAll(users(setup, graph.scopeOf(teardown)));
            }
        }
    }

    /** Those that say that they run on the machines of a set-up; where none does, all that lies between. */
    private List<Integer> users(int setup, int[] scope) {
        var pool = NodePools.scaledBy(tasks.get(setup));
        var known = IntStream.of(scope).filter(task -> pool.filter(NodePools.usedBy(tasks.get(task), dag)::contains).isPresent())
                .boxed().toList();
        return known.isEmpty() ? IntStream.of(scope).boxed().toList() : known;
    }

    private record Instance(int task, int mapIndex) {}

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
                    peak = Math.max(peak, held.values().stream().mapToInt(MachineTime::machines).sum());
                }
                case Change.TaskMoved moved -> {
                    passTo(moved.at());
                    var instance = new Instance(moved.after().task(), moved.after().mapIndex());
                    if (moved.after().state() instanceof TaskState.Running) {
                        running.add(instance);
                    } else {
                        running.remove(instance);
                    }
                }
                case Change.RunMoved _, Change.TryOpened _, Change.TryClosed _, Change.LaunchMoved _, Change.Expanded _,
                        Change.LimitMoved _, Change.Ordered _, Change.WishSettled _ -> { }
            }
        }
    }

    private static int machines(Lease lease) {
        return lease.state() == Lease.State.OPENING ? lease.terms().wanted() : lease.registered();
    }

    private void passTo(Instant now) {
        if (!since.equals(Instant.MIN)) {
            double seconds = Duration.between(since, now).toMillis() / 1000.0;
            for (var lease : held.values()) {
                double all = seconds * machines(lease);
                bySetup.merge(lease.task(), all, Double::sum);
                switch (lease.state()) {
                    case OPENING -> booting += all;
                    case CLOSING, CLOSED -> leaving += all;
                    case KEPT -> kept += all;
                    case OPEN -> idle += seconds * Math.max(0, machines(lease) - inUse(lease));
                }
            }
        }
        since = now;
    }

    private int inUse(Lease lease) {
        int inUse = 0;
        for (var instance : running) {
            boolean isOfItsIndex = lease.mapIndex() < 0 || lease.mapIndex() == instance.mapIndex();
            if (isOfItsIndex && users.getOrDefault(lease.task(), Set.of()).contains(instance.task())) {
                inUse += NodePools.isOnOneMachine(tasks.get(instance.task()), dag) ? 1 : machines(lease);
            }
        }
        return inUse;
    }

    /** The most machines that were held at the same time. */
    public int peak() {
        return peak;
    }

    /** Seconds of all machines, whatever they did, by the number of the set-up that brought them up. */
    public Map<Integer, Double> heldSeconds() {
        return Map.copyOf(bySetup);
    }

    /** Seconds of machines that were up, and on which nothing ran. */
    public double idleSeconds() {
        return idle;
    }

    /** Seconds of machines that were on their way, or leaving. */
    public double underWaySeconds() {
        return booting + leaving;
    }

    /** Seconds of machines that were kept for a person after a failure. */
    public double keptSeconds() {
        return kept;
    }
}
