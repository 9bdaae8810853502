package comporta.backtest;

import comporta.forecast.Moment;
import comporta.forecast.Network;
import comporta.forecast.Normal;
import comporta.forecast.Schedule;
import java.util.ArrayDeque;
import java.util.Arrays;

/** What others would say: the mean of the last ten runs, and means of tasks with kσ along the critical path. */
final class Baselines {
    static final double K90 = 1.28;
    private static final int RUNS = 10;
    private static final int RUNS_OF_TASKS = 30;

    private final Schedule schedule;
    private final ArrayDeque<Double> ends = new ArrayDeque<>();
    private final ArrayDeque<double[]> took = new ArrayDeque<>();
    private double[] mean = {};
    private double[] variance = {};

    Baselines(Network net) {
        schedule = new Schedule(net);
    }

    /** @param durations of the tasks, with retries */
    void learn(double end, double[] durations) {
        ends.add(end);
        took.add(durations);
        if (ends.size() > RUNS) {
            ends.removeFirst();
        }
        if (took.size() > RUNS_OF_TASKS) {
            took.removeFirst();
        }
        mean = new double[durations.length];
        variance = new double[durations.length];
        for (int task = 0; task < mean.length; task++) {
            double sum = 0;
            double squares = 0;
            for (double[] night : took) {
                sum += night[task];
                squares += night[task] * night[task];
            }
            mean[task] = sum / took.size();
            variance[task] = Math.max(0, squares / took.size() - mean[task] * mean[task]);
        }
    }

    /** Usual length of a night. */
    double usualLength() {
        var sorted = ends.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }

    Said mean(double now, double due, boolean isSpread) {
        var all = ends.stream().mapToDouble(Double::doubleValue).toArray();
        double centre = Arrays.stream(all).average().orElse(0);
        double sd = Math.sqrt(Arrays.stream(all).map(each -> (each - centre) * (each - centre)).sum() / Math.max(1, all.length - 1));
        return new Said(Math.max(now, centre), Math.max(now, isSpread ? centre + K90 * sd : centre), late(centre, sd, due));
    }

    /** The rest played with means; running tasks end now at the earliest. */
    Said criticalPath(Moment moment, double due) {
        schedule.from(moment);
        double p50 = schedule.play((task, start) -> start < moment.now() || Double.isNaN(start)
                ? Math.max(moment.now(), start + mean[task])
                : mean[task]);
        double sum = 0;
        for (int task : schedule.chain()) {
            sum += schedule.endOf(task) > moment.now() ? variance[task] : 0;
        }
        return new Said(p50, p50 + K90 * Math.sqrt(sum), late(p50, Math.sqrt(sum), due));
    }

    private static double late(double centre, double sd, double due) {
        return sd <= 0 ? (centre > due ? 1 : 0) : 1 - Normal.below((due - centre) / sd);
    }
}
