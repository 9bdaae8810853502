package comporta.loop;

import comporta.dag.Dag;
import comporta.operator.Lease;
import comporta.run.DagRun;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A live run at one moment, for showing.
 *
 * @param tasks in the order of the file
 * @param predictedEnd likely end by history and by what authors declared; null: nothing is known
 * @param fromHistory whether the prediction stands on history rather than on declared durations alone
 * @param criticalPath tasks, first to last, on which the predicted end depends
 * @param forecast with its spread; null: there is none yet, or nobody makes one here
 */
public record RunPicture(
        Dag dag,
        DagRun run,
        Instant at,
        List<TaskPicture> tasks,
        List<Lease> leases,
        @Nullable Instant predictedEnd,
        boolean fromHistory,
        List<String> criticalPath,
        @Nullable RunForecast forecast) {
    public RunPicture {
        tasks = List.copyOf(tasks);
        leases = List.copyOf(leases);
        criticalPath = List.copyOf(criticalPath);
    }

    /** The same with what is forecast of it. */
    public RunPicture with(RunForecast made) {
        return new RunPicture(dag, run, at, tasks, leases, made.p50(), made.nights() > 0, made.criticalPath(), made);
    }
}
