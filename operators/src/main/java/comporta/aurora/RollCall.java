package comporta.aurora;

import comporta.job.Unseen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tasks of jobs, all generations, asked for so that thousands that merely run cost nothing: of those that were seen running the
 * scheduler is asked for what does not run. What that cannot settle (a beginning, a loss that may have a successor) is asked for whole, of
 * those jobs alone; and now and then everything is.
 */
final class RollCall {
    private static final long BETWEEN_WHOLE = Duration.ofMinutes(5).toNanos();
    private static final Set<ScheduleStatus> NOT_RUNNING = EnumSet.complementOf(EnumSet.of(ScheduleStatus.RUNNING));

    private final AuroraClient client;
    /** The one task of each job that was running when it was told of last. */
    private final Map<JobKey, List<AuroraTask>> running = new HashMap<>();
    /** For the same jobs the question is the same. */
    private List<JobKey> askedFor = List.of();
    private AuroraCall question = AuroraCall.getTasksWithoutConfigs(askedFor, NOT_RUNNING);
    private long whole = System.nanoTime() - BETWEEN_WHOLE;

    RollCall(AuroraClient client) {
        this.client = client;
    }

    /**
     * The generations of those jobs; a job that is not among them is not known there.
     *
     * @throws Unseen when the scheduler does not tell
     */
    synchronized Map<JobKey, List<AuroraTask>> of(Collection<JobKey> jobs) throws Unseen {
        running.keySet().retainAll(Set.copyOf(jobs));
        var told = running.isEmpty() || System.nanoTime() - whole >= BETWEEN_WHOLE ? whole(jobs) : changed(jobs);
        running.clear();
        told.forEach((job, tasks) -> {
            if (tasks.size() == 1 && tasks.getFirst().status() == ScheduleStatus.RUNNING && tasks.getFirst().ancestor().isEmpty()) {
                running.put(job, tasks);
            }
        });
        return told;
    }

    private Map<JobKey, List<AuroraTask>> whole(Collection<JobKey> jobs) throws Unseen {
        var told = told(AuroraCall.getTasksWithoutConfigs(jobs));
        whole = System.nanoTime();
        return told;
    }

    private Map<JobKey, List<AuroraTask>> changed(Collection<JobKey> jobs) throws Unseen {
        var now = List.copyOf(jobs);
        if (!now.equals(askedFor)) {
            askedFor = now;
            question = AuroraCall.getTasksWithoutConfigs(now, NOT_RUNNING);
        }
        var told = told(question);
        var unsettled = new LinkedHashSet<JobKey>();
        for (var job : jobs) {
            var tasks = told.get(job);
            if (tasks == null && running.containsKey(job)) {
                told.put(job, running.get(job));
            } else if (tasks == null || tasks.stream().anyMatch(RollCall::mayHaveSuccessor)) {
                unsettled.add(job);
            }
        }
        if (!unsettled.isEmpty()) {
            var settled = told(AuroraCall.getTasksWithoutConfigs(unsettled));
            unsettled.forEach(told::remove);
            told.putAll(settled);
        }
        return told;
    }

    /** A successor that runs is not told of with it. */
    private static boolean mayHaveSuccessor(AuroraTask task) {
        return task.status() == ScheduleStatus.KILLED || task.status() == ScheduleStatus.LOST || !task.ancestor().isEmpty();
    }

    private Map<JobKey, List<AuroraTask>> told(AuroraCall call) throws Unseen {
        var told = new HashMap<JobKey, List<AuroraTask>>();
        client.read(call).tasks().forEach(task -> told.computeIfAbsent(task.job(), _ -> new ArrayList<>()).add(task));
        return told;
    }
}
