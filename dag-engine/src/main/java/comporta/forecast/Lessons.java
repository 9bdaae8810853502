package comporta.forecast;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a DAG's nights have taught, night by night in order. Residuals and the surprise of each night are taken with what was known before
 * it, so that the uncertainty of the estimates is in them.
 *
 * <p>For one thread.
 */
public final class Lessons {
    private static final int FIRST_ROUNDS = 4;
    private static final int NEXT_ROUNDS = 2;
    private static final int SURPRISES = 200;
    private static final int ENOUGH_RESIDUALS = 200;
    private static final int ENOUGH_NIGHTS = 10;
    private static final double UNKNOWN_SECONDS = 300;
    private static final double UNKNOWN_SCALE = 0.5;
    private static final double UNKNOWN_SURPRISE = 0.25;
    private static final double LARGEST_OF_DAY = 0.35;
    private static final double SURPRISE_HALF_LIFE = 60;
    private static final double RETRY_DELAY = 300;
    private static final double[] LENGTHS = {Math.log(120), Math.log(480)};
    private static final int APART = LENGTHS.length + 1;

    private final int size;
    private final boolean[] apart;
    private final double[] declared;
    private final double[] retryDelays;
    private final List<Estimates.Night> past = new ArrayList<>();
    private final Estimates estimates;
    private double[] factors = {};
    private final ArrayDeque<double[][]> residuals = new ArrayDeque<>();
    private final ArrayDeque<Double> surprises = new ArrayDeque<>();
    private final ArrayDeque<Double> lengths = new ArrayDeque<>();
    private final double[] failures;
    private final double[] tries;
    private final ArrayDeque<Double> failedShares = new ArrayDeque<>();
    private int nights;
    private boolean isFitted = true;

    /**
     * Nothing learned yet.
     *
     * @param apart tasks that the night does not move, such as boots of machines
     * @param declared seconds that authors say a task takes; NaN: they do not
     * @param retryDelays seconds between tries
     */
    public Lessons(boolean[] apart, double[] declared, double[] retryDelays) {
        size = apart.length;
        this.apart = apart.clone();
        this.declared = declared.clone();
        this.retryDelays = retryDelays.clone();
        estimates = new Estimates(this.apart);
        failures = new double[size];
        tries = new double[size];
    }

    /** One night more; what was known before it judges it first. */
    public void learn(PastNight night) {
        fit();
        var y = night.logs();
        if (past.size() >= 3) {
            judge(night, y);
        }
        count(night);
        if (past.size() == Estimates.WINDOW) {
            past.removeFirst();
        }
        past.add(new Estimates.Night(night.day(), y, night.later()));
        keep(lengths, Arrays.stream(night.ended()).filter(each -> !Double.isNaN(each)).max().orElse(0), 30);
        nights++;
        isFitted = false;
    }

    private void count(PastNight night) {
        for (int task = 0; task < size; task++) {
            failures[task] += night.failures()[task];
            tries[task] += night.failures()[task] + (Double.isNaN(night.seconds()[task]) ? 0 : 1);
            if (night.failures()[task] > 0 && !Double.isNaN(estimates.mu[task])) {
                keep(failedShares, night.failed()[task] / night.failures()[task] / Math.exp(estimates.mu[task]), SURPRISES);
            }
        }
    }

    private static void keep(ArrayDeque<Double> values, double value, int most) {
        if (values.size() == most) {
            values.removeFirst();
        }
        values.add(value);
    }

    private void fit() {
        if (!isFitted) {
            factors = estimates.fit(past, past.size() <= ENOUGH_NIGHTS ? FIRST_ROUNDS : NEXT_ROUNDS);
            isFitted = true;
        }
    }

    private void judge(PastNight night, double[] y) {
        double factor = estimates.factor(y, null, false);
        keep(surprises, factor - ofDay(night.day()), SURPRISES);
        var pools = new double[APART + 1][size];
        var count = new int[APART + 1];
        for (int task = 0; task < size; task++) {
            if (!Double.isNaN(y[task]) && estimates.nights[task] >= 3) {
                int pool = pool(task);
                pools[pool][count[pool]++] = (y[task] - estimates.mu[task] - estimates.lambda[task] * factor) / estimates.predictive(task);
            }
        }
        for (int pool = 0; pool < pools.length; pool++) {
            pools[pool] = Arrays.copyOf(pools[pool], count[pool]);
        }
        if (residuals.size() == Estimates.WINDOW) {
            residuals.removeFirst();
        }
        residuals.add(pools);
    }

    /** Short, middle and long tasks vary in forms of their own, and so do those that the night does not move. */
    private int pool(int task) {
        if (apart[task]) {
            return APART;
        }
        int pool = 0;
        while (pool < LENGTHS.length && estimates.mu[task] > LENGTHS[pool]) {
            pool++;
        }
        return pool;
    }

    /** How slow days of a class usually are; shrunk to 0 as long as few were seen. */
    private double ofDay(int day) {
        var weights = Estimates.weights(factors.length);
        double above = 0;
        double below = 1;
        for (int h = 0; h < factors.length; h++) {
            if (past.get(h).day() == day) {
                above += weights[h] * Math.clamp(factors[h], -LARGEST_OF_DAY, LARGEST_OF_DAY);
                below += weights[h];
            }
        }
        return above / below;
    }

    /** What is known before a night of that class of day. */
    public Habits before(int day) {
        fit();
        var mu = estimates.mu.clone();
        var scale = new double[size];
        var shapes = shapes();
        var shape = new Shape[size];
        var failing = new double[size];
        double all = (Arrays.stream(failures).sum() + 0.5) / (Arrays.stream(tries).sum() + 50);
        double usual = usualOfKnown();
        int unknown = 0;
        for (int task = 0; task < size; task++) {
            scale[task] = estimates.predictive(task);
            if (estimates.nights[task] == 0) {
                mu[task] = Double.isNaN(declared[task]) ? usual : Math.log(declared[task]);
                scale[task] = UNKNOWN_SCALE;
                unknown++;
            }
            shape[task] = estimates.nights[task] == 0 ? Shape.normal() : shapes[pool(task)];
            failing[task] = (failures[task] + 10 * all) / (tries[task] + 10);
        }
        var shares = failedShares.stream().mapToDouble(Double::doubleValue).toArray();
        return new Habits(
                mu, estimates.lambda.clone(), scale, shape, failing, shares.length < 5 ? new double[] {0.2, 0.4, 0.6, 0.8, 1} : shares,
                prior(day), drift(), retryDelay(), length(), nights, unknown);
    }

    private double usualOfKnown() {
        var known = Arrays.stream(estimates.mu).filter(each -> !Double.isNaN(each)).sorted().toArray();
        return known.length == 0 ? Math.log(UNKNOWN_SECONDS) : known[known.length / 2];
    }

    private double retryDelay() {
        return retryDelays.length == 0 ? RETRY_DELAY : Arrays.stream(retryDelays).average().orElse(RETRY_DELAY);
    }

    private double length() {
        var sorted = lengths.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }

    private Shape[] shapes() {
        var shapes = new Shape[APART + 1];
        var together = pooled(-1);
        var borrowed = together.length < ENOUGH_RESIDUALS ? Shape.normal() : Shape.of(together);
        for (int pool = 0; pool < shapes.length; pool++) {
            var own = pooled(pool);
            shapes[pool] = own.length < ENOUGH_RESIDUALS ? borrowed : Shape.of(own);
        }
        return shapes;
    }

    /** @param pool -1: all but those apart */
    private double[] pooled(int pool) {
        return residuals.stream()
                .flatMapToDouble(pools -> pool >= 0
                        ? Arrays.stream(pools[pool])
                        : Arrays.stream(pools).limit(APART).flatMapToDouble(Arrays::stream))
                .toArray();
    }

    /** Density of tonight's factor: past surprises smoothed, and a little of what was never seen. */
    private NightFactor prior(int day) {
        double usual = ofDay(day);
        var seen = surprises.stream().mapToDouble(Double::doubleValue).toArray();
        if (seen.length < ENOUGH_NIGHTS) {
            return NightFactor.of(g -> Math.exp(-Math.pow((g - usual) / UNKNOWN_SURPRISE, 2) / 2), usual - 3 * UNKNOWN_SURPRISE,
                    usual + 3 * UNKNOWN_SURPRISE);
        }
        var weights = new double[seen.length];
        double total = 0;
        for (int i = 0; i < seen.length; i++) {
            weights[i] = Math.pow(2, -(seen.length - 1 - i) / SURPRISE_HALF_LIFE);
            total += weights[i];
        }
        var sizes = Arrays.stream(seen).map(Math::abs).sorted().toArray();
        double sigma = 1.48 * sizes[sizes.length / 2];
        double width = Math.max(0.02, 0.6 * sigma * Math.pow(seen.length, -0.2));
        double wide = Math.max(0.1, 1.5 * sigma);
        double sum = total;
        return NightFactor.of(
                g -> 0.95 * kernels(g - usual, seen, weights, width) / (sum * width * Math.sqrt(2 * Math.PI))
                        + 0.05 * StudentT.density3((g - usual) / wide) / wide,
                usual + Arrays.stream(seen).min().orElse(0) - 3 * width, usual + Arrays.stream(seen).max().orElse(0) + 3 * width);
    }

    private static double kernels(double x, double[] seen, double[] weights, double width) {
        double sum = 0;
        for (int i = 0; i < seen.length; i++) {
            double z = (x - seen[i]) / width;
            sum += weights[i] * Math.exp(-z * z / 2);
        }
        return sum;
    }

    /** Root of what the factors of both halves of past nights differ beyond the error of their estimates. */
    private double drift() {
        int n = past.size();
        if (n < ENOUGH_NIGHTS) {
            return 0;
        }
        var apartness = new double[n];
        var weights = Estimates.weights(n);
        double noise = 0;
        double sum = 0;
        for (int h = 0; h < n; h++) {
            var night = past.get(h);
            apartness[h] = Math.abs(estimates.factor(night.y(), night.later(), false) - estimates.factor(night.y(), night.later(), true));
            double variance = estimates.variance(night.y(), night.later(), false) + estimates.variance(night.y(), night.later(), true);
            if (Double.isFinite(variance)) {
                noise += weights[h] * variance;
                sum += weights[h];
            }
        }
        if (sum == 0) {
            return 0;
        }
        double middle = 1.48 * Quantiles.weightedMedian(apartness, weights, n);
        return Math.sqrt(Math.max(0, middle * middle - noise / sum));
    }

    /** How many nights have taught. */
    public int nights() {
        return nights;
    }

    /** The factor of the latest night as it is seen now; null: there was none. */
    public @Nullable Double latestFactor() {
        fit();
        return factors.length == 0 ? null : factors[factors.length - 1];
    }
}
