package comporta.spark;

import comporta.dag.PlainData;
import comporta.job.HttpSettings;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What Spark drivers are followed by.
 *
 * @param mesos by backend, the masters of the Mesos on which its drivers' executors run
 * @param ways by backend, how that Mesos is spoken to; absent: plainly
 * @param history address of the history server; null: none
 */
public record SparkSettings(Map<String, List<URI>> mesos, Map<String, HttpSettings> ways, @Nullable URI history) {
    /** Drivers of this machine alone. */
    public static final SparkSettings LOCAL = new SparkSettings(Map.of(), null);

    public SparkSettings {
        mesos = PlainData.ordered(mesos);
        ways = PlainData.ordered(ways);
    }

    /** Each Mesos is spoken to plainly. */
    public SparkSettings(Map<String, URI> mesos, @Nullable URI history) {
        this(mesos.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, each -> List.of(each.getValue()))), Map.of(), history);
    }

    /** What a driver on that backend registers with, in Spark's words; null: nobody says. */
    @Nullable String master(String backend) {
        var master = mesos.get(backend);
        return master == null ? null : "mesos://" + master.getFirst().getRawAuthority();
    }
}
