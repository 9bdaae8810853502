package comporta.simulate;

import comporta.dag.Dag;
import comporta.dag.Deadline;
import comporta.dag.Task;
import comporta.run.DagRun;
import comporta.run.RunState;
import comporta.run.TaskInstance;
import comporta.run.TaskState;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a run that is over met its deadlines: what they are set for ended in success by then. */
public final class DeadlineJudge {
    private final Dag dag;
    private final ZoneId zone;

    /** @param zone of deadlines that name none */
    public DeadlineJudge(Dag dag, ZoneId zone) {
        this.dag = dag;
        this.zone = zone;
    }

    /** Whether there is anything to judge. */
    public boolean hasDeadlines() {
        return !dag.deadlines().isEmpty() || dag.tasks().values().stream().anyMatch(task -> !task.deadlines().isEmpty());
    }

    /** Whether all deadlines were met; {@code instances} in the order of the file. */
    public boolean met(DagRun run, List<TaskInstance> instances) {
        var metByRun = dag.deadlines().stream().allMatch(deadline ->
                isMet(deadline, reference(deadline, run, null), run.state() == RunState.SUCCESS, run.endedAt()));
        var tasks = List.copyOf(dag.tasks().values());
        return metByRun && instances.stream().allMatch(instance -> met(run, tasks.get(instance.task()), instance));
    }

    private boolean met(DagRun run, Task task, TaskInstance instance) {
        return task.deadlines().stream().allMatch(deadline -> instance.state() instanceof TaskState.Removed || isMet(
                deadline, reference(deadline, run, instance), instance.state() instanceof TaskState.Success, instance.endedAt()));
    }

    private boolean isMet(Deadline deadline, @Nullable Instant reference, boolean success, @Nullable Instant end) {
        return success && end != null && reference != null && !end.isAfter(deadline.dueAfter(reference, zone));
    }

    private static @Nullable Instant reference(Deadline deadline, DagRun run, @Nullable TaskInstance task) {
        return switch (deadline.from()) {
            case TICK -> run.logicalDate();
            case INTERVAL_END -> run.intervalEnd() == null ? run.logicalDate() : run.intervalEnd();
            case RUN_START -> run.startedAt();
            case QUEUED -> task == null ? run.queuedAt() : task.readyAt();
            case START -> task == null ? run.startedAt() : task.startedAt();
        };
    }
}
