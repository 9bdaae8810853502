package comporta.mesos;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A task as master and agent know it. Its reports wait for each other: the next one is told when the one before is acknowledged. */
final class FakeTask {
    final String id;
    final FakeAgent agent;
    final Tree info;
    /** As the master last heard. */
    String state = "TASK_STAGING";
    boolean killed;
    boolean over;
    /** First the one that waits for its acknowledgement. */
    final Deque<Map<String, Object>> reports = new ArrayDeque<>();
    long toldAt;

    FakeTask(String id, FakeAgent agent, Tree info) {
        this.id = id;
        this.agent = agent;
        this.info = info;
    }

    boolean isTerminal() {
        return switch (state) {
            case "TASK_FINISHED", "TASK_FAILED", "TASK_KILLED" -> true;
            default -> false;
        };
    }

    /** A report of the executor. */
    Map<String, Object> report(String newState, String message, @Nullable String reason) {
        var bytes = ByteBuffer.allocate(16);
        var uuid = UUID.randomUUID();
        bytes.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
        return Tree.of(
                "task_id", Tree.value(id),
                "state", newState,
                "message", message.isEmpty() ? null : message,
                "source", reason == null ? "SOURCE_EXECUTOR" : "SOURCE_AGENT",
                "reason", reason == null ? null : "REASON_" + reason,
                "agent_id", Tree.value(agent.id),
                "executor_id", Tree.value(id),
                "timestamp", System.currentTimeMillis() / 1000.0,
                "uuid", Base64.getEncoder().encodeToString(bytes.array()));
    }

    /** What the command executor says of an exit code as Java gives it. */
    static String exited(int code) {
        return switch (code) {
            case 137 -> "Command terminated with signal Killed";
            case 143 -> "Command terminated with signal Terminated";
            default -> "Command exited with status " + code;
        };
    }
}
