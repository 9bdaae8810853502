package comporta.app;

import comporta.dag.Dag;
import comporta.decide.Surroundings;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Objects;

/**
 * A local run that is about to be, checked as far as that is possible before it has an id.
 *
 * @param request what was asked for
 * @param file of the DAG
 * @param source its text
 * @param values variables and connections
 * @param vault their secrets
 */
record RunOrder(
        RunRequest request, Dag dag, Path file, String source, Configuration configuration, LocalValues values, LocalVault vault) {

    /** The DAG's, else the configuration's. */
    ZoneId zone() {
        return Objects.requireNonNullElse(dag.schedule().zone(), configuration.timezone());
    }

    /** What templates can read that belongs to no DAG. */
    Surroundings surroundings() {
        return new Surroundings(configuration.timezone(), values.variables(), values.connections());
    }
}
