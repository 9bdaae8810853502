package comporta.simulate;

import comporta.dag.Task;
import comporta.dag.TaskId;
import comporta.operator.Try;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Tries that succeed after about their usual time and before their clock runs out, and hand on what a rehearsal says. */
public final class UsualConduct implements Behaviour {
    private static final Set<String> AT_ONCE = Set.of("noop", "branch", "short-circuit", "sensor", "approval", "trigger-dag");
    private static final Duration UNKNOWN = Duration.ofMinutes(1);
    /** On the log scale; about what is seen of tasks whose data hardly changes. */
    private static final double SPREAD = 0.1;

    private final long seed;
    private final Map<TaskId, Duration> usual;
    private final Map<TaskId, Map<String, Object>> outputs;

    /**
     * Conduct by seed.
     *
     * @param usual by history; tasks that it lacks take the declared duration, else a minute
     */
    public UsualConduct(long seed, Map<TaskId, Duration> usual, Map<TaskId, Map<String, Object>> outputs) {
        this.seed = seed;
        this.usual = Map.copyOf(usual);
        this.outputs = Map.copyOf(outputs);
    }

    @Override
    public Conduct of(Try attempt) {
        return Conduct.success(lasts(attempt), outputs.getOrDefault(attempt.task().id(), Map.of()));
    }

    private Duration lasts(Try attempt) {
        var task = attempt.task();
        if (AT_ONCE.contains(task.operator())) {
            return Duration.ZERO;
        }
        var draws = Draws.of(seed, task.id().value(), Integer.toString(attempt.mapIndex()), Integer.toString(attempt.number()));
        var drawn = Math.round(median(task).toMillis() * Math.exp(SPREAD * draws.nextGaussian()));
        var limit = task.timeouts().execution();
        return Duration.ofMillis(limit == null ? drawn : Math.min(drawn, limit.toMillis() / 2));
    }

    private Duration median(Task task) {
        var known = usual.get(task.id());
        if (known != null) {
            return known;
        }
        var declared = task.expectedDuration();
        return declared == null ? UNKNOWN : declared;
    }
}
