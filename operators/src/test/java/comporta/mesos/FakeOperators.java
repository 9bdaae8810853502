package comporta.mesos;

import comporta.job.FakeAnswer;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The operator API of the fake master. */
final class FakeOperators {
    private final FakeMaster master;

    FakeOperators(FakeMaster master) {
        this.master = master;
    }

    FakeAnswer answer(Tree asked) {
        return switch (asked.text("type")) {
            case "GET_HEALTH" -> told("GET_HEALTH", Map.of("healthy", true));
            case "GET_VERSION" -> told("GET_VERSION", Map.of("version_info", Map.of("version", "1.12.0")));
            case "GET_MASTER" -> told("GET_MASTER", Map.of("master_info", Map.of("hostname", "localhost", "port", master.url().getPort())));
            case "GET_AGENTS" -> told("GET_AGENTS", Map.of("agents", master.listed().stream().map(this::shown).toList()));
            case "DEACTIVATE_AGENT" -> done(() -> master.deactivate(asked.in("deactivate_agent").id("agent_id")));
            case "DRAIN_AGENT" -> done(() -> master.gone(asked.in("drain_agent").id("agent_id"), "AGENT_DRAINING"));
            case "MARK_AGENT_GONE" -> done(() -> master.gone(asked.in("mark_agent_gone").id("agent_id"), "AGENT_REMOVED_BY_OPERATOR"));
            case "TEARDOWN" -> {
                var guest = master.guests.get(asked.in("teardown").id("framework_id"));
                if (guest != null) {
                    master.tearDown(guest);
                }
                yield FakeAnswer.of(200);
            }
            default -> FakeAnswer.text(400, "Failed to validate master::Call: Expecting 'type' to be present");
        };
    }

    private static FakeAnswer done(Runnable deed) {
        deed.run();
        return FakeAnswer.of(200);
    }

    private static FakeAnswer told(String type, Map<String, Object> body) {
        return FakeAnswer.json(200, Tree.of("type", type, type.toLowerCase(Locale.ROOT), body));
    }

    private Map<String, Object> shown(FakeAgent agent) {
        var used = master.used(agent);
        return Tree.of(
                "agent_info", Tree.of(
                        "id", Tree.value(agent.id), "hostname", "localhost", "port", agent.url().getPort(), "attributes", agent.attributesShown()),
                "active", agent.connected && !agent.draining,
                "deactivated", agent.draining,
                "allocated_resources", used.isEmpty() ? null : scalars(used),
                "version", "1.12.0",
                "pid", "slave(1)@127.0.0.1:" + agent.url().getPort(),
                "total_resources", scalars(agent.scalars));
    }

    private static List<Map<String, Object>> scalars(Map<String, Double> scalars) {
        return scalars.entrySet().stream().map(each -> Tree.of("name", each.getKey(), "type", "SCALAR", "scalar", Map.of("value", each.getValue()))).toList();
    }
}
