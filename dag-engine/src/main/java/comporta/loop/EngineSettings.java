package comporta.loop;

import comporta.dag.Dag;
import comporta.dag.TaskId;
import comporta.decide.Capacity;
import comporta.decide.Surroundings;
import comporta.decide.Took;
import comporta.run.Terms;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/**
 * What the configuration says to the engine.
 *
 * @param logs folder under which the logs of all tries lie
 * @param unreachableTimeout how long sight of a try may be lost before it is given up
 * @param relaunchUnreachable whether a try given up as unreachable may be retried
 * @param usual how long a DAG's tasks took, from history
 */
public record EngineSettings(
        Path logs,
        Surroundings surroundings,
        Capacity capacity,
        Terms.PlatformRetries platformRetries,
        Duration unreachableTimeout,
        boolean relaunchUnreachable,
        Function<Dag, Map<TaskId, Took>> usual) {}
