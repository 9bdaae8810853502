package comporta.forecast;

import java.util.Arrays;
import java.util.Optional;

/**
 * What is to come of a run, as samples of its rest; times in seconds from its start. All numbers come from the same samples.
 *
 * <p>Numbers of single tasks are reckoned when they are asked for. For one thread at a time.
 */
public final class Prediction {
    private static final double NEVER = 1e9;

    private final Network net;
    private final Moment moment;
    private final double[] raw;
    private final double[] ends;
    private final float[] taskEnds;
    private final float[] durations;
    private final int[] critical;
    private final Correction.By correction;
    private final double factor;
    private final Habits habits;

    Prediction(
            Network net, Moment moment, double[] overall, float[] taskEnds, float[] durations, int[] critical, Correction.By correction,
            double factor, Habits habits) {
        this.net = net;
        this.moment = moment;
        this.taskEnds = taskEnds;
        this.durations = durations;
        this.critical = critical;
        this.correction = correction;
        this.factor = factor;
        this.habits = habits;
        raw = overall.clone();
        Arrays.sort(raw);
        ends = correction.of(raw, moment.now);
    }

    /** How many samples there are. */
    public int samples() {
        return raw.length;
    }

    /** When it was made. */
    public double madeAt() {
        return moment.now;
    }

    /** Quantile of the end of the run. */
    public double end(double q) {
        return Quantiles.of(ends, q);
    }

    /** The same before it was corrected by past forecasts: what later ones are to be corrected by. */
    public double uncorrected(double q) {
        return Quantiles.of(raw, q);
    }

    /** Chance that the run ends after {@code due}. */
    public double late(double due) {
        return Quantiles.late(ends, due);
    }

    /** Sorted samples of the end of a task; -1: of the run. */
    public double[] ends(int task) {
        if (task < 0) {
            return ends.clone();
        }
        var of = new double[raw.length];
        if (moment.phase[task] == Moment.Phase.DONE) {
            Arrays.fill(of, moment.since[task]);
            return of;
        }
        for (int k = 0; k < of.length; k++) {
            float end = taskEnds[k * net.size + task];
            of[k] = Float.isNaN(end) ? NEVER : end;   // it never got a slot of a pool that is shut
        }
        Arrays.sort(of);
        return correction.of(of, moment.now);
    }

    /** Share of samples in which the end of the run hangs on a task: by what it waits for, or by the slots that it holds. */
    public double criticality(int task) {
        return (double) critical[task] / raw.length;
    }

    /**
     * Whether a running task straggles; nothing is known of one that does not run.
     *
     * @param latestEnd when it has to be over; NaN: nothing is due behind it
     */
    public Optional<Straggling.Odds> straggling(int task, double latestEnd) {
        if (moment.phase[task] != Moment.Phase.RUNNING || moment.now <= moment.since[task] || Double.isNaN(latestEnd)
                || habits.nights() == 0 || habits.scale[task] <= 0) {
            return Optional.empty();
        }
        double centre = habits.mu[task] + habits.lambda[task] * factor;
        double room = moment.paceNow[task] * (latestEnd - moment.now);
        return Optional.of(Straggling.of(centre, habits.scale[task], habits.shape[task], moment.worked(task), room));
    }

    /** The night's factor as it is seen: 1.35 is 35 % slower than usual. */
    public double factor() {
        return Math.exp(factor);
    }

    /** How many tasks are known by declaration alone, or not at all. */
    public int declared() {
        return habits.declared();
    }

    /** How many past nights it stands on. */
    public int nights() {
        return habits.nights();
    }

    /**
     * For each task, when it may start so that {@code until} ends by {@code due} in {@code share} of the samples, if no slot is missing:
     * due − quantile of the longest way from its start to that end. NaN: {@code until} does not wait for it, or it is at rest.
     *
     * @param until number of the task that is due; -1: all of the run
     */
    public double[] latestStarts(int until, double due, double share) {
        int n = net.size;
        var ways = new double[n][];
        var tail = new double[n];
        for (int k = 0; k < raw.length; k++) {
            for (int at = n - 1; at >= 0; at--) {
                int task = net.order[at];
                double longest = until < 0 || task == until ? 0 : Double.NEGATIVE_INFINITY;
                for (int child : net.below[task]) {
                    longest = Math.max(longest, tail[child]);
                }
                boolean counts = moment.phase[task] != Moment.Phase.DONE && longest > Double.NEGATIVE_INFINITY;
                tail[task] = counts ? durations[k * n + task] + longest : Double.NEGATIVE_INFINITY;
                if (counts) {
                    if (k == 0) {
                        ways[task] = new double[raw.length];
                    }
                    ways[task][k] = tail[task];
                }
            }
        }
        var latest = new double[n];
        Arrays.fill(latest, Double.NaN);
        for (int task = 0; task < n; task++) {
            if (ways[task] != null) {
                Arrays.sort(ways[task]);
                latest[task] = due - Quantiles.of(ways[task], share);
            }
        }
        return latest;
    }
}
