package comporta.api;

import java.util.List;
import java.util.Map;

/**
 * {@code /agents}: what clusters have. Local processes have none, so it is empty until a cluster is configured.
 */
final class MachineResource {
    /** Machines of a kind. */
    record AgentsShape(
            String slaveType, int agents, Map<String, Object> attributes, double cpusUsed, double cpusTotal, double memUsedMb, double memTotalMb,
            int draining, int tasks) {}

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/agents", "Machines of the clusters, by kind").answers(new PageOf(AgentsShape.class))
                        .by(_ -> Answer.ok(new Route.Page<AgentsShape>(List.of(), null))));
    }
}
