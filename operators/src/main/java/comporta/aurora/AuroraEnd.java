package comporta.aurora;

import comporta.job.JobSpec;
import comporta.operator.Cause;
import comporta.operator.Exit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the end of a task means in our words. */
final class AuroraEnd {
    private static final Pattern CODE = Pattern.compile("(?:exit(?:ed)?(?: with)?(?: status| code)|return code)[ :=]*(\\d{1,3})",
            Pattern.CASE_INSENSITIVE);

    /** First fit counts. What Mesos and Thermos say when it is not the command's own end. */
    private record Reason(Pattern says, Cause cause, String words) {
        Reason(String says, Cause cause, String words) {
            this(Pattern.compile(says, Pattern.CASE_INSENSITIVE), cause, words);
        }
    }

    private static final Reason[] REASONS = {
        new Reason("memory limit|out of memory|oom", Cause.USER, "it used more memory than job.mem allows"),
        new Reason("disk (limit|usage|quota)", Cause.USER, "it used more disk than job.disk allows"),
        new Reason("health check", Cause.USER, "its health check failed"),
        new Reason("fetch", Cause.PLATFORM, "a file of job.uris could not be fetched"),
        new Reason("docker pull|pull.*image|image.*(not found|pull)|manifest", Cause.USER, "its image cannot be had"),
        new Reason("container|sandbox|isolator", Cause.PLATFORM, "its container could not be started"),
        new Reason("executor|runner", Cause.PLATFORM, "Thermos, which runs it on the agent, ended"),
        new Reason("agent|slave|partition|unreachable|unregister", Cause.PLATFORM, "its agent was lost"),
    };

    private AuroraEnd() {}

    /** How it ended. */
    static Exit of(AuroraTask task, Left left, JobSpec spec) {
        return switch (task.status()) {
            case FINISHED -> left.fault() == null ? Exit.success(left.outputs()) : Exit.failure(Cause.USER, 0, left.fault());
            case FAILED -> left.late() && spec.maxRunTime() != null
                    ? Exit.failure(
                            Cause.TIMEOUT, left.code(),
                            "it ran longer than max_run_time (" + spec.maxRunTime().toSeconds() + "s) and was ended")
                    : failed(task.lastWords(), left.code());
            case KILLED, LOST -> task.was(ScheduleStatus.KILLING)
                    ? Exit.failure(Cause.OPERATOR, left.code(), "killed in Aurora: " + killer(task))
                    : Exit.failure(Cause.PLATFORM, null, lost(task));
            case INIT, PENDING, THROTTLED, ASSIGNED, STARTING, RUNNING, RESTARTING, PREEMPTING, DRAINING, KILLING, PARTITIONED ->
                    throw new IllegalArgumentException(task.id() + " is " + task.status());
        };
    }

    private static Exit failed(String message, @Nullable Integer left) {
        if (left != null && left != 0) {
            return Exit.failure(Cause.USER, left, "exit code " + left);
        }
        var said = CODE.matcher(message);
        if (said.find()) {
            int code = Integer.parseInt(said.group(1));
            return Exit.failure(Cause.USER, code, "exit code " + code);
        }
        for (var reason : REASONS) {
            if (reason.says().matcher(message).find()) {
                return Exit.failure(reason.cause(), null, reason.words() + ": " + message);
            }
        }
        return Exit.failure(Cause.USER, null, message.isEmpty() ? "it failed" : message);
    }

    private static String lost(AuroraTask task) {
        if (task.was(ScheduleStatus.PREEMPTING)) {
            return "Aurora gave its place to a job of higher rank";
        }
        if (task.was(ScheduleStatus.DRAINING)) {
            return "its agent " + task.host() + " was drained for maintenance";
        }
        if (task.was(ScheduleStatus.RESTARTING)) {
            return "it was restarted in Aurora";
        }
        var message = task.lastWords();
        return "lost by Aurora" + (task.host().isEmpty() ? "" : " on " + task.host()) + (message.isEmpty() ? "" : ": " + message);
    }

    private static String killer(AuroraTask task) {
        return task.events().stream()
                .filter(event -> event.status() == ScheduleStatus.KILLING)
                .map(event -> event.message().replace('\n', ' ').strip())
                .reduce("", (_, later) -> later);
    }
}
