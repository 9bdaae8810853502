package comporta.api;

import java.time.Duration;
import java.util.List;
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

    /** A task, in short. */
    record TaskOutline(String taskId, String operator, String description, @Nullable String group, List<String> dependsOn,
            boolean mapped) {}

    /** A mistake of its file. */
    record FileProblem(String file, int line, int column, @Words({"error", "warning"}) String severity, String id, String what,
            String fix) {}
}
