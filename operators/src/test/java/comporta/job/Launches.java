package comporta.job;

import comporta.dag.DagId;
import comporta.dag.TaskId;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes launches for tests, as the operators would. */
public record Launches(Path dagFolder, Path logs) {

    /** The first launch of try {@code tryNumber}. */
    public static LaunchId id(String task, int tryNumber) {
        return new LaunchId(new DagId("nightly"), "scheduled-20300101T040000Z", new TaskId(task), -1, tryNumber, 1);
    }

    public LaunchIntent line(String task, String command) {
        return job(task, Map.of("command", command));
    }

    public LaunchIntent job(String task, Map<String, Object> job) {
        return job(id(task, 1), job);
    }

    public LaunchIntent job(LaunchId id, Map<String, Object> job) {
        var launch = new JobLaunch(
                new LinkedHashMap<>(job),
                Map.of("COMPORTA_TASK_ID", id.task().value()),
                dagFolder,
                logs.resolve(id.task() + "/" + id.tryNumber()));
        return new LaunchIntent(id, "command", launch.stored(), "secret-of-" + id);
    }
}
