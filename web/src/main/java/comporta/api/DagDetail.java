package comporta.api;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All of a DAG.
 *
 * @param dag what lists have of it, too
 * @param path of its file
 */
record DagDetail(
        @Spread DagShape dag,
        String doc,
        String path,
        List<ParamShape> params,
        List<TaskOutline> tasks,
        int maxActiveRuns,
        @Nullable Integer maxActiveTasks,
        @Nullable Duration runTimeoutS,
        List<FileProblem> fileProblems) {

    /**
     * A parameter of its runs.
     *
     * @param otherwise null: it must be given
     * @param checks what values must fulfil
     */
    record ParamShape(
            String name, String type, String description, @Nullable Object otherwise, boolean secret, boolean required, Map<String, Object> checks) {}

    /** A task, in short. */
    record TaskOutline(String taskId, String operator, String description, @Nullable String group, List<String> dependsOn, boolean mapped) {}

    /** A mistake of its file. */
    record FileProblem(String file, int line, int column, @Words({"error", "warning"}) String severity, String id, String what, String fix) {}
}
