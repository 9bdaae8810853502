package comporta.aurora;

import comporta.job.Cluster;
import comporta.job.Ground;
import comporta.job.HttpDoor;
import comporta.job.JobBackend;
import comporta.job.RemoteBackend;
import comporta.job.Unseen;

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

    /**
     * What a cluster of the configuration is, in words.
     *
     * @throws Unseen when it does not answer
     * @throws IllegalArgumentException when it cannot be used as it is configured
     */
    public static String about(Cluster cluster) throws Unseen {
        var settings = settings(cluster);
        try (var client = new AuroraClient(settings.url(), new HttpDoor(cluster.http()))) {
            var answer = client.read(AuroraCall.getQuota(settings.role()));
            return "Aurora cluster \"" + answer.cluster() + "\", whose leader is at " + client.leader() + "; role " + settings.role()
                    + answer.productionCpus().map(cpus -> " may use " + cpus + " cpus in production").orElse("");
        }
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
