package comporta.app;

import comporta.chronos.Chronos;
import comporta.job.Cluster;
import comporta.job.Unseen;
import comporta.marathon.Marathon;

/** Whether a cluster answers, who leads it, and what it is. Nothing is changed there. */
final class ClusterLook {
    private ClusterLook() {}

    /** @param cluster of kind chronos or marathon */
    static Finding at(String part, Cluster cluster) {
        try {
            return cluster.kind().equals("chronos") ? chronos(part, cluster) : marathon(part, cluster);
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
                    ? Finding.warning(part, found + "; without the Mesos below it, logs stay there, and an end that nobody heard is unknown",
                            "Set mesos of this backend to the address of a master")
                    : Finding.ok(part, found);
        }
    }
}
