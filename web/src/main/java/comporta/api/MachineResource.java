package comporta.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code /agents} and {@code /elasticity}: what clusters have, and what is done with their CPUs. Local processes have neither, so these are
 * empty until a cluster is configured.
 */
final class MachineResource {
    /** Machines of a kind. */
    record AgentsShape(
            String slaveType, int agents, Map<String, Object> attributes, double cpusUsed, double cpusTotal, double memUsedMb, double memTotalMb,
            int draining, int tasks) {}

    /** A job whose CPUs follow its deadline. */
    record ElasticJob(String job, String dagId, String runId, String taskId, double minCpus, double maxCpus, @Nullable Double cpus) {}

    /** How a job's CPUs went. */
    record Series(
            String job, @Nullable Instant deadline, double minCpus, double maxCpus, String law, List<String> columns, List<List<Object>> rows,
            List<MoveShape> moves) {}

    /** A change of CPUs. */
    record MoveShape(
            Instant at, String job, String dagId, String runId, String taskId, double fromCpus, double toCpus, Text why, @Nullable Double pLateBefore,
            @Nullable Double pLateAfter, String actuator, @Nullable Instant appliedAt, @Words({"applied", "refused", "pending"}) String outcome) {}

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/agents", "Machines of the clusters, by kind").answers(new PageOf(AgentsShape.class))
                        .by(_ -> Answer.ok(new Route.Page<AgentsShape>(List.of(), null))),
                Route.get("/api/v1/elasticity", "Jobs whose CPUs follow their deadlines").takes(Night.PARAMETER)
                        .answers(new PageOf(ElasticJob.class)).by(_ -> Answer.ok(new Route.Page<ElasticJob>(List.of(), null))),
                Route.get("/api/v1/elasticity/{job}/series", "How the CPUs of a job went")
                        .takes(Parameter.instant("from", "Not before then"), Parameter.instant("to", "Not after then"),
                                Parameter.integer("points", "How many points at most", 1, 5_000))
                        .answers(Series.class).by(call -> {
                            throw Refusal.notFound("job whose CPUs follow a deadline", call.variable("job"), List.of());
                        }));
    }
}
