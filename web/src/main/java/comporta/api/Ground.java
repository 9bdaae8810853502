package comporta.api;

import comporta.access.Access;
import comporta.access.Desk;
import comporta.cost.Prices;
import comporta.secret.Sealer;
import comporta.secret.Vault;
import comporta.store.Store;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.function.Supplier;

/**
 * What the API stands on.
 *
 * @param desk where the store is written to
 * @param vault seals secret parameters
 * @param sealer seals secret variables and connections
 * @param logs folder under which the logs of all tries lie
 * @param zone of the server
 * @param version of this program
 * @param showsMetrics whether whoever asks sees the metrics
 * @param reports where what jobs tell goes
 * @param prices of machines
 */
public record Ground(
        Store store,
        Desk desk,
        Access access,
        Wishing wishes,
        Vault vault,
        Sealer sealer,
        DagShelf dags,
        LiveRuns live,
        Path logs,
        ZoneId zone,
        String version,
        InstantSource clock,
        PrometheusMeterRegistry metrics,
        boolean showsMetrics,
        Supplier<Readiness> readiness,
        Reports reports,
        Prices prices) {}
