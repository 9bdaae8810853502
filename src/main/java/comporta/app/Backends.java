package comporta.app;

import comporta.aurora.Aurora;
import comporta.chronos.Chronos;
import comporta.dag.PlainData;
import comporta.job.Cluster;
import comporta.job.Ground;
import comporta.job.HttpSettings;
import comporta.job.JobBackend;
import comporta.job.JobBackends;
import comporta.job.MasterAddress;
import comporta.local.LocalBackend;
import comporta.marathon.Marathon;
import comporta.mesos.FileMemory;
import comporta.mesos.Mesos;
import comporta.mesos.MesosMemory;
import comporta.operator.Refused;
import comporta.secret.Vault;
import comporta.spark.SparkSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The job backends of the configuration, put together by hand. */
final class Backends {
    /** So long apart are questions to a cluster, in ISO 8601; by default as long as they usually are. */
    static final String APART_PROPERTY = "comporta.apart";

    private Backends() {}

    /** Every configured cluster; {@code local} is none. */
    static List<Cluster> clusters(Configuration configuration) {
        var block = PlainData.block(configuration.values(), "backends");
        return block.keySet().stream()
                .map(name -> new Cluster(name, PlainData.block(block, name), configuration.home()))
                .filter(cluster -> !cluster.kind().equals("local"))
                .toList();
    }

    /**
     * What remote backends stand on.
     *
     * @param url where jobs report to when the configuration does not say; null: nowhere
     */
    static Ground ground(Configuration configuration, @Nullable String url, Vault vault, InstantSource clock) {
        var reached = configuration.publicUrl().orElse(url);
        return new Ground(vault, reached == null ? null : URI.create(reached), configuration.logLimit(), apart(), clock);
    }

    private static Duration apart() {
        var said = System.getProperty(APART_PROPERTY);
        return said == null ? Ground.USUALLY_APART : Duration.parse(said);
    }

    /**
     * {@code local} and the others of the configuration.
     *
     * @param memories what is kept of a Mesos cluster, by name of the backend
     * @throws UsageException when one of them cannot be used as it is configured
     */
    static JobBackends of(Configuration configuration, LocalBackend local, Ground ground, Function<String, MesosMemory> memories) {
        var backends = new ArrayList<JobBackend>(List.of(local));
        for (var cluster : clusters(configuration)) {
            try {
                of(cluster, ground, memories).ifPresent(backends::add);
            } catch (IllegalArgumentException e) {
                throw new UsageException(e.getMessage() + ".");
            }
        }
        return new JobBackends(backends, configuration.defaultBackend());
    }

    /**
     * Where Spark drivers are followed: on the Mesos below each backend, and on the history server.
     *
     * @throws UsageException when one of them cannot be used as it is configured
     */
    static SparkSettings spark(Configuration configuration) {
        var mesos = new LinkedHashMap<String, String>();
        var ways = new LinkedHashMap<String, HttpSettings>();
        for (var cluster : clusters(configuration)) {
            var key = cluster.kind().equals("mesos") ? "master" : "mesos";
            var masters = cluster.text(key);
            if (masters != null) {
                try {
                    var _ = new MasterAddress(masters);
                    mesos.put(cluster.name(), masters);
                    ways.put(cluster.name(), cluster.mesosHttp());
                } catch (IllegalArgumentException | Refused e) {
                    throw new UsageException(e.getMessage() + ".");
                }
            }
        }
        var history = PlainData.block(configuration.values(), "spark").get("history_server");
        return new SparkSettings(mesos, ways, history == null ? null : URI.create(history.toString()));
    }

    /** One for a process without a database. Empty: this version has no such backend. */
    static Optional<JobBackend> of(Cluster cluster, Ground ground) {
        return of(cluster, ground, inFolder(cluster.folder().resolve("mesos")));
    }

    /** Keeps what is to be known of Mesos clusters in a folder, for a process without a database. */
    static Function<String, MesosMemory> inFolder(Path folder) {
        return name -> FileMemory.free(folder, name);
    }

    /** Empty: this version has no such backend. */
    static Optional<JobBackend> of(Cluster cluster, Ground ground, Function<String, MesosMemory> memories) {
        return switch (cluster.kind()) {
            case "mesos" -> Optional.of(Mesos.backend(
                    cluster, ground, memories.apply(cluster.name()), ground.publicUrl() == null ? null : ground.publicUrl().toString(),
                    new Random()));
            case "chronos" -> Optional.of(Chronos.backend(cluster, ground));
            case "marathon" -> Optional.of(Marathon.backend(cluster, ground));
            case "aurora" -> Optional.of(Aurora.backend(cluster, ground));
            default ->
                    throw new IllegalArgumentException("backend \"" + cluster.name() + "\" is of no kind that there is: " + cluster.kind());
        };
    }
}
