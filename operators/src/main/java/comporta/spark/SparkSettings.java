package comporta.spark;

import comporta.dag.PlainData;
import comporta.job.HttpSettings;
import java.net.URI;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What Spark drivers are followed by.
 *
 * @param mesos by backend, the masters of the Mesos on which its drivers' executors run, in the words of {@link comporta.job.MasterAddress}
 * @param ways by backend, how that Mesos is spoken to; absent: plainly
 * @param history address of the history server; null: none
 */
public record SparkSettings(Map<String, String> mesos, Map<String, HttpSettings> ways, @Nullable URI history) {
    /** Drivers of this machine alone. */
    public static final SparkSettings LOCAL = new SparkSettings(Map.of(), null);

    public SparkSettings {
        mesos = PlainData.ordered(mesos);
        ways = PlainData.ordered(ways);
    }

    /** Each Mesos is spoken to plainly. */
    public SparkSettings(Map<String, URI> mesos, @Nullable URI history) {
        this(mesos.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().toString())), Map.of(), history);
    }

    /** What a driver on that backend registers with, in Spark's words, without what ZooKeeper is signed in with; null: nobody says. */
    @Nullable String master(String backend) {
        var masters = mesos.get(backend);
        if (masters == null) {
            return null;
        }
        return "mesos://"
                + (masters.startsWith("zk://")
                        ? masters.replaceFirst("^zk://[^@/]*@", "zk://")
                        : masters.replaceFirst("^https?://", "").replaceFirst("[,/].*", ""));
    }
}
