package comporta.simulate;

import comporta.dag.Dag;
import comporta.dag.DagGraph;
import comporta.dag.Task;
import comporta.dag.TaskId;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Try;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;

/**
 * Nights as clusters have them: all tasks of a night are slow together, more on some weekdays and on bad nights, apart from what each does
 * by itself; some tasks straggle, some fail and are tried again, some become slower for good one day. On the log scale a duration is
 * {@code median + shift + byData * (weekday + growth + volume) + loading * badness + spread * N}.
 */
public final class GeneratedNights implements Behaviour {
    private static final Set<String> AT_ONCE = Set.of("noop", "branch", "short-circuit", "sensor", "approval", "trigger-dag");
    private static final Set<String> BOOTS = Set.of("scale-ec2", "scale");
    private static final Duration SCALE_DOWN = Duration.ofSeconds(30);
    /** Monday first. */
    private static final double[] WEEKDAYS = {.20, .05, 0, 0, .05, -.15, -.25};

    /** Seconds until ordered machines are there, on most days. */
    private static final double BOOT = 240;

    private static final double GROWTH = 0.001;
    private static final int MONTH = 30;

    private final long seed;
    private final Map<TaskId, Duration> usual;
    private final Map<TaskId, Double> factors;
    private final boolean isUsual;
    private final Map<TaskId, Map<String, Object>> outputs;
    private final Map<TaskId, Traits> traits = new LinkedHashMap<>();
    /** When each task begins on a usual night, as a share of it. */
    private final Map<TaskId, Double> begins = new HashMap<>();

    private final Map<String, Night> nights = new HashMap<>();
    private double volume;

    /** What is true of a task on all nights. */
    private record Traits(double logMedian, double spread, double loading, double byData, int shiftsAt, double shift) {}

    /** What is true of all tasks of a night; those that begin before the share {@code badFrom} of it do not feel its badness. */
    private record Night(int number, double data, double usualNoise, double badness, double badFrom) {}

    /**
     * Nights by seed.
     *
     * @param usual medians by history; tasks that it lacks take the declared duration, else one by their operator
     * @param outputs what tasks hand on
     */
    public GeneratedNights(Dag dag, long seed, Map<TaskId, Duration> usual, Map<TaskId, Map<String, Object>> outputs) {
        this(dag, seed, usual, Map.of(), outputs);
    }

    /**
     * The same where tasks take longer or shorter than they used to; all else is drawn as without.
     *
     * @param factors by which a task's usual duration is multiplied; 1 for those that are missing
     */
    public GeneratedNights(
            Dag dag, long seed, Map<TaskId, Duration> usual, Map<TaskId, Double> factors, Map<TaskId, Map<String, Object>> outputs) {
        this.factors = Map.copyOf(factors);
        isUsual = false;
        this.seed = seed;
        this.usual = Map.copyOf(usual);
        this.outputs = Map.copyOf(outputs);
        dag.tasks().values().forEach(task -> traits.put(task.id(), traits(task)));
        placeOnANight(dag);
    }

    /**
     * Nights on which each task takes exactly its usual time, and nothing fails; where nothing is known, what is common for its operator.
     */
    public static GeneratedNights usual(Dag dag, Map<TaskId, Duration> usual, Map<TaskId, Map<String, Object>> outputs) {
        return new GeneratedNights(dag, usual, outputs);
    }

    /** The same durations, with those of machines that are on their way where nobody knows them. */
    public static Map<TaskId, Duration> withBoots(Dag dag, Map<TaskId, Duration> usual) {
        var all = new HashMap<>(usual);
        dag.tasks().values().stream()
                .filter(task -> BOOTS.contains(task.operator()) && task.expectedDuration() == null)
                .forEach(task -> all.putIfAbsent(task.id(), Duration.ofMillis((long) (1000 * BOOT))));
        return all;
    }

    private GeneratedNights(Dag dag, Map<TaskId, Duration> usual, Map<TaskId, Map<String, Object>> outputs) {
        seed = 0;
        isUsual = true;
        factors = Map.of();
        this.usual = Map.copyOf(usual);
        this.outputs = Map.copyOf(outputs);
        dag.tasks().values().forEach(task -> traits.put(task.id(), new Traits(logMedian(task, () -> 0), 0, 1, 0, Integer.MAX_VALUE, 0)));
    }

    private Traits traits(Task task) {
        var draws = Draws.of(seed, "task", task.id().value());
        double spread = 0.08 + 0.22 * draws.nextDouble();
        double loading = 0.6 + 0.8 * draws.nextDouble();
        double byData = draws.nextDouble() < 0.6 ? 0.5 + 0.7 * draws.nextDouble() : 0;
        int shiftsAt = draws.nextDouble() < 0.05 ? 50 + draws.nextInt(101) : Integer.MAX_VALUE;
        return new Traits(logMedian(task, draws::nextGaussian) + Math.log(factors.getOrDefault(task.id(), 1.0)), spread, loading, byData,
                shiftsAt, 0.35 * draws.nextGaussian());
    }

    /** In seconds. Where nothing is known it is made up, well within the time that the author gives a try. */
    private double logMedian(Task task, DoubleSupplier gaussian) {
        double drawn = switch (task.operator()) {
            case "scale-ec2", "scale" -> Math.log(BOOT);
            case "spark-driver" -> Math.log(720) + 0.6 * gaussian.getAsDouble();
            case "model" -> Math.log(300) + 0.7 * gaussian.getAsDouble();
            default -> Math.log(90) + 0.8 * gaussian.getAsDouble();
        };
        var known = usual.getOrDefault(task.id(), task.expectedDuration());
        if (known != null) {
            return Math.log(Math.max(0.5, seconds(known)));
        }
        var limit = task.timeouts().execution();
        return limit == null ? drawn : Math.min(drawn, Math.log(Math.max(0.5, seconds(limit) / 4)));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private void placeOnANight(Dag dag) {
        var graph = DagGraph.of(dag);
        var ends = new double[graph.size()];
        double last = 0;
        for (int task : graph.topologicalOrder()) {
            double start = 0;
            for (int above : graph.upstream(task)) {
                start = Math.max(start, ends[above]);
            }
            begins.put(graph.task(task), start);
            ends[task] = start + medianSeconds(dag.task(graph.task(task)));
            last = Math.max(last, ends[task]);
        }
        double whole = Math.max(1, last);
        begins.replaceAll((_, start) -> start / whole);
    }

    private double medianSeconds(Task task) {
        if (AT_ONCE.contains(task.operator())) {
            return 0;
        }
        return Math.exp(of(task).logMedian());
    }

    private Traits of(Task task) {
        var known = traits.get(task.id());
        if (known == null) {
            throw new IllegalArgumentException("these are no nights of task " + task.id());
        }
        return known;
    }

    /** The next night: that of the run of this key. */
    public void next(String run, DayOfWeek day) {
        int number = nights.size();
        var draws = Draws.of(seed, "night", Integer.toString(number));
        volume = 0.3 * volume + 0.10 * draws.nextGaussian();
        double monthly = number % MONTH == MONTH - 1 ? 0.35 : 0;
        double noise = 0.06 * draws.nextGaussian();
        boolean isBad = draws.nextDouble() < 0.08;
        double badness = 0.25 + 0.45 * draws.nextDouble();
        double from = draws.nextDouble() < 0.3 ? 0.6 * draws.nextDouble() : 0;
        nights.put(run,
                new Night(number, WEEKDAYS[day.getValue() - 1] + GROWTH * number + volume + monthly, noise, isBad ? badness : 0, from));
    }

    @Override
    public Conduct of(Try attempt) {
        var task = attempt.task();
        if (AT_ONCE.contains(task.operator())) {
            return success(task, Duration.ZERO);
        }
        if (isUsual) {
            return success(task,
                    task.operator().equals("downscale-ec2")
                            ? SCALE_DOWN
                            : Duration.ofMillis(Math.round(1000 * Math.exp(of(task).logMedian()))));
        }
        var draws = Draws.of(
                seed, attempt.run(), task.id().value(), Integer.toString(attempt.mapIndex()), Integer.toString(attempt.number()));
        if (BOOTS.contains(task.operator())) {
            return success(task, times(boot(draws), Math.exp(of(task).logMedian()) / BOOT));
        }
        if (task.operator().equals("downscale-ec2")) {
            return success(task, SCALE_DOWN);
        }
        var lasts = lasts(task, attempt.run(), draws);
        return draws.nextDouble() < 0.008
                ? new Conduct(Duration.ZERO, times(lasts, 0.2 + 0.8 * draws.nextDouble()), Exit.failure(Cause.USER, 1, "exit code 1"))
                : success(task, lasts);
    }

    private Conduct success(Task task, Duration lasts) {
        return Conduct.success(lasts, outputs.getOrDefault(task.id(), Map.of()));
    }

    private static Duration boot(RandomGenerator draws) {
        double seconds = 90 + 150 * Math.exp(0.45 * draws.nextGaussian());
        return Duration.ofMillis(Math.round(1000 * (draws.nextDouble() < 0.03 ? seconds + 60 * (8 + 12 * draws.nextDouble()) : seconds)));
    }

    private Duration lasts(Task task, String run, RandomGenerator draws) {
        var known = of(task);
        var night = nights.get(run);
        if (night == null) {
            throw new IllegalArgumentException("run " + run + " has no night");
        }
        boolean feels = begins.getOrDefault(task.id(), 0.0) >= night.badFrom();
        double log = known.logMedian() + (night.number() >= known.shiftsAt() ? known.shift() : 0) + known.byData() * night.data()
                + known.loading() * (night.usualNoise() + (feels ? night.badness() : 0)) + known.spread() * draws.nextGaussian();
        double straggles = draws.nextDouble() < 0.005 ? 2 + 2 * draws.nextDouble() : 1;
        return Duration.ofMillis(Math.round(1000 * Math.max(0.5, straggles * Math.exp(log))));
    }

    private static Duration times(Duration duration, double factor) {
        return Duration.ofMillis(Math.round(duration.toMillis() * factor));
    }
}
