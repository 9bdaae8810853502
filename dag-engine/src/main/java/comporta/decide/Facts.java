package comporta.decide;

import comporta.operator.Lease;
import comporta.run.DagRun;
import comporta.run.Launch;
import comporta.run.TaskInstance;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of a run at one moment. */
public interface Facts {
    Plan plan();

    DagRun run();

    Surroundings surroundings();

    TaskInstance instance(int task);

    /** Outputs of the last successful try of a task; null when it had none. */
    @Nullable Map<String, Object> outputs(int task);

    /** The latest lease of a set-up; null when it never began. */
    @Nullable Lease lease(int task);

    /** Launches of the present try of a task, in order of number. */
    List<Launch> launches(int task);
}
