package comporta.mesos;

import comporta.job.Cluster;
import comporta.job.Ground;
import comporta.job.HttpDoor;
import comporta.job.HttpSettings;
import comporta.job.MasterAddress;
import comporta.operator.Refused;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The door of this room. */
public final class Mesos {
    private static final Duration A_WEEK = Duration.ofDays(7);

    private Mesos() {}

    /**
     * The backend of a configured cluster.
     *
     * @param webUrl where the cluster's pages send people for us; null: nowhere
     * @throws IllegalArgumentException when a file of it cannot be read, or its masters have no address
     */
    public static MesosBackend backend(Cluster cluster, Ground ground, MesosMemory memory, @Nullable String webUrl,
            RandomGenerator random) {
        var settings = new MesosSettings(
                cluster.name(),
                masters(cluster),
                cluster.text("user", System.getProperty("user.name")),
                cluster.text("role", "*"),
                cluster.text("framework", "comporta"),
                cluster.text("principal"),
                cluster.duration("failover_timeout", A_WEEK),
                cluster.text("spread", "best_fit").equals("spread"),
                webUrl,
                MesosSettings.USUAL_PATIENCE,
                cluster.mesosHttp());
        try {
            return new MesosBackend(settings, memory, ground, random);
        } catch (Refused e) {
            throw new IllegalArgumentException("backend \"" + cluster.name() + "\": " + e.getMessage(), e);
        }
    }

    /** Whether the configuration of a backend says where its Mesos is. */
    public static boolean isKnownBy(Cluster cluster) {
        return cluster.text("master") != null || cluster.text("mesos") != null;
    }

    /**
     * The cluster itself, for people who look at it.
     *
     * @throws IllegalArgumentException when a file of it cannot be read, or its masters have no address
     */
    public static MesosCluster cluster(Cluster cluster, InstantSource clock) {
        try {
            return new MesosCluster(new MasterAddress(masters(cluster)), new HttpDoor(cluster.mesosHttp()), clock);
        } catch (Refused e) {
            throw new IllegalArgumentException("backend \"" + cluster.name() + "\": " + e.getMessage(), e);
        }
    }

    private static String masters(Cluster cluster) {
        var other = cluster.text("mesos", "");
        return cluster.text("master", other);
    }
}
