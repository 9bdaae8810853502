package comporta.marathon;

import comporta.job.Cluster;
import comporta.job.Ground;
import comporta.job.JobBackend;
import comporta.job.MesosTasks;
import comporta.job.RemoteBackend;

/** The door of this room. */
public final class Marathon {
    private Marathon() {}

    /**
     * The backend of a configured cluster.
     *
     * @throws IllegalArgumentException when a file of it cannot be read
     */
    public static JobBackend backend(Cluster cluster, Ground ground) {
        return new RemoteBackend(cluster.name(), new MarathonSystem(client(cluster), MesosTasks.below(cluster), ground.clock()), ground);
    }

    /**
     * What its apps are seen to by hand with.
     *
     * @throws IllegalArgumentException when a file of it cannot be read
     */
    public static MarathonClient client(Cluster cluster) {
        return new MarathonClient(cluster.http(), cluster.url());
    }
}
