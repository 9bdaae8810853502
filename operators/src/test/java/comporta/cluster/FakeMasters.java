package comporta.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import comporta.dag.PlainData;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Masters whose agents are the machines that stand at the stand-in of AWS, and which note what they are asked to do. */
final class FakeMasters implements AutoCloseable {
    private final HttpServer server;
    private final Supplier<Seen> cloud;
    private final Set<String> gone = new LinkedHashSet<>();
    final List<String> asked = new ArrayList<>();
    final Set<String> busy = new LinkedHashSet<>();
    private volatile String version;

    /** @param version that masters say they have */
    FakeMasters(Supplier<Seen> cloud, String version) throws IOException {
        this.cloud = cloud;
        this.version = version;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String door() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void say(String next) {
        version = next;
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var call = PlainData.mapFromJson(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            var answer = PlainData.toJson(switch (String.valueOf(call.get("type"))) {
                case "GET_MASTER" -> Map.of("get_master", Map.of("master_info", Map.of("address", Map.of("ip", "172.31.0.11"))));
                case "GET_VERSION" -> Map.of("get_version", Map.of("version_info", Map.of("version", version)));
                case "GET_AGENTS" -> Map.of("get_agents", Map.of("agents", agents()));
                case "DEACTIVATE_AGENT" -> noted("deactivate", PlainData.block(call, "deactivate_agent"));
                case "DRAIN_AGENT" -> noted("drain", PlainData.block(call, "drain_agent"));
                default -> throw new IOException("unknown call " + call);
            }).getBytes(UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private Map<String, Object> noted(String what, Map<String, Object> call) {
        var agent = String.valueOf(PlainData.block(call, "agent_id").get("value"));
        asked.add(what + " " + agent);
        if (what.equals("drain")) {
            gone.add(agent);
        }
        return Map.of();
    }

    private List<Map<String, Object>> agents() {
        var agents = new ArrayList<Map<String, Object>>();
        var seen = cloud.get();
        seen.machines().stream().filter(each -> !each.role().equals(Stack.MASTER)).forEach(each -> add(agents, each.id(), each.version()));
        seen.groups().values().forEach(group -> group.machines().keySet().forEach(each -> add(agents, each, group.version())));
        return agents;
    }

    private void add(List<Map<String, Object>> agents, String instance, String itsVersion) {
        var id = "agent-of-" + instance;
        if (gone.contains(id)) {
            return;
        }
        Map<String, Object> agent = new LinkedHashMap<>();
        agent.put("agent_info", Map.of(
                "id", Map.of("value", id), "hostname", "x",
                "attributes", List.of(Map.of("name", "instance-id", "type", "TEXT", "text", Map.of("value", instance)))));
        agent.put("active", true);
        agent.put("version", itsVersion);
        agent.put("pid", "slave(1)@172.31.0.99:5051");
        agent.put("allocated_resources", busy.contains(instance) ? List.of(Map.of("name", "cpus")) : List.of());
        agents.add(agent);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
