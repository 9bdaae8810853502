package comporta.loop;

import comporta.dag.Dag;
import comporta.dag.TaskId;
import comporta.forecast.Speedup;
import comporta.store.GivenShare;
import comporta.store.RunSpan;
import comporta.store.Survey;
import comporta.store.TaskTook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How fast tries of elastic tasks ran by the CPUs that they were given, so that what was decided of one night is not taken for how long the
 * task takes on another: a duration times its pace is what it would have been with other CPUs. A pace is 1 where nothing was ever decided.
 */
public final class Paces {
    private static final int RUNS = 20;

    /**
     * What earlier nights tell of a task.
     *
     * @param usual how many times faster than with one CPU it usually ran
     * @param written CPUs before anything was decided
     */
    private record Known(Speedup speedup, double usual, double written) {}

    private record Key(long run, TaskId task, int mapIndex, int tryNumber) {}

    /** Some time with the same CPUs. */
    private record Span(double seconds, double cpus) {}

    private final Map<TaskId, Known> known;
    private final Map<Key, List<GivenShare>> given;

    private Paces(Map<TaskId, Known> known, Map<Key, List<GivenShare>> given) {
        this.known = known;
        this.given = given;
    }

    /** By the latest runs of a DAG that are over. */
    public static Paces of(Survey survey, Dag dag) {
        if (!hasElastic(dag)) {
            return new Paces(Map.of(), Map.of());
        }
        var runs = survey.over(dag.id(), RUNS).reversed().stream().map(RunSpan::id).toList();
        return learnt(dag, survey.durations(runs), survey.given(runs));
    }

    private static boolean hasElastic(Dag dag) {
        return dag.tasks().values().stream().anyMatch(task -> !task.block("elasticity").isEmpty());
    }

    /**
     * By the tries of some runs, the oldest first.
     *
     * @param given what was decided of them
     */
    static Paces learnt(Dag dag, List<TaskTook> took, Collection<GivenShare> given) {
        var byTry = byTry(given);
        var byTask = took.stream().collect(Collectors.groupingBy(TaskTook::task));
        var known = new HashMap<TaskId, Known>();
        for (var task : dag.tasks().values()) {
            var tries = byTask.getOrDefault(task.id(), List.of());
            var decided = tries.stream().map(each -> byTry.getOrDefault(key(each), List.of())).filter(all -> !all.isEmpty()).toList();
            if (task.block("elasticity").isEmpty() || decided.isEmpty()) {
                continue;
            }
            double written = decided.getLast().getFirst().from();
            var spans = tries.stream()
                    .map(each -> spans(byTry.getOrDefault(key(each), List.of()), each.startedAt(), each.endedAt(), written)).toList();
            var all = launches(spans);
            var speedup = Speedup.learnt(all.stream().mapToDouble(Span::seconds).toArray(), all.stream().mapToDouble(Span::cpus).toArray());
            var paces = spans.stream().mapToDouble(each -> pace(speedup, each)).sorted().toArray();
            known.put(task.id(), new Known(speedup, paces[paces.length / 2], written));
        }
        return new Paces(known, byTry);
    }

    /** Of a try with several launches each tells how fast it was; what lasts no time tells nothing. */
    private static List<Span> launches(List<List<Span>> spans) {
        return spans.stream().flatMap(List::stream).filter(each -> each.seconds() >= 1).toList();
    }

    private static Map<Key, List<GivenShare>> byTry(Collection<GivenShare> given) {
        var byTry = new HashMap<Key, List<GivenShare>>();
        given.forEach(each ->
                byTry.computeIfAbsent(new Key(each.run(), each.task(), each.mapIndex(), each.tryNumber()),
                        _ -> new ArrayList<>()).add(each));
        return byTry;
    }

    private static Key key(TaskTook took) {
        return new Key(took.run(), took.task(), took.mapIndex(), took.tries());
    }

    /** The same knowledge, for tries of a run that goes on. */
    Paces of(Collection<GivenShare> tonight) {
        return new Paces(known, byTry(tonight));
    }

    /** Whether nothing was ever decided of any task: every pace is 1. */
    boolean isEmpty() {
        return known.isEmpty();
    }

    /** How many times faster than usually a try ran, all in all. */
    double comparedToUsual(TaskTook took) {
        var of = known.get(took.task());
        return of == null ? 1 : pace(of.speedup(), spans(of, took)) / of.usual();
    }

    /** How many times faster a try ran, all in all, than it would have with the CPUs that its file says. */
    public double comparedToWritten(TaskTook took) {
        var of = known.get(took.task());
        return of == null ? 1 : pace(of.speedup(), spans(of, took)) / of.speedup().factor(of.written());
    }

    /** How many times faster than usually it runs at its end, or now. */
    double atLast(TaskTook took) {
        var of = known.get(took.task());
        return of == null ? 1 : of.speedup().factor(spans(of, took).getLast().cpus()) / of.usual();
    }

    private List<Span> spans(Known of, TaskTook took) {
        return spans(given.getOrDefault(key(took), List.of()), took.startedAt(), took.endedAt(), of.written());
    }

    private static List<Span> spans(List<GivenShare> given, Instant started, Instant ended, double written) {
        var spans = new ArrayList<Span>();
        var at = started;
        double cpus = given.isEmpty() ? written : given.getFirst().from();
        for (var each : given) {
            var until = each.since().isBefore(at) ? at : each.since().isAfter(ended) ? ended : each.since();
            spans.add(new Span(seconds(at, until), cpus));
            at = until;
            cpus = each.cpus();
        }
        spans.add(new Span(seconds(at, ended), cpus));
        return spans;
    }

    private static double pace(Speedup speedup, List<Span> spans) {
        double seconds = spans.stream().mapToDouble(Span::seconds).sum();
        return seconds <= 0
                ? speedup.factor(spans.getLast().cpus())
                : spans.stream().mapToDouble(each -> each.seconds() * speedup.factor(each.cpus())).sum() / seconds;
    }

    private static double seconds(Instant from, Instant until) {
        return Duration.between(from, until).toMillis() / 1000.0;
    }
}
