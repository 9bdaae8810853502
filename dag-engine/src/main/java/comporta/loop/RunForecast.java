package comporta.loop;

import comporta.forecast.Straggling;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is forecast of a live run; all from the same samples.
 *
 * @param factor of the night: 1.35 is 35 % slower than usual
 * @param nights how many past nights it stands on
 * @param declared how many tasks are known by declaration alone, or not at all
 * @param tasks by number; null: it is at rest
 * @param deadlines those that are pending
 * @param stragglers running tasks that take so much longer than usual that a deadline is in danger
 * @param criticalPath tasks, first to last, on which the likely end depends
 */
public record RunForecast(
        Instant madeAt, Instant p50, Instant p90, double factor, int nights, int declared, int samples, List<@Nullable OfTask> tasks,
        List<OfDeadline> deadlines, List<Straggler> stragglers, List<String> criticalPath) {

    /** Of the task of that number; empty: it is at rest, or there is none. */
    public Optional<OfTask> of(int task) {
        return task < 0 || task >= tasks.size() ? Optional.empty() : Optional.ofNullable(tasks.get(task));
    }

    /**
     * Of an instance that is to be flagged: it takes unusually long, and likely too long; one that is only worth a second start is not.
     *
     * @param mapIndex of an instance of an expanded task, else -1
     */
    public Optional<Straggler> straggler(int task, int mapIndex) {
        return stragglers.stream()
                .filter(each -> each.task() == task && each.mapIndex() == mapIndex && each.late() >= Straggling.IN_DANGER).findFirst();
    }

    /**
     * A task.
     *
     * @param criticality share of samples in which the end hangs on it, by what waits for it or by the slots that it holds
     * @param slack by how much it may start later before something is late by usual durations; null: nothing is due behind it
     * @param latestStart it may start then and make every deadline behind it in nine of ten samples, if no
     *     slot is missing; null: nothing is due
     */
    public record OfTask(Instant p50, Instant p90, double criticality, @Nullable Duration slack, @Nullable Instant latestStart) {}

    /**
     * A running task that takes unusually long.
     *
     * @param mapIndex of an instance of an expanded task, else -1
     * @param late chance that it ends too late for the deadlines behind it
     * @param saved chance that it does, and that a second start would be in time
     * @param isWorthACopy whether a second start is worth its CPU
     */
    public record Straggler(int task, int mapIndex, double late, double saved, boolean isWorthACopy) {}

    /**
     * A deadline.
     *
     * @param task number of the task; -1: the run
     * @param number its place among the deadlines of the task or the DAG
     * @param late chance of missing it, never 0 or 1
     * @param p50 likely end of what is due
     * @param latestStart the earliest of the latest starts of tasks that have not started; null: all have
     */
    public record OfDeadline(int task, int mapIndex, int number, Instant dueAt, double late, Instant p50, Instant p90,
            @Nullable Instant latestStart) {}
}
