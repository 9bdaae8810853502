package comporta.api;

import comporta.access.Desk;
import comporta.store.Machines;
import comporta.store.Role;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code /agents}: what clusters have. Local processes have none, so it is empty until a cluster is configured. {@code /machines}: what EC2
 * says of a machine to everybody but us.
 */
final class MachineResource {
    private final Machines machines;
    private final Desk desk;
    private final InstantSource clock;

    MachineResource(Machines machines, Desk desk, InstantSource clock) {
        this.machines = machines;
        this.desk = desk;
        this.clock = clock;
    }

    /** Machines of a kind. */
    record AgentsShape(
            String slaveType, int agents, Map<String, Object> attributes, double cpusUsed, double cpusTotal, double memUsedMb,
            double memTotalMb,
            int draining, int tasks) {}

    /** That a machine is to go: EC2 recommends it, or will interrupt it. */
    record Notice(@Words({"rebalance", "interruption"}) String kind, @Nullable String reason) {}

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/agents", "Machines of the clusters, by kind").answers(new PageOf(AgentsShape.class))
                        .by(_ -> Answer.ok(new Route.Page<AgentsShape>(List.of(), null))),
                Route.put("/api/v1/machines/{machine}/notice",
                        "Notes that EC2 recommends to leave a machine, or will take it: another comes in its place")
                        .needs(Role.OPERATOR).takes(Dry.RUN).takes(Notice.class).answers(200, Preview.class).answers(204, Void.class)
                        .by(this::notice));
    }

    private Answer notice(Call call) {
        var machine = call.variable("machine");
        var body = call.body(Notice.class);
        var words = switch (body.kind()) {
            case "rebalance" -> "EC2 recommends to leave it";
            case "interruption" -> "EC2 will interrupt it";
            default -> throw Refusal.unfit("/kind", "must be rebalance or interruption");
        };
        if (call.isDry()) {
            return Answer.ok(Deeds.preview("Machine " + machine
                    + " gets no more work, another comes in its place, and it ends once nothing runs on it"));
        }
        var deed = Deeds.deed(call, clock.instant(), body.reason());
        boolean isUp = Deeds.waited(desk.call(() -> machines.notice(machine, words, deed)));
        if (!isUp) {
            throw Refusal.notFound("machine of a node pool", machine, List.of());
        }
        return Answer.nothing();
    }
}
