package comporta.nodes;

import comporta.job.Trouble;
import comporta.mesos.FakeMaster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.Instance;

/**
 * The machines of a cluster at moto as agents of a fake master, on which tasks run: each registers by the time that somebody asks for the
 * agents, once, and vanishes when it has ended.
 */
public final class Registrations {
    private final String cluster;
    private final FakeMaster master;
    private final Path images;
    private final Set<String> ever = new HashSet<>();

    /** @param images the programs of every image */
    public Registrations(String cluster, FakeMaster master, Path images) {
        this.cluster = cluster;
        this.master = master;
        this.images = images;
        master.next(call -> call.body().contains("\"GET_AGENTS\""), (exchange, work) -> {
            bring();
            Trouble.NONE.meet(exchange, work);
        }, Integer.MAX_VALUE);
    }

    private synchronized void bring() throws IOException {
        var living = Moto.living(cluster).stream().filter(Ec2Look::isAlive).toList();
        for (var instance : living) {
            if (ever.add(instance.instanceId())) {
                var attributes = Map.of("slave-type", Ec2Tags.get(instance, Ec2Tags.SLAVE_TYPE), "instance-id", instance.instanceId());
                master.agent(8, 16_384, attributes, images);
            }
        }
        var ids = living.stream().map(Instance::instanceId).collect(Collectors.toSet());
        master.instances().stream().filter(id -> !ids.contains(id)).forEach(master::vanish);
    }

    /** Ids of all instances that ever were agents. */
    public synchronized List<String> ever() {
        return List.copyOf(ever);
    }
}
