package comporta.app;

import comporta.cluster.Clouds;
import comporta.cluster.ClusterFile;
import comporta.cluster.Seen;
import comporta.cluster.Stack;
import comporta.job.Trouble;
import comporta.mesos.FakeMaster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A fake master that leads a stack of a cluster file: the machines that stand for it at moto, by whoever they were started, are its agents by the
 * time that somebody asks for them, and vanish when they have ended.
 */
final class StackMachines implements AutoCloseable {
    final FakeMaster master;
    private final Path images;
    private final Set<String> ever = new HashSet<>();

    /** @param images the programs of every image */
    StackMachines(Path folder, Path images) throws IOException {
        this.images = images;
        master = new FakeMaster(folder);
    }

    /** From now on its agents are those of that stack. */
    void lead(ClusterFile clusters, String name) {
        master.next(call -> call.body().contains("\"GET_AGENTS\""), (exchange, work) -> {
            try (var cloud = Clouds.cloud(clusters)) {
                bring(cloud.look(clusters.stack(name)));
            }
            Trouble.NONE.meet(exchange, work);
        }, Integer.MAX_VALUE);
    }

    private synchronized void bring(Seen seen) throws IOException {
        var agents = seen.machines().stream().filter(machine -> !machine.role().equals(Stack.MASTER)).toList();
        for (var machine : agents) {
            if (ever.add(machine.id())) {
                master.agent(4, 8_192, Map.of("slave-type", machine.role(), "instance-id", machine.id()), images);
            }
        }
        var living = agents.stream().map(Seen.Machine::id).collect(Collectors.toSet());
        master.instances().stream().filter(id -> !living.contains(id)).forEach(master::vanish);
    }

    /** How many machines were ever its agents. */
    synchronized int ever() {
        return ever.size();
    }

    @Override
    public void close() {
        master.close();
    }
}
