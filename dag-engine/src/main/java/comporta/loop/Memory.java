package comporta.loop;

import comporta.dag.Dag;
import comporta.dag.TaskId;
import comporta.forecast.Correction;
import comporta.forecast.Lessons;
import comporta.forecast.PastNight;
import comporta.store.KeptForecast;
import comporta.store.RunSpan;
import comporta.store.Survey;
import comporta.store.TaskTook;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What past runs of a DAG teach, read from the store. */
final class Memory {
    private static final int NIGHTS = 60;
    private static final int MOST_CHECKPOINTS = 2 * Correction.CHECKPOINTS;
    /** A failed try takes about so much of a whole one. */
    private static final double FAILED_SHARE = 0.6;
    /** What waits for machines, for others or for people is not slower on a slow night. */
    private static final Set<String> APART = Set.of("scale-ec2", "downscale-ec2", "scale", "sensor", "approval", "trigger-dag", "noop",
            "branch", "short-circuit");
    private static final Set<String> AT_ONCE = Set.of("noop", "branch", "short-circuit");

    final Lessons lessons;
    final Correction correction = new Correction();
    /** How fast elastic tasks ran. */
    final Paces paces;
    /** The newest run that taught. */
    final long newest;

    private Memory(Lessons lessons, Paces paces, long newest) {
        this.lessons = lessons;
        this.paces = paces;
        this.newest = newest;
    }

    /** Number of the newest run of a DAG that is over; 0: none is. */
    static long newest(Survey survey, Dag dag) {
        return survey.over(dag.id(), 1).stream().mapToLong(RunSpan::id).findFirst().orElse(0);
    }

    static Memory of(Survey survey, Dag dag, ZoneId zone) {
        var spans = survey.over(dag.id(), NIGHTS).reversed();
        var runs = spans.stream().map(RunSpan::id).toList();
        var all = survey.durations(runs);
        var took = all.stream().collect(Collectors.groupingBy(TaskTook::run));
        var kept = survey.forecasts(runs).stream().collect(Collectors.groupingBy(KeptForecast::run));
        var memory = new Memory(nothing(dag), Paces.learnt(dag, all, survey.given(runs)), newest(survey, dag));
        var numbers = new HashMap<TaskId, Integer>();
        dag.tasks().keySet().forEach(id -> numbers.put(id, numbers.size()));
        for (var span : spans) {
            memory.lessons.learn(night(span, took.getOrDefault(span.id(), List.of()), numbers, memory.paces, zone));
            memory.correction.learn(scores(span, kept.getOrDefault(span.id(), List.of())));
        }
        return memory;
    }

    private static Lessons nothing(Dag dag) {
        var tasks = List.copyOf(dag.tasks().values());
        var apart = new boolean[tasks.size()];
        var declared = new double[apart.length];
        for (int task = 0; task < apart.length; task++) {
            var known = tasks.get(task).expectedDuration();
            apart[task] = APART.contains(tasks.get(task).operator());
            declared[task] = known != null ? known.toMillis() / 1000.0 : AT_ONCE.contains(tasks.get(task).operator()) ? 0.5 : Double.NaN;
        }
        return new Lessons(apart, declared, tasks.stream()
                .filter(task -> task.retry().retries() > 0)
                .mapToDouble(task -> task.retry().delays().getFirst().toMillis() / 1000.0)
                .toArray());
    }

    private static PastNight night(RunSpan span, List<TaskTook> took, Map<TaskId, Integer> numbers, Paces paces, ZoneId zone) {
        int n = numbers.size();
        var logs = new double[n];
        var count = new int[n];
        var ended = new double[n];
        var failures = new int[n];
        var failed = new double[n];
        Arrays.fill(ended, Double.NaN);
        var start = span.startedAt() == null ? span.queuedAt() : span.startedAt();
        for (var each : took) {
            var task = numbers.get(each.task());
            if (task != null) {
                double seconds = Math.max(0.5,
                        Duration.between(each.startedAt(), each.endedAt()).toMillis() / 1000.0 * paces.comparedToUsual(each));
                logs[task] += Math.log(seconds);
                count[task]++;
                double end = Duration.between(start, each.endedAt()).toMillis() / 1000.0;
                ended[task] = Double.isNaN(ended[task]) ? end : Math.max(ended[task], end);
                failures[task] += Math.max(0, each.tries() - 1);
                failed[task] += FAILED_SHARE * seconds * Math.max(0, each.tries() - 1);
            }
        }
        var seconds = new double[n];
        for (int task = 0; task < n; task++) {
            // instances of an expanded task are one usual duration together: their geometric mean
            seconds[task] = count[task] == 0 ? Double.NaN : Math.exp(logs[task] / count[task]);
        }
        return new PastNight(span.logicalDate().atZone(zone).getDayOfWeek().getValue() - 1, seconds, ended, failures, failed);
    }

    private static double[] scores(RunSpan span, List<KeptForecast> kept) {
        var scores = new double[MOST_CHECKPOINTS];
        Arrays.fill(scores, Double.NaN);
        var ended = span.endedAt();
        for (var each : kept) {
            if (ended != null && each.checkpoint() >= 0 && each.checkpoint() < scores.length) {
                scores[each.checkpoint()] = Correction.score(
                        0, Duration.between(each.rawP50(), each.rawP90()).toMillis() / 1000.0,
                        Duration.between(each.rawP50(), ended).toMillis() / 1000.0);
            }
        }
        return scores;
    }
}
