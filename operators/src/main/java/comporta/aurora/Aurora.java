package comporta.aurora;

import comporta.job.Cluster;
import comporta.job.Ground;
import comporta.job.JobBackend;
import comporta.job.RemoteBackend;

/** The way into this room. */
public final class Aurora {
    private Aurora() {}

    /**
     * The backend that a cluster of the configuration is.
     *
     * @throws IllegalArgumentException when it cannot be used as it is configured
     */
    public static JobBackend backend(Cluster cluster, Ground ground) {
        return new RemoteBackend(cluster.name(), new AuroraSystem(settings(cluster), cluster.http()), ground);
    }

    private static AuroraSettings settings(Cluster cluster) {
        return new AuroraSettings(
                cluster.url(),
                cluster.text("cluster", cluster.name()),
                cluster.text("role", "jobs"),
                cluster.text("environment", "prod"),
                cluster.text("user", "comporta"),
                cluster.text("observer", AuroraSettings.OBSERVER),
                cluster.text("python", "python3"));
    }
}
