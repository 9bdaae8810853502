package comporta.aurora;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/** Where a job of one instance stands, read from all generations of its task that the scheduler remembers. */
sealed interface Standing {

    /** The scheduler knows nothing of it. */
    record Absent() implements Standing {}

    /** It is known, and its command has not begun. */
    record Waiting(AuroraTask task) implements Standing {}

    /** Its command has begun. */
    record Running(AuroraTask task) implements Standing {}

    /** The scheduler has lost sight of its agent. */
    record Unseen(AuroraTask task) implements Standing {}

    /** It is over, and nothing comes after it. */
    record Over(AuroraTask task) implements Standing {}

    /**
     * It was lost, and the scheduler runs it once more, or is about to: what must not be.
     *
     * @param task that was lost
     * @param again whether its successor is alive; false: it is not there yet, or no more
     */
    record Replaced(AuroraTask task, boolean again) implements Standing {}

    static Standing of(List<AuroraTask> generations) {
        if (generations.isEmpty()) {
            return new Absent();
        }
        var replaced = new HashSet<String>();
        generations.forEach(task -> replaced.add(task.ancestor()));
        var newest = generations.stream()
                .filter(task -> !replaced.contains(task.id()))
                .max(Comparator.comparing(AuroraTask::created))
                .orElseThrow();
        var first = generations.stream()
                .filter(task -> task.ancestor().isEmpty())
                .min(Comparator.comparing(AuroraTask::created))
                .orElse(newest);
        if (!newest.ancestor().isEmpty()) {
            return switch (newest.status()) {
                case FINISHED, FAILED -> new Over(newest);
                case KILLED, LOST -> newest.was(ScheduleStatus.KILLING) ? new Over(first) : new Replaced(first, false);
                case INIT, PENDING, THROTTLED, ASSIGNED, STARTING, RUNNING, RESTARTING, PREEMPTING, DRAINING, KILLING, PARTITIONED ->
                        new Replaced(first, true);
            };
        }
        return switch (newest.status()) {
            case INIT, PENDING, THROTTLED, ASSIGNED, STARTING -> new Waiting(newest);
            case RUNNING, RESTARTING, PREEMPTING, DRAINING -> new Running(newest);
            case KILLING -> newest.was(ScheduleStatus.RUNNING) ? new Running(newest) : new Waiting(newest);
            case PARTITIONED -> new Unseen(newest);
            case FINISHED, FAILED -> new Over(newest);
            case KILLED, LOST -> newest.was(ScheduleStatus.KILLING) ? new Over(newest) : new Replaced(newest, false);
        };
    }
}
