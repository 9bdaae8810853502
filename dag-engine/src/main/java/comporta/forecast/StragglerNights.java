package comporta.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Generated nights on which one task in twenty takes two to four times as long as it should, and what is done about that:
 * nothing, a timeout after so many usual durations, or a second start when {@link Straggling} says that it saves a
 * deadline. Everybody has the same nights.
 */
public final class StragglerNights {
    private static final double STRAGGLERS = 0.05;
    private static final int TAUGHT = 40;
    private static final double LOOK = 30;
    private static final double DUE_AT = 0.94;
    private static final int SLOTS = 12;
    private static final int[] SIZES = {30, 60, 120};

    private final Network net;
    private final int size;
    private final double[] mu;
    private final double[] scale;
    private final double[] loading;
    private final double[] tails;
    private final Shape shape;
    private final SplittableRandom random;

    /** What is done about tasks that straggle. */
    public sealed interface Remedy {
        /** They are waited for. */
        record None() implements Remedy {}

        /** Ended and started again, once, after so many usual durations of the task. */
        record Timeout(double times) implements Remedy {}

        /** Started a second time beside themselves; the first to end counts, and the other is ended. */
        record SecondStart() implements Remedy {}
    }

    /**
     * What came of nights.
     *
     * @param seconds of processors, those of what was ended in vain included
     * @param again how often something was started again
     */
    public record Outcome(int nights, int misses, double seconds, int again) {
        Outcome and(Outcome other) {
            return new Outcome(nights + other.nights, misses + other.misses, seconds + other.seconds, again + other.again);
        }
    }

    /** One night's luck: durations of the first and the second start of each task. */
    @SuppressWarnings("ArrayRecordComponent")   // read by index, never compared
    private record Luck(double[] first, double[] second) {}

    /** @param number of the start that ends; 0: it is time to look */
    private record Happening(double at, int task, int number) {}

    private StragglerNights(int size, long seed) {
        random = new SplittableRandom(seed * 31 + size);
        this.size = size;
        mu = new double[size];
        scale = new double[size];
        loading = new double[size];
        for (int task = 0; task < size; task++) {
            mu[task] = Math.log(300) + 0.7 * random.nextGaussian();
            scale[task] = 0.08 + 0.22 * random.nextDouble();
            loading[task] = 0.6 + 0.8 * random.nextDouble();
        }
        var above = above();
        var usual = Arrays.stream(mu).map(Math::exp).toArray();
        var alone = new Network(above, new int[size], Collections.nCopies(size, Network.Demand.NONE), new int[0], 0);
        tails = alone.tails(usual);
        net = new Network(above, Network.ranks(tails), Collections.nCopies(size, Network.Demand.NONE), new int[0], 0);
        shape = taught();
    }

    /** Layers, each task after one of the layer before and perhaps another. */
    private int[][] above() {
        int layers = (int) Math.round(2 * Math.log(size));
        var layer = new int[size];
        for (int task = 0; task < size; task++) {
            layer[task] = task < layers ? task : random.nextInt(layers);
        }
        var above = new int[size][];
        for (int task = 0; task < size; task++) {
            var parents = new ArrayList<Integer>();
            for (int other = 0; other < size; other++) {
                if (layer[other] == layer[task] - 1) {
                    parents.add(other);
                }
            }
            Collections.shuffle(parents, random);
            above[task] = parents.stream().limit(1 + random.nextInt(2)).mapToInt(Integer::intValue).toArray();
        }
        return above;
    }

    /** The shape that past nights have taught, stragglers and all. */
    private Shape taught() {
        var residuals = new double[TAUGHT * size];
        for (int night = 0; night < TAUGHT; night++) {
            for (int task = 0; task < size; task++) {
                residuals[night * size + task] = random.nextGaussian() + straggles() / scale[task];
            }
        }
        return Shape.of(residuals);
    }

    /** What straggling adds to a log duration. */
    private double straggles() {
        boolean does = random.nextDouble() < STRAGGLERS;
        double times = 2 + 2 * random.nextDouble();
        return does ? Math.log(times) : 0;
    }

    private Luck luck() {
        double factor = 0.1 * random.nextGaussian();
        var first = new double[size];
        var second = new double[size];
        for (int task = 0; task < size; task++) {
            double usual = mu[task] + loading[task] * factor;
            first[task] = Math.exp(usual + scale[task] * random.nextGaussian() + straggles());
            second[task] = Math.exp(usual + scale[task] * random.nextGaussian() + straggles());
        }
        return new Luck(first, second);
    }

    /**
     * Runs the same nights under each remedy. The deadline of a DAG is what 94 % of such nights keep.
     *
     * @param nights of each of three DAGs
     */
    public static List<Outcome> run(List<Remedy> remedies, int nights, long seed) {
        var outcomes = new ArrayList<>(Collections.nCopies(remedies.size(), new Outcome(0, 0, 0, 0)));
        for (int size : SIZES) {
            var dag = new StragglerNights(size, seed);
            double due = dag.due();
            for (int night = 0; night < nights; night++) {
                var luck = dag.luck();
                for (int each = 0; each < outcomes.size(); each++) {
                    outcomes.set(each, outcomes.get(each).and(dag.new Play(luck, remedies.get(each), due).outcome()));
                }
            }
        }
        return List.copyOf(outcomes);
    }

    private double due() {
        var ends = new double[200];
        for (int night = 0; night < ends.length; night++) {
            ends[night] = new Play(luck(), new Remedy.None(), Double.MAX_VALUE).end();
        }
        Arrays.sort(ends);
        return Quantiles.of(ends, DUE_AT);
    }

    /** One night. */
    private final class Play {
        private final Luck luck;
        private final Remedy remedy;
        private final double due;
        private final int[] open = new int[size];
        private final double[] began = new double[size];
        private final double[] beganAgain = new double[size];
        private final boolean[] runs = new boolean[size];
        private final boolean[] isOver = new boolean[size];
        private final PriorityQueue<Integer> ready = new PriorityQueue<>((one, other) ->
                net.rank[one] != net.rank[other] ? Integer.compare(net.rank[one], net.rank[other]) : Integer.compare(one, other));
        private final PriorityQueue<Happening> next = new PriorityQueue<>((one, other) ->
                one.at() != other.at() ? Double.compare(one.at(), other.at()) : Integer.compare(one.task(), other.task()));
        private final List<Double> surprises = new ArrayList<>();
        private int free = SLOTS;
        private int left = size;
        private double seconds;
        private int again;
        private double now;

        Play(Luck luck, Remedy remedy, double due) {
            this.luck = luck;
            this.remedy = remedy;
            this.due = due;
            Arrays.fill(beganAgain, Double.NaN);
        }

        Outcome outcome() {
            double end = end();
            return new Outcome(1, end > due ? 1 : 0, seconds, again);
        }

        double end() {
            for (int task = 0; task < size; task++) {
                open[task] = net.above[task].length;
                if (open[task] == 0) {
                    ready.add(task);
                }
            }
            start();
            if (remedy instanceof Remedy.SecondStart) {
                next.add(new Happening(LOOK, -1, 0));
            }
            while (left > 0) {
                var happens = next.remove();
                now = happens.at();
                if (happens.number() == 0) {
                    look(happens.task());
                } else if (!isOver[happens.task()] && isPresent(happens)) {
                    over(happens.task());
                }
            }
            return now;
        }

        /** An end of a start that was ended before means nothing. */
        private boolean isPresent(Happening end) {
            return end.number() == 2 || !(remedy instanceof Remedy.Timeout) || Double.isNaN(beganAgain[end.task()]);
        }

        private void start() {
            while (free > 0 && !ready.isEmpty()) {
                int task = ready.remove();
                free--;
                runs[task] = true;
                began[task] = now;
                next.add(new Happening(now + luck.first()[task], task, 1));
                if (remedy instanceof Remedy.Timeout timeout) {
                    next.add(new Happening(now + timeout.times() * Math.exp(mu[task]), task, 0));
                }
            }
        }

        private void over(int task) {
            isOver[task] = true;
            runs[task] = false;
            left--;
            free++;
            boolean hasSecond = !Double.isNaN(beganAgain[task]);
            seconds += switch (remedy) {
                case Remedy.None _ -> now - began[task];
                case Remedy.Timeout _ -> now - began[task];
                case Remedy.SecondStart _ -> now - began[task] + (hasSecond ? now - beganAgain[task] : 0);
            };
            surprises.add((Math.log(now - (hasSecond ? Math.max(began[task], beganAgain[task]) : began[task])) - mu[task]) / loading[task]);
            for (int below : net.below[task]) {
                if (--open[below] == 0) {
                    ready.add(below);
                }
            }
            start();
        }

        private void look(int task) {
            switch (remedy) {
                case Remedy.None _ -> { }
                case Remedy.Timeout _ -> {
                    if (runs[task] && Double.isNaN(beganAgain[task])) {
                        startAgain(task);
                    }
                }
                case Remedy.SecondStart _ -> {
                    double factor = factor();
                    for (int each = 0; each < size; each++) {
                        if (runs[each] && Double.isNaN(beganAgain[each]) && isWorthIt(each, factor)) {
                            startAgain(each);
                        }
                    }
                    next.add(new Happening(now + LOOK, -1, 0));
                }
            }
        }

        private void startAgain(int task) {
            again++;
            beganAgain[task] = now;
            next.add(new Happening(now + luck.second()[task], task, 2));
        }

        private boolean isWorthIt(int task, double factor) {
            double usual = Math.exp(mu[task]);
            double room = due - (tails[task] - usual) * Math.exp(loading[task] * factor) - now;
            return Straggling.of(mu[task] + loading[task] * factor, scale[task], shape, now - began[task], room).isWorthACopy();
        }

        /** The night's factor as what has ended shows it: the middle surprise, less sure where there are few. */
        private double factor() {
            var sorted = surprises.stream().sorted().toList();
            return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2) * sorted.size() / (sorted.size() + 5.0);
        }
    }
}
