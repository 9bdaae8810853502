package comporta.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All of a task instance.
 *
 * @param task what lists have of it, too
 * @param rendered what the templates of the last try became; secrets are three stars
 * @param outputs of the last successful try
 * @param approval what it asks a person; null: it is no approval
 */
record TaskDetail(
        @Spread TaskShape task,
        Retries retries,
        List<TryShape> tries,
        Map<String, Object> params,
        Map<String, Object> rendered,
        Map<String, Object> outputs,
        List<Neighbour> upstream,
        List<Neighbour> downstream,
        @Nullable String jobId,
        @Nullable Approval approval,
        List<Action> actions) {

    /** @param approvers users and roles that may answer; none: whoever may operate it */
    record Approval(List<String> approvers, List<ParamShape> fields) {}

    /** How many retries there are, and were. */
    record Retries(Used user, Used platform) {
        /** @param max null: not known here */
        record Used(int used, @Nullable Integer max) {}
    }

    /** A task before or behind. */
    record Neighbour(String taskId, String state) {}

    /**
     * A try.
     *
     * @param state {@code success} or {@code failed} once it is over; else that of the task
     */
    record TryShape(
            int number,
            String state,
            @Nullable String cause,
            @Nullable Integer exitCode,
            @Nullable String reason,
            Instant queuedAt,
            @Nullable Instant launchedAt,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Job job,
            List<Link> links,
            Log log) {}

    /** What ran. */
    record Job(String backend, String externalId, @Nullable String host, @Nullable Double cpus, @Nullable String mem) {}

    /** Where to see it elsewhere. */
    record Link(String kind, String label, String url) {}

    /**
     * Bytes of output.
     *
     * @param executors of a Spark driver whose output was copied, too
     */
    record Log(long stdout, long stderr, List<String> executors) {}
}
