package comporta.mesos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** The calls of the v1 scheduler API as JSON objects. */
final class Calls {
    /** Nanoseconds of a longer one have no place in 64 bits. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Calls() {}

    /** A task to be asked for; an empty agent: unknown. */
    record Sought(String task, String agent) {}

    /**
     * Opens the stream of events.
     *
     * @param framework null: a new one
     */
    static Map<String, Object> subscribe(MesosSettings settings, SortedSet<String> roles, boolean gpus, @Nullable String framework) {
        var capabilities = new ArrayList<>(List.of("MULTI_ROLE", "PARTITION_AWARE", "TASK_KILLING_STATE", "RESERVATION_REFINEMENT"));
        if (gpus) {
            capabilities.add("GPU_RESOURCES");
        }
        var id = framework == null ? null : Tree.value(framework);
        var info = Tree.of(
                "user", settings.user(),
                "name", settings.framework(),
                "id", id,
                "roles", List.copyOf(roles),
                "failover_timeout", settings.failoverTimeout().toMillis() / 1000.0,
                "checkpoint", true,
                "principal", settings.principal(),
                "webui_url", settings.webUrl(),
                "capabilities", capabilities.stream().map(type -> Map.of("type", type)).toList());
        return Tree.of("framework_id", id, "type", "SUBSCRIBE", "subscribe", Map.of("framework_info", info));
    }

    static Map<String, Object> accept(String framework, List<String> offers, List<Map<String, Object>> tasks, double refuseSeconds) {
        return call(framework, "ACCEPT", "accept", Tree.of(
                "offer_ids", ids(offers),
                "operations", List.of(Tree.of("type", "LAUNCH", "launch", Map.of("task_infos", tasks))),
                "filters", filters(refuseSeconds)));
    }

    static Map<String, Object> decline(String framework, List<String> offers, double refuseSeconds) {
        return call(framework, "DECLINE", "decline", Tree.of("offer_ids", ids(offers), "filters", filters(refuseSeconds)));
    }

    static Map<String, Object> revive(String framework) {
        return Tree.of("framework_id", Tree.value(framework), "type", "REVIVE");
    }

    static Map<String, Object> suppress(String framework) {
        return Tree.of("framework_id", Tree.value(framework), "type", "SUPPRESS");
    }

    /** Without the agent, as a wrong one would be passed over in silence; without grace when it is to end now. */
    static Map<String, Object> kill(String framework, String task, boolean force) {
        return call(framework, "KILL", "kill", Tree.of(
                "task_id", Tree.value(task), "kill_policy", force ? Map.of("grace_period", Map.of("nanoseconds", 0L)) : null));
    }

    static Map<String, Object> acknowledge(String framework, String agent, String task, String uuid) {
        return call(framework, "ACKNOWLEDGE", "acknowledge",
                Tree.of("agent_id", Tree.value(agent), "task_id", Tree.value(task), "uuid", uuid));
    }

    /** Empty: all that the master knows of us. */
    static Map<String, Object> reconcile(String framework, Collection<Sought> tasks) {
        return call(framework, "RECONCILE", "reconcile", Map.of("tasks", tasks.stream()
                .map(task ->
                        Tree.of("task_id", Tree.value(task.task()), "agent_id", task.agent().isEmpty() ? null : Tree.value(task.agent())))
                .toList()));
    }

    static Map<String, Object> answerInverse(String framework, String offer, boolean free) {
        var body = Map.<String, Object>of("inverse_offer_ids", ids(List.of(offer)));
        return free
                ? call(framework, "ACCEPT_INVERSE_OFFERS", "accept_inverse_offers", body)
                : call(framework, "DECLINE_INVERSE_OFFERS", "decline_inverse_offers", body);
    }

    static Map<String, Object> teardown(String framework) {
        return Tree.of("framework_id", Tree.value(framework), "type", "TEARDOWN");
    }

    /** Mesos writes durations so. */
    static Map<String, Object> nanoseconds(Duration duration) {
        return Map.of("nanoseconds", duration.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : duration.toNanos());
    }

    private static Map<String, Object> call(String framework, String type, String member, Map<String, Object> body) {
        return Tree.of("framework_id", Tree.value(framework), "type", type, member, body);
    }

    private static List<Map<String, Object>> ids(List<String> ids) {
        return ids.stream().map(Tree::value).toList();
    }

    private static Map<String, Object> filters(double refuseSeconds) {
        return Map.of("refuse_seconds", refuseSeconds);
    }
}
