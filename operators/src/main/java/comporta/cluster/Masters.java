package comporta.cluster;

import comporta.dag.PlainData;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Mesos masters of a stack, by their operator API (v1): who leads, which agents are there, and draining. */
public final class Masters implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Masters.class);
    private static final Duration ANSWERING = Duration.ofSeconds(20);
    private static final int REDIRECTED = 307;

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();
    private final List<String> doors;

    /** Those of a stack; nobody is asked yet. */
    public Masters(Stack stack) {
        doors = stack.doors();
    }

    /**
     * An agent as the leading master tells of it.
     *
     * @param instance id of its machine, by its attribute; null: it has none
     * @param host address without a port
     */
    public record Agent(String id, @Nullable String instance, String host, String version, boolean active, boolean busy) {}

    /** Address of the leading master; empty: none answers. */
    public Optional<String> leader() {
        for (var door : doors) {
            try {
                var info = PlainData.block(PlainData.block(call(door, Map.of("type", "GET_MASTER"), 1), "get_master"), "master_info");
                var address = PlainData.block(info, "address").get("ip");
                return Optional.of(address == null ? String.valueOf(info.get("hostname")) : address.toString());
            } catch (IOException e) {
                LOG.debug("{} does not say who leads: the next one may", door, e);
            }
        }
        return Optional.empty();
    }

    /** The version that the master at that door runs; empty: it does not answer. */
    public Optional<String> version(String door) {
        try {
            var info = PlainData.block(PlainData.block(call(door, Map.of("type", "GET_VERSION"), 1), "get_version"), "version_info");
            return Optional.ofNullable(info.get("version")).map(String::valueOf);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * All agents.
     *
     * @throws IOException when no master answers
     */
    public List<Agent> agents() throws IOException {
        var agents = new ArrayList<Agent>();
        if (PlainData.block(ask(Map.of("type", "GET_AGENTS")), "get_agents").get("agents") instanceof List<?> list) {
            list.forEach(each -> agents.add(agent(PlainData.plain((Map<?, ?>) each))));
        }
        return agents;
    }

    private static Agent agent(Map<String, Object> said) {
        var info = PlainData.block(said, "agent_info");
        String instance = null;
        if (info.get("attributes") instanceof List<?> attributes) {
            for (var each : attributes) {
                var attribute = PlainData.plain((Map<?, ?>) each);
                instance = "instance-id".equals(attribute.get("name")) ? String.valueOf(PlainData.block(attribute, "text").get("value")) : instance;
            }
        }
        var pid = String.valueOf(said.get("pid"));
        var host = pid.substring(pid.indexOf('@') + 1).replaceFirst(":\\d+$", "");
        boolean busy = said.get("allocated_resources") instanceof List<?> taken && !taken.isEmpty();
        return new Agent(
                String.valueOf(PlainData.block(info, "id").get("value")), instance, host, String.valueOf(said.get("version")),
                Boolean.TRUE.equals(said.get("active")) && !Boolean.TRUE.equals(said.get("deactivated")), busy);
    }

    /** No new tasks there from now on; since Mesos 1.9. */
    public void deactivate(String agent) throws IOException {
        ask(Map.of("type", "DEACTIVATE_AGENT", "deactivate_agent", Map.of("agent_id", Map.of("value", agent))));
    }

    /** What runs there is asked to end within {@code grace}, and the agent leaves for good; since Mesos 1.9. */
    public void drain(String agent, Duration grace) throws IOException {
        Map<String, Object> drain = new LinkedHashMap<>();
        drain.put("agent_id", Map.of("value", agent));
        drain.put("max_grace_period", Map.of("seconds", grace.toSeconds()));
        drain.put("mark_gone", true);
        ask(Map.of("type", "DRAIN_AGENT", "drain_agent", drain));
    }

    private Map<String, Object> ask(Map<String, Object> call) throws IOException {
        IOException last = new IOException("no master is known");
        for (var door : doors) {
            try {
                return call(door, call, 3);
            } catch (IOException e) {
                last = e;
            }
        }
        throw new IOException("no Mesos master of " + String.join(", ", doors) + " answers: " + last.getMessage(), last);
    }

    /** One that does not lead sends on to the one that does. */
    private Map<String, Object> call(String door, Map<String, Object> call, int sentOn) throws IOException {
        var request = HttpRequest.newBuilder(URI.create(door.replaceFirst("/$", "") + (door.endsWith("/api/v1") ? "" : "/api/v1")))
                .timeout(ANSWERING)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofString(PlainData.toJson(call)))
                .build();
        try {
            var response = http.send(request, BodyHandlers.ofString());
            var elsewhere = response.headers().firstValue("Location");
            if (response.statusCode() == REDIRECTED && sentOn > 0 && elsewhere.isPresent()) {
                var target = request.uri().resolve(elsewhere.get());
                return call(target.getScheme() + "://" + target.getRawAuthority(), call, sentOn - 1);
            }
            if (response.statusCode() / 100 != 2) {
                throw new IOException("the master at " + door + " answers " + response.statusCode() + " to " + call.get("type") + ": " + response.body().strip());
            }
            return response.body().isBlank() ? Map.of() : PlainData.mapFromJson(response.body());
        } catch (IllegalArgumentException e) {
            throw new IOException("what answers at " + door + " speaks no JSON", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
