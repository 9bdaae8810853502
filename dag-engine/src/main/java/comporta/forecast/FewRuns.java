package comporta.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Forecasts of a workflow that ran a few times, in the same or other sizes: tasks of one kind share a factor of the run, which is learned
 * while the run goes on. Sums rather than medians of logarithms: long tasks decide the end.
 */
public final class FewRuns {
    private static final double LEAST = 0.5;
    private static final double PRIOR_SCALE = 0.1;
    private static final double RIDGE = 1;
    private static final int POINTS = 161;
    private static final double WIDE = 6;
    private static final int FEWEST_RESIDUALS = 3;

    private final Map<String, Kind> kinds = new LinkedHashMap<>();
    private final Map<String, Double> own = new LinkedHashMap<>();

    /**
     * A run as it was.
     *
     * @param ids of tasks; the same id in several runs is the same work
     * @param kinds of the tasks
     * @param seconds that each took
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Run(List<String> ids, List<String> kinds, double[] seconds) {
        double log(int task) {
            return Math.log(Math.max(LEAST, seconds[task]));
        }
    }

    /** What is known of the factor of a kind in a new run. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Kind(double centre, double slope, double scale, int freedom, double[] residuals, Density density) {
        double centreFor(double logSize) {
            return centre + slope * logSize;
        }
    }

    /** Learns from whole runs; never none. */
    public FewRuns(List<Run> past) {
        deviations(past);
        var names = past.stream().flatMap(run -> run.kinds().stream()).distinct().toList();
        for (var name : names) {
            kinds.put(name, kind(name, past));
        }
    }

    /** How far each task that came back strays from its kind, shrunk by what part of the spread is the task's own. */
    private void deviations(List<Run> past) {
        var byId = new LinkedHashMap<String, List<Double>>();
        var kindOf = new LinkedHashMap<String, String>();
        for (var run : past) {
            var means = means(run);
            for (int task = 0; task < run.seconds().length; task++) {
                byId.computeIfAbsent(run.ids().get(task), _ -> new ArrayList<>())
                        .add(run.log(task) - means.getOrDefault(run.kinds().get(task), 0.0));
                kindOf.put(run.ids().get(task), run.kinds().get(task));
            }
        }
        for (var kind : kindOf.values().stream().distinct().toList()) {
            var groups = byId.entrySet().stream().filter(each -> kind.equals(kindOf.get(each.getKey()))).toList();
            var components = Components.of(groups.stream().map(Map.Entry::getValue).toList());
            groups.forEach(each -> own.put(each.getKey(), components.shrunk(each.getValue())));
        }
    }

    private static Map<String, Double> means(Run run) {
        var sums = new LinkedHashMap<String, double[]>();
        for (int task = 0; task < run.seconds().length; task++) {
            var sum = sums.computeIfAbsent(run.kinds().get(task), _ -> new double[2]);
            sum[0] += run.log(task);
            sum[1]++;
        }
        var means = new LinkedHashMap<String, Double>();
        sums.forEach((kind, sum) -> means.put(kind, sum[0] / sum[1]));
        return means;
    }

    /** Variances between and within the tasks that came back. */
    private record Components(double between, double within) {
        static Components of(List<List<Double>> groups) {
            double within = 0;
            double means = 0;
            double squares = 0;
            double harmonic = 0;
            int freedom = 0;
            int n = 0;
            for (var group : groups) {
                double mean = group.stream().mapToDouble(Double::doubleValue).average().orElse(0);
                within += group.stream().mapToDouble(each -> (each - mean) * (each - mean)).sum();
                freedom += group.size() - 1;
                means += mean;
                squares += mean * mean;
                harmonic += 1.0 / group.size();
                n++;
            }
            if (freedom == 0 || n < 2) {
                return new Components(0, 1);
            }
            double noise = within / freedom;
            double spread = (squares - means * means / n) / (n - 1);
            return new Components(Math.max(0, spread - noise * harmonic / n), Math.max(1e-9, noise));
        }

        double shrunk(List<Double> values) {
            double mean = values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
            return mean * values.size() * between / (values.size() * between + within);
        }
    }

    private Kind kind(String name, List<Run> past) {
        var factors = new ArrayList<double[]>();
        for (var run : past) {
            var factor = factor(name, run);
            if (factor != null) {
                factors.add(new double[] {factor, Math.log(run.seconds().length)});
            }
        }
        int n = factors.size();
        double b = factors.stream().mapToDouble(each -> each[0]).average().orElse(0);
        double size = factors.stream().mapToDouble(each -> each[1]).average().orElse(0);
        double both = 0;
        double squares = RIDGE;
        for (double[] each : factors) {
            both += (each[0] - b) * (each[1] - size);
            squares += (each[1] - size) * (each[1] - size);
        }
        double slope = told(both / squares, b, size, squares, factors);
        double spread = spread(factors, b, size, slope);
        double scale = Math.sqrt((2 * PRIOR_SCALE * PRIOR_SCALE + spread) / (n + 1)) * Math.sqrt(1 + 1.0 / n);
        var residuals = residuals(name, past);
        return new Kind(b - slope * size, slope, scale, n + 1, residuals, Density.of(residuals, width(residuals)));
    }

    /**
     * A slope over the size of runs as far as it can be told from none: the positive part of James and Stein's estimate. With a few runs
     * of a few sizes most slopes are noise, and a wrong one errs most where forecasts are needed, in sizes that never ran.
     */
    private static double told(double slope, double b, double size, double squares, List<double[]> factors) {
        double spread = spread(factors, b, size, slope);
        double variance = spread / Math.max(1, factors.size() - 2) / squares;
        return slope == 0 ? 0 : slope * Math.max(0, 1 - variance / (slope * slope));
    }

    /** Squares of what a line leaves of the factors, summed. */
    private static double spread(List<double[]> factors, double b, double size, double slope) {
        return factors.stream().mapToDouble(each -> Math.pow(each[0] - b - slope * (each[1] - size), 2)).sum();
    }

    /** b of a run: ln(Σ durations ÷ Σ exp(α)); null: it has no task of that kind. */
    private @Nullable Double factor(String name, Run run) {
        double seconds = 0;
        double expected = 0;
        for (int task = 0; task < run.seconds().length; task++) {
            if (run.kinds().get(task).equals(name)) {
                seconds += Math.max(LEAST, run.seconds()[task]);
                expected += Math.exp(own.getOrDefault(run.ids().get(task), 0.0));
            }
        }
        return expected == 0 ? null : (Double) Math.log(seconds / expected);
    }

    private double[] residuals(String name, List<Run> past) {
        var residuals = new ArrayList<Double>();
        for (var run : past) {
            var factor = factor(name, run);
            for (int task = 0; factor != null && task < run.seconds().length; task++) {
                if (run.kinds().get(task).equals(name)) {
                    residuals.add(run.log(task) - factor - own.getOrDefault(run.ids().get(task), 0.0));
                }
            }
        }
        while (residuals.size() < FEWEST_RESIDUALS) {
            residuals.add(PRIOR_SCALE * (residuals.size() % 2 == 0 ? 1 : -1));
        }
        return residuals.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    private static double width(double[] sorted) {
        double mean = Arrays.stream(sorted).average().orElse(0);
        double sd = Math.sqrt(Arrays.stream(sorted).map(each -> (each - mean) * (each - mean)).sum() / sorted.length);
        double middle = (sorted[sorted.length * 3 / 4] - sorted[sorted.length / 4]) / 1.34;
        double spread = middle > 0 ? Math.min(sd, middle) : sd;
        return Math.max(0.03, 0.9 * spread * Math.pow(sorted.length, -0.2));
    }

    /**
     * Sorted ends of a run in seconds from its start.
     *
     * @param ids and {@code kinds} of its tasks; kinds that no past run had count as the one that is most
     *     alike in duration: the median of all
     */
    public double[] ends(Network net, List<String> ids, List<String> kindsOf, Moment moment, long seed, int samples) {
        int n = net.size();
        var numbers = new LinkedHashMap<String, Integer>();
        var beliefs = new ArrayList<Belief>();
        var belief = new int[n];
        var alpha = new double[n];
        var fallback = kinds.values().stream().skip(kinds.size() / 2).findFirst().orElseThrow();
        for (int task = 0; task < n; task++) {
            var name = kindsOf.get(task);
            belief[task] = numbers.computeIfAbsent(name, _ -> {
                beliefs.add(new Belief(kinds.getOrDefault(name, fallback), Math.log(n)));
                return beliefs.size() - 1;
            });
            alpha[task] = own.getOrDefault(ids.get(task), 0.0);
            if (moment.phase[task] == Moment.Phase.DONE && !Double.isNaN(moment.took[task])) {
                beliefs.get(belief[task]).finished(Math.log(Math.max(LEAST, moment.took[task])) - alpha[task]);
            } else if (moment.phase[task] == Moment.Phase.RUNNING && moment.now > moment.since[task]) {
                beliefs.get(belief[task]).running(Math.log(Math.max(LEAST, moment.now - moment.since[task])) - alpha[task]);
            }
        }
        beliefs.forEach(Belief::settle);
        var schedule = new Schedule(net);
        schedule.from(moment);
        var ends = new double[samples];
        var lasts = new double[n];
        for (int k = 0; k < samples; k++) {
            for (int task = 0; task < n; task++) {
                if (moment.phase[task] != Moment.Phase.DONE) {
                    var of = beliefs.get(belief[task]);
                    double centre = of.factor(Dice.uniform(Dice.seed(seed, belief[task]), 0, k)) + alpha[task];
                    lasts[task] = lasts(moment, task, centre, of.shape, Dice.uniform(seed, task, k));
                }
            }
            ends[k] = schedule.play((task, _) -> lasts[task]);
        }
        Arrays.sort(ends);
        return ends;
    }

    private static double lasts(Moment moment, int task, double centre, Shape shape, double u) {
        if (moment.phase[task] != Moment.Phase.RUNNING) {
            return Math.exp(centre + shape.at(u));
        }
        double elapsed = moment.now - moment.since[task];
        return moment.since[task] + (elapsed <= LEAST
                ? Math.exp(centre + shape.at(u))
                : Math.max(elapsed, Math.exp(centre + shape.beyond(Math.log(elapsed) - centre, u))));
    }

    /** Residuals smoothed by normal kernels, as a table. */
    private static final class Density {
        private static final int CELLS = 512;
        private static final double REACH = 4;
        private static final double FLOOR = 0.01;
        private final double width;
        private final double from;
        private final double step;
        private final double[] log = new double[CELLS];

        private Density(double[] sorted, double width) {
            this.width = width;
            from = sorted[0] - REACH * width;
            step = (sorted[sorted.length - 1] + REACH * width - from) / (CELLS - 1);
        }

        static Density of(double[] sorted, double width) {
            var density = new Density(sorted, width);
            for (int cell = 0; cell < CELLS; cell++) {
                double sum = 0;
                for (double each : sorted) {
                    double z = (density.from + cell * density.step - each) / width;
                    sum += Math.exp(-z * z / 2);
                }
                density.log[cell] = Math.log(sum / (sorted.length * width) + FLOOR);
            }
            return density;
        }

        double log(double x) {
            int cell = (int) Math.round((x - from) / step);
            return cell < 0 || cell >= CELLS ? Math.log(FLOOR) : log[cell];
        }
    }

    /** The factor of a kind in this run: weights over a grid. */
    private static final class Belief {
        private final double from;
        private final double step;
        private final double[] log = new double[POINTS];
        private final double[] cumulative = new double[POINTS];
        private final Kind kind;
        private final Shape shape;

        Belief(Kind kind, double logSize) {
            this.kind = kind;
            shape = Shape.of(kind.residuals(), kind.density().width);
            double centre = kind.centreFor(logSize);
            from = centre - WIDE * kind.scale();
            step = 2 * WIDE * kind.scale() / (POINTS - 1);
            for (int i = 0; i < POINTS; i++) {
                double t = (from + i * step - centre) / kind.scale();
                log[i] = -(kind.freedom() + 1) / 2.0 * Math.log1p(t * t / kind.freedom());
            }
        }

        void finished(double y) {
            for (int i = 0; i < POINTS; i++) {
                log[i] += kind.density().log(y - from - i * step);
            }
        }

        void running(double y) {
            for (int i = 0; i < POINTS; i++) {
                log[i] += Math.log(1 - shape.below(y - from - i * step) + 0.01);
            }
        }

        void settle() {
            double most = Arrays.stream(log).max().orElse(0);
            double sum = 0;
            for (int i = 1; i < POINTS; i++) {
                sum += (Math.exp(log[i - 1] - most) + Math.exp(log[i] - most)) / 2;
                cumulative[i] = sum;
            }
            for (int i = 0; i < POINTS; i++) {
                cumulative[i] /= sum;
            }
        }

        double factor(double u) {
            int at = Arrays.binarySearch(cumulative, u);
            int high = Math.clamp(at < 0 ? -at - 1 : at, 1, POINTS - 1);
            double width = cumulative[high] - cumulative[high - 1];
            return from + step * (high - 1 + (width > 0 ? (u - cumulative[high - 1]) / width : 0.5));
        }
    }
}
