package comporta.backtest;

import comporta.forecast.Moment;
import comporta.forecast.PastNight;
import comporta.forecast.Schedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** What truly happened in a generated night; times in seconds from its start. */
final class GeneratedNight {
    private static final double[] WEEKDAYS = {0.20, 0.05, 0, 0, 0.05, -0.15, -0.25};
    private static final double RETRY_DELAY = 300;

    private final GeneratedDag dag;
    private final int day;
    private final double[] start;
    private final double[] end;
    private final double[] success;
    private final double[] failed;

    private GeneratedNight(GeneratedDag dag, int day, double[] start, double[] end, double[] success, double[] failed) {
        this.dag = dag;
        this.day = day;
        this.start = start;
        this.end = end;
        this.success = success;
        this.failed = failed;
    }

    /** So many nights of a DAG, one after the other. */
    static List<GeneratedNight> all(GeneratedDag dag, RandomGenerator dice, int nights, Variant variant) {
        var shift = new double[dag.size];
        var shiftFrom = new int[dag.size];
        for (int task = dag.boots; task < dag.size; task++) {
            shiftFrom[task] = dice.nextDouble() < 0.05 ? dice.nextInt(50, 151) : Integer.MAX_VALUE;
            shift[task] = 0.35 * dice.nextGaussian();
        }
        var all = new ArrayList<GeneratedNight>();
        var schedule = new Schedule(dag.net);
        double volume = 0.10 * dice.nextGaussian();
        for (int d = 0; d < nights; d++) {
            volume = 0.3 * volume + 0.10 * Math.sqrt(1 - 0.09) * dice.nextGaussian();
            double data = WEEKDAYS[d % 7] + 0.001 * d + volume + (d % 30 == 29 ? 0.35 : 0);
            double cluster = 0.06 * dice.nextGaussian();
            boolean isBad = dice.nextDouble() < variant.bad;
            double worse = isBad ? dice.nextDouble(0.25, 0.70) : 0;
            double worseFrom = isBad && dice.nextDouble() < variant.inMidNight ? dice.nextDouble(0, 0.6) * GeneratedDag.NIGHT : 0;
            all.add(night(dag, schedule, d, dice, task -> (shiftFrom[task] <= dayOf(all) ? shift[task] : 0) + dag.dataDriven[task] * data
                    + dag.loading[task] * cluster, worse, worseFrom));
        }
        return all;
    }

    private static int dayOf(List<GeneratedNight> before) {
        return before.size();
    }

    private interface Effect {
        double of(int task);
    }

    private static GeneratedNight night(
            GeneratedDag dag, Schedule schedule, int d, RandomGenerator dice, Effect effect, double worse, double worseFrom) {
        var first = new double[dag.size];
        var again = new double[dag.size];
        var failsAt = new double[dag.size];
        for (int task = 0; task < dag.size; task++) {
            if (task < dag.boots) {
                first[task] = GeneratedDag.BOOT_LEAST + GeneratedDag.BOOT_MORE * Math.exp(0.45 * dice.nextGaussian())
                        + (dice.nextDouble() < 0.03 ? dice.nextDouble(480, 1200) : 0);
                continue;
            }
            double usual = Math.log(dag.median[task]) + effect.of(task);
            first[task] = Math.exp(usual + dag.scale[task] * dice.nextGaussian()) * (dice.nextDouble() < 0.005 ? dice.nextDouble(2, 4) : 1);
            again[task] = Math.exp(usual + dag.scale[task] * dice.nextGaussian());
            failsAt[task] = dice.nextDouble() < 0.008 ? dice.nextDouble(0.2, 1) : 0;
        }
        var success = new double[dag.size];
        var failed = new double[dag.size];
        schedule.play((task, at) -> {
            double slower = task >= dag.boots && worse > 0 && at >= worseFrom ? Math.exp(dag.loading[task] * worse) : 1;
            failed[task] = failsAt[task] * first[task] * slower;
            success[task] = (failsAt[task] > 0 ? again[task] : first[task]) * slower;
            return success[task] + (failed[task] > 0 ? failed[task] + RETRY_DELAY : 0);
        });
        var start = new double[dag.size];
        var end = new double[dag.size];
        for (int task = 0; task < dag.size; task++) {
            start[task] = schedule.startOf(task);
            end[task] = schedule.endOf(task);
        }
        return new GeneratedNight(dag, d, start, end, success, failed);
    }

    double end() {
        return end[dag.size - 1];
    }

    int weekday() {
        return day % 7;
    }

    /** With queueing and retries left out: from the first start of a task to its end. */
    double took(int task) {
        return end[task] - start[task];
    }

    PastNight past() {
        var failures = new int[dag.size];
        Arrays.setAll(failures, task -> failed[task] > 0 ? 1 : 0);
        return new PastNight(weekday(), success, end, failures, failed);
    }

    /** What could be known at {@code now}. */
    Moment at(double now) {
        var moment = new Moment(dag.size, now);
        for (int task = 0; task < dag.size; task++) {
            if (end[task] <= now) {
                moment.succeeded(task, end[task], success[task]);
            } else if (start[task] <= now) {
                double again = start[task] + failed[task] + RETRY_DELAY;
                if (failed[task] == 0 || now < start[task] + failed[task]) {
                    moment.with(task, Moment.Phase.RUNNING, start[task]);
                } else if (now < again) {
                    moment.with(task, Moment.Phase.RETRYING, again);
                } else {
                    moment.with(task, Moment.Phase.RUNNING, again);
                }
            } else {
                double ready = 0;
                for (int parent : dag.above[task]) {
                    ready = Math.max(ready, end[parent]);
                }
                if (ready <= now) {
                    moment.with(task, Moment.Phase.READY, ready);
                }
            }
        }
        return moment;
    }
}
