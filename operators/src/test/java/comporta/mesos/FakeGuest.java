package comporta.mesos;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A framework as the master knows it. */
final class FakeGuest {
    /** @param scalars what it holds */
    record HeldOffer(String id, FakeAgent agent, String role, Map<String, Double> scalars, List<long[]> ports) {}

    final String id;
    Tree info;
    @Nullable FakeStream stream;
    boolean suppressed;
    boolean removed;
    final Map<String, HeldOffer> offers = new LinkedHashMap<>();
    final Map<String, FakeTask> tasks = new LinkedHashMap<>();
    /** By agent: until when it is not offered, on the clock of {@link System#nanoTime}. */
    final Map<String, Long> filters = new HashMap<>();

    FakeGuest(String id, Tree info) {
        this.id = id;
        this.info = info;
    }

    boolean can(String capability) {
        return info.all("capabilities").stream().anyMatch(each -> each.text("type").equals(capability));
    }

    String role() {
        return info.texts("roles").isEmpty() ? (info.text("role").isEmpty() ? "*" : info.text("role")) : info.texts("roles").getFirst();
    }

    void tell(Map<String, Object> event) {
        var open = stream;
        if (open != null) {
            open.tell(event);
        }
    }

    /** A report that the master makes itself, which nobody acknowledges. */
    void tell(String task, String state, String reason, String message, @Nullable String agent) {
        tell(Tree.of("type", "UPDATE", "update", Map.of("status", Tree.of(
                "task_id", Tree.value(task),
                "state", state,
                "message", message,
                "source", "SOURCE_MASTER",
                "reason", "REASON_" + reason,
                "agent_id", agent == null ? null : Tree.value(agent),
                "timestamp", System.currentTimeMillis() / 1000.0))));
    }

    /** What a framework hears that does not know the newer words. */
    String inItsWords(String state) {
        return can("PARTITION_AWARE") ? state : switch (state) {
            case "TASK_DROPPED", "TASK_UNREACHABLE", "TASK_GONE", "TASK_GONE_BY_OPERATOR", "TASK_UNKNOWN" -> "TASK_LOST";
            default -> state;
        };
    }
}
