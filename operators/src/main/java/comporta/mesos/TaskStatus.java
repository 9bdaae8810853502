package comporta.mesos;

import java.util.Optional;

/**
 * One report on a task.
 *
 * @param state Mesos's word, such as {@code TASK_RUNNING}
 * @param reason Mesos's word without {@code REASON_}, empty when there is none
 * @param agent empty when it is not told
 * @param uuid what an acknowledgement has to repeat; empty: it must not be acknowledged
 */
record TaskStatus(String task, String state, String reason, String message, String source, String agent, Optional<String> uuid,
        boolean unhealthy) {
    private static final String PREFIX = "REASON_";

    static TaskStatus read(Tree status) {
        var reason = status.text("reason");
        return new TaskStatus(
                status.id("task_id"),
                status.text("state"),
                reason.startsWith(PREFIX) ? reason.substring(PREFIX.length()) : reason,
                status.text("message"),
                status.text("source"),
                status.id("agent_id"),
                status.has("uuid") ? Optional.of(status.text("uuid")) : Optional.empty(),
                status.fields().get("healthy") instanceof Boolean healthy && !healthy);
    }

    /** Whether it answers our question, and tells of no change by itself. */
    boolean isAnswer() {
        return reason.equals("RECONCILIATION");
    }
}
