package comporta.mesos;

import comporta.operator.Cause;
import comporta.operator.Exit;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a report of Mesos means to us: its states and reasons by table. */
sealed interface Verdict {
    /** It is on its way. */
    record Coming() implements Verdict {}

    record Running() implements Verdict {}

    /** It runs, and its machine is being taken away. */
    record Leaving(String why) implements Verdict {}

    /** Nobody sees it, and it may come back. */
    record OutOfSight(String why) implements Verdict {}

    /** The master does not know it, which just after a failover says nothing. */
    record NotKnown(String why) implements Verdict {}

    /** It certainly never began, and may be launched again as it is. */
    record NotBegun(String why) implements Verdict {}

    record Over(Exit exit) implements Verdict {}

    /** It is about another launch of the same id than the one that lives. */
    record NotOurs() implements Verdict {}

    /** The exit code stands nowhere else. */
    Pattern STATUS = Pattern.compile("exited with status (\\d{1,3})");

    Pattern SIGNAL = Pattern.compile("terminated with signal ([A-Za-z ]+?)( \\(core dumped\\))?$");

    Map<String, Integer> SIGNALS = Map.ofEntries(
            Map.entry("Hangup", 1), Map.entry("Interrupt", 2), Map.entry("Quit", 3), Map.entry("Illegal instruction", 4),
            Map.entry("Aborted", 6), Map.entry("Bus error", 7), Map.entry("Floating point exception", 8), Map.entry("Killed", 9),
            Map.entry("Segmentation fault", 11), Map.entry("Broken pipe", 13), Map.entry("Alarm clock", 14), Map.entry("Terminated", 15));

    /** @param stopAsked whether we asked the task to end */
    static Verdict of(TaskStatus status, boolean stopAsked) {
        var why = words(status);
        return switch (status.state()) {
            case "TASK_STAGING", "TASK_STARTING" -> new Coming();
            case "TASK_RUNNING" -> new Running();
            case "TASK_KILLING" -> status.reason().equals("AGENT_DRAINING") ? new Leaving("its agent is being drained") : new Running();
            case "TASK_UNREACHABLE" -> new OutOfSight("its agent is out of reach: " + why);
            case "TASK_UNKNOWN" -> new NotKnown(why);
            case "TASK_FINISHED" -> new Over(Exit.success(Map.of()));
            case "TASK_FAILED" -> new Over(failed(status, why));
            case "TASK_KILLED" -> new Over(killed(status, why, stopAsked));
            case "TASK_ERROR" -> status.message().contains("duplicate ID")
                    ? new NotOurs()
                    : new Over(Exit.failure(Cause.USER, null, "Mesos does not take it: " + why));
            case "TASK_DROPPED" -> dropped(status, why);
            case "TASK_GONE", "TASK_GONE_BY_OPERATOR", "TASK_LOST" -> new Over(Exit.failure(Cause.PLATFORM, null,
                    status.isAnswer() ? "its agent does not have it, or not any more" : "it is gone with its agent: " + why));
            default -> new Coming();
        };
    }

    private static Exit failed(TaskStatus status, String why) {
        var code = code(status.message());
        return switch (status.reason()) {
            case "CONTAINER_LIMITATION_MEMORY" -> Exit.failure(Cause.USER, code, "it used more memory than job.mem: " + why);
            case "CONTAINER_LIMITATION_DISK" -> Exit.failure(Cause.USER, code, "it used more disk than job.disk: " + why);
            case "CONTAINER_LIMITATION" -> Exit.failure(Cause.USER, code, "it used more than it asked for: " + why);
            case "MAX_COMPLETION_TIME_REACHED" -> Exit.failure(Cause.TIMEOUT, code, "it ran longer than max_run_time and was ended");
            case "CONTAINER_LAUNCH_FAILED" -> Exit.failure(Cause.PLATFORM, null, "its image, a uri or its agent failed: " + why);
            case "", "COMMAND_EXECUTOR_FAILED" -> code == null
                    ? Exit.failure(Cause.USER, null, why)
                    : Exit.failure(Cause.USER, code, "exit code " + code + (code > 128 ? ": " + why : ""));
            default -> Exit.failure(Cause.PLATFORM, code, why);
        };
    }

    private static Exit killed(TaskStatus status, String why, boolean stopAsked) {
        var code = code(status.message());
        if (status.unhealthy()) {
            return Exit.failure(Cause.USER, code, "its health check failed");
        }
        if (status.reason().equals("AGENT_DRAINING")) {
            return Exit.failure(Cause.PLATFORM, code, "its agent was drained");
        }
        return stopAsked
                ? Exit.failure(Cause.OPERATOR, code, "stopped; " + why)
                : Exit.failure(Cause.PLATFORM, code, "somebody else killed it: " + why);
    }

    private static Verdict dropped(TaskStatus status, String why) {
        if (status.reason().equals("INVALID_OFFERS")) {
            return new NotBegun(why);
        }
        var cause = status.message().contains("No such user") ? Cause.USER : Cause.PLATFORM;
        return new Over(Exit.failure(cause, null, "it never began: " + why));
    }

    /** The exit code that a shell would show; null: there is none. */
    private static @Nullable Integer code(String message) {
        var status = STATUS.matcher(message);
        if (status.find()) {
            return Integer.valueOf(status.group(1));
        }
        var signal = SIGNAL.matcher(message);
        return signal.find() && SIGNALS.containsKey(signal.group(1)) ? Integer.valueOf(128 + SIGNALS.get(signal.group(1))) : null;
    }

    private static String words(TaskStatus status) {
        var reason = status.reason().isEmpty() || status.isAnswer() ? "" : " (" + status.reason() + ")";
        return (status.message().isEmpty() ? status.state() : status.message()) + reason;
    }
}
