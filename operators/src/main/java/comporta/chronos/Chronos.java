package comporta.chronos;

import comporta.job.Cluster;
import comporta.job.Ground;
import comporta.job.JobBackend;
import comporta.job.MesosTasks;
import comporta.job.RemoteBackend;
import org.jspecify.annotations.Nullable;

/** The door of this room. */
public final class Chronos {
    private Chronos() {}

    /**
     * The backend of a configured cluster.
     *
     * @throws IllegalArgumentException when a file of it cannot be read
     */
    public static JobBackend backend(Cluster cluster, Ground ground) {
        return new RemoteBackend(cluster.name(), new ChronosSystem(client(cluster), mesos(cluster), ground.clock()), ground);
    }

    /**
     * What its jobs are seen to by hand with.
     *
     * @throws IllegalArgumentException when a file of it cannot be read
     */
    public static ChronosClient client(Cluster cluster) {
        return new ChronosClient(cluster.http(), cluster.url(), switch (cluster.text("prefix", "auto")) {
            case "none" -> ChronosClient.V2;
            case "v1" -> ChronosClient.V3;
            default -> null;
        });
    }

    private static @Nullable MesosTasks mesos(Cluster cluster) {
        var master = cluster.address("mesos");
        return master == null ? null : new MesosTasks(cluster.http().as(null), master);
    }
}
