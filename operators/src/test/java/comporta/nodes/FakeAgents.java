package comporta.nodes;

import comporta.dag.PlainData;
import comporta.job.FakeAnswer;
import comporta.job.FakeCall;
import comporta.job.FakeCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.ec2.model.Instance;

/** A Mesos master whose agents are the instances of a cluster at moto: each registers as its tags say, when it is let. */
public final class FakeAgents extends FakeCluster {
    private final String cluster;
    /** Ids of agents with tasks on them. */
    final Set<String> busy = ConcurrentHashMap.newKeySet();
    final Set<String> deactivated = ConcurrentHashMap.newKeySet();
    final Set<String> drained = ConcurrentHashMap.newKeySet();
    final Set<String> gone = ConcurrentHashMap.newKeySet();
    /** Before Mesos 1.9 there are no calls for agents, and machines are maintained. */
    volatile boolean isOld;
    /** Windows of maintenance as they were last posted, and machines that were taken down. */
    volatile List<?> windows = List.of();
    final Set<String> down = ConcurrentHashMap.newKeySet();
    /** How many may register; the others never do. */
    public volatile int most = Integer.MAX_VALUE;

    public FakeAgents(Path folder, String cluster) throws IOException {
        super(folder);
        this.cluster = cluster;
    }

    @Override
    protected FakeAnswer answer(FakeCall call) {
        if (!call.is("POST", "/api/v1")) {
            return FakeAnswer.text(404, "404 Not Found.");
        }
        var asked = PlainData.mapFromJson(call.body());
        var type = String.valueOf(asked.get("type"));
        if (isOld && type.endsWith("_AGENT")) {
            return FakeAnswer.text(400, "Failed to parse body into Call protobuf: unknown type " + type);
        }
        return switch (type) {
            case "GET_AGENTS" -> FakeAnswer.json(200, Map.of("type", "GET_AGENTS", "get_agents", Map.of("agents", shown())));
            case "DEACTIVATE_AGENT" -> done(deactivated, asked, "deactivate_agent");
            case "DRAIN_AGENT" -> done(drained, asked, "drain_agent");
            case "GET_MAINTENANCE_SCHEDULE" -> FakeAnswer.json(200, Map.of(
                    "type", type, "get_maintenance_schedule", Map.of("schedule", Map.of("windows", windows))));
            case "UPDATE_MAINTENANCE_SCHEDULE" -> {
                windows = PlainData.block(PlainData.block(asked, "update_maintenance_schedule"), "schedule").get("windows") instanceof List<?> posted ? posted : List.of();
                yield FakeAnswer.of(200);
            }
            case "START_MAINTENANCE" -> {
                down.add(String.valueOf(PlainData.block(asked, "start_maintenance").get("machines")));
                yield FakeAnswer.of(200);
            }
            case "STOP_MAINTENANCE" -> {
                var up = (List<?>) Objects.requireNonNull(PlainData.block(asked, "stop_maintenance").get("machines"));
                windows = windows.stream().filter(window -> !up.equals(((Map<?, ?>) window).get("machine_ids"))).toList();
                yield FakeAnswer.of(200);
            }
            case "MARK_AGENT_GONE" -> done(gone, asked, "mark_agent_gone");
            default -> FakeAnswer.text(400, "Failed to validate master::Call: Expecting 'type' to be present");
        };
    }

    private static FakeAnswer done(Set<String> agents, Map<String, Object> asked, String body) {
        agents.add(String.valueOf(PlainData.block(PlainData.block(asked, body), "agent_id").get("value")));
        return FakeAnswer.of(200);
    }

    private List<Map<String, Object>> shown() {
        var agents = new ArrayList<Map<String, Object>>();
        for (var instance : Moto.living(cluster).stream().limit(most).toList()) {
            if (!drained.contains(id(instance))) {
                agents.add(shown(instance));
            }
        }
        return agents;
    }

    /** The agent that an instance is. */
    static String id(Instance instance) {
        return "S-" + instance.instanceId();
    }

    private Map<String, Object> shown(Instance instance) {
        var agent = new LinkedHashMap<String, Object>();
        agent.put("agent_info", Map.of(
                "id", Map.of("value", id(instance)), "hostname", instance.privateDnsName(), "attributes",
                List.of(attribute("slave-type", Ec2Tags.get(instance, Ec2Tags.SLAVE_TYPE)), attribute("instance-id", instance.instanceId()))));
        agent.put("active", !deactivated.contains(id(instance)));
        agent.put("deactivated", deactivated.contains(id(instance)));
        agent.put("version", "1.12.0");
        agent.put("pid", "slave(1)@" + instance.privateIpAddress() + ":5051");
        agent.put("total_resources", List.of(scalar(8)));
        if (busy.contains(id(instance))) {
            agent.put("allocated_resources", List.of(scalar(1)));
        }
        return agent;
    }

    private static Map<String, Object> attribute(String name, String text) {
        return Map.of("name", name, "type", "TEXT", "text", Map.of("value", text));
    }

    private static Map<String, Object> scalar(double value) {
        return Map.of("name", "cpus", "type", "SCALAR", "scalar", Map.of("value", value));
    }

    @Override
    public boolean holds(String name) {
        return false;
    }
}
