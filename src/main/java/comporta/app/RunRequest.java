package comporta.app;

import comporta.dag.LocalInstant;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a person asks of {@code comporta run}, before the DAG file has been looked at.
 *
 * @param date as typed; null: now
 * @param params by name, as typed
 * @param only part of the DAG; null: all of it. The same of {@code from} and {@code until}
 * @param parallel local processes at the same time; null: the configuration's
 * @param variables by name
 * @param asWritten jobs go to the backends that the file names, not to local processes
 * @param fresh begin anew even if the same run was cut off before
 * @param database where its state is kept, as typed; null: where the configuration says
 * @param fast simulate it on the virtual clock; null: run it
 * @param configuration file in place of {@code $COMPORTA_HOME/comporta.yaml}; null: that one
 */
record RunRequest(
        Path file,
        @Nullable String date,
        Map<String, String> params,
        @Nullable String only,
        @Nullable String from,
        @Nullable String until,
        @Nullable Integer parallel,
        Map<String, String> variables,
        boolean dryRun,
        boolean asWritten,
        boolean fresh,
        @Nullable String database,
        @Nullable Fast fast,
        @Nullable Path configuration) {

    /**
     * How a run is simulated.
     *
     * @param with what tasks hand on: JSON, as typed, by {@code TASK.key}
     */
    record Fast(long seed, Map<String, String> with) {
        Fast {
            with = Map.copyOf(with);
        }
    }

    RunRequest {
        params = Map.copyOf(params);
        variables = Map.copyOf(variables);
    }

    /** The logical date, in the DAG's zone where the text names none. */
    Instant logicalDate(ZoneId zone, Instant now) {
        return date == null ? now : LocalInstant.parse(date).in(zone);
    }
}
