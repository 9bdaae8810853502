package comporta.app;

import comporta.aurora.Aurora;
import comporta.chronos.Chronos;
import comporta.job.Cluster;
import comporta.job.Unseen;
import comporta.marathon.Marathon;
import comporta.mesos.Mesos;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;

/** Whether a cluster answers, who leads it, and what it is. Nothing is changed there. */
final class ClusterLook {
    private ClusterLook() {}

    /** @param part how it is called in what is found */
    static List<Finding> of(String part, Cluster cluster, InstantSource clock) {
        if (cluster.kind().equals("mesos")) {
            return List.of(mesos(part, cluster, clock));
        }
        var itself = at(part, cluster);
        return cluster.text("mesos") == null ? List.of(itself) : List.of(itself, mesos(part + ", the Mesos below", cluster, clock));
    }

    private static Finding mesos(String part, Cluster cluster, InstantSource clock) {
        try (var mesos = Mesos.cluster(cluster, clock)) {
            return Finding.ok(part, mesos.inWords());
        } catch (IllegalArgumentException | IOException e) {
            var keys = cluster.kind().equals("mesos") ? "master, principal and secret_file" : "mesos, principal and secret_file";
            return Finding.failed(part, String.valueOf(e.getMessage()), "Check " + keys + " of the backend");
        }
    }

    private static Finding at(String part, Cluster cluster) {
        try {
            return switch (cluster.kind()) {
                case "aurora" -> Finding.ok(part, Aurora.about(cluster));
                case "chronos" -> chronos(part, cluster);
                default -> marathon(part, cluster);
            };
        } catch (Unseen e) {
            return Finding.failed(part, e.why(), "Check the address, user and password of the credentials, proxy and firewall");
        } catch (IllegalArgumentException e) {
            return Finding.failed(part, String.valueOf(e.getMessage()), "Mend that file");
        }
    }

    private static Finding chronos(String part, Cluster cluster) throws Unseen {
        try (var client = Chronos.client(cluster)) {
            var line = client.isThree() ? "Chronos 3" : "Chronos 2";
            var leader = client.leader().map(who -> ", led by " + who).orElse("");
            var found = line + " at " + cluster.url() + leader + ", " + Figures.count(client.states().size(), "job");
            return cluster.text("mesos") == null
                    ? Finding.warning(part, found + "; without the Mesos below it, exit codes, logs and lost starts stay unknown",
                            "Set mesos of this backend to the address of a master")
                    : Finding.ok(part, found);
        }
    }

    private static Finding marathon(String part, Cluster cluster) throws Unseen {
        try (var client = Marathon.client(cluster)) {
            var info = client.info();
            var found = "Marathon " + info.get("version") + " at " + cluster.url() + ", led by " + info.get("leader");
            return cluster.text("mesos") == null
                    ? Finding.warning(part,
                            found + "; without the Mesos below it, logs stay there, and an end that nobody heard is unknown",
                            "Set mesos of this backend to the address of a master")
                    : Finding.ok(part, found);
        }
    }
}
