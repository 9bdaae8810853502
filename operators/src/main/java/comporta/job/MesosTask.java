package comporta.job;

import comporta.operator.Cause;
import comporta.operator.Exit;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A task as a Mesos master shows it.
 *
 * @param state such as {@code TASK_RUNNING}
 * @param message of its last status; may be empty
 * @param reason of its last status, such as {@code REASON_CONTAINER_LIMITATION_MEMORY}; may be empty
 * @param since of its first status, or the epoch
 */
public record MesosTask(
        String id, String name, String framework, String agent, String state, String message, String reason, Instant since,
        Map<String, String> labels) {
    private static final Pattern EXITED = Pattern.compile("exited with status (\\d+)");
    private static final Set<String> LIVE = Set.of(
            "TASK_STAGING", "TASK_STARTING", "TASK_RUNNING", "TASK_KILLING", "TASK_UNREACHABLE", "TASK_UNKNOWN");
    private static final Set<String> BY_THE_JOB = Set.of("REASON_CONTAINER_LIMITATION_MEMORY", "REASON_CONTAINER_LIMITATION_DISK",
            "REASON_CONTAINER_LIMITATION", "REASON_CONTAINER_LAUNCH_FAILED", "REASON_TASK_INVALID", "REASON_TASK_UNAUTHORIZED",
            "REASON_TASK_CHECK_STATUS_UPDATED", "REASON_TASK_HEALTH_CHECK_STATUS_UPDATED");

    /** The same after a change. */
    MesosTask after(MesosTasks.Change change) {
        return new MesosTask(id, name, framework, agent, change.state(), change.message(), change.reason(), since, labels);
    }

    /** Whether it runs, and its machine is in sight. */
    public boolean isRunning() {
        return state.equals("TASK_RUNNING");
    }

    /** Whether its machine is out of sight: it may be back. */
    public boolean isUnreachable() {
        return state.equals("TASK_UNREACHABLE") || state.equals("TASK_UNKNOWN");
    }

    /** How it ended; empty while it may still run. The exit code stands only in the message. */
    public Optional<Exit> exit() {
        if (LIVE.contains(state)) {
            return Optional.empty();
        }
        var found = EXITED.matcher(message);
        Integer code = found.find() ? Integer.valueOf(found.group(1)) : null;
        var words = code != null
                ? "exit code " + code
                : (message.isEmpty() ? state : message) + (reason.isEmpty() ? "" : " (" + reason + ")");
        return Optional.of(switch (state) {
            case "TASK_FINISHED" -> Exit.success(Map.of());
            case "TASK_FAILED" -> Exit.failure(blamed(code), code, words);
            case "TASK_ERROR" -> Exit.failure(Cause.USER, null, words);
            default -> Exit.failure(Cause.PLATFORM, code, words);
        });
    }

    private Cause blamed(@Nullable Integer code) {
        if (reason.equals("REASON_MAX_COMPLETION_TIME_REACHED")) {
            return Cause.TIMEOUT;
        }
        return code != null || reason.isEmpty() || reason.startsWith("REASON_COMMAND_") || BY_THE_JOB.contains(reason)
                ? Cause.USER
                : Cause.PLATFORM;
    }
}
