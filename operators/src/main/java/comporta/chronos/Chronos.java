package comporta.chronos;

import comporta.job.Cluster;
import comporta.job.Ground;
import comporta.job.JobBackend;
import comporta.job.MesosTasks;
import comporta.job.RemoteBackend;

/** The door of this room. */
public final class Chronos {
    private Chronos() {}

    /**
     * The backend of a configured cluster.
     *
     * @throws IllegalArgumentException when a file of it cannot be read
     */
    public static JobBackend backend(Cluster cluster, Ground ground) {
        return new RemoteBackend(cluster.name(), new ChronosSystem(client(cluster), MesosTasks.below(cluster), ground.clock()), ground);
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
}
