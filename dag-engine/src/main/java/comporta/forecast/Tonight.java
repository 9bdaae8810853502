package comporta.forecast;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Forecasts of one run. What chance decides is drawn once, by hash of run, task and sample: a forecast depends on the moment alone, and
 * between two events it stands still. For one thread.
 */
public final class Tonight {
    private static final int OF_FACTOR = 1;
    private static final int OF_DRIFT = 2;
    private static final int OF_FAILURE = 3;
    private static final int OF_SHARE = 4;
    private static final double FEW_DONE = 4;
    private static final double LITTLE_PROGRESS = 0.1;

    private final Network net;
    private final Habits habits;
    private final Correction correction;
    private final int samples;
    private final Schedule schedule;
    private final double[] factorPlace;
    private final double[] drift;
    private final float[] chance;
    private final float[] spread;
    private final float[] failedShare;
    private final double[] lasts;
    private final double[] seconds;

    /**
     * Draws for a run.
     *
     * @param seed of the run
     * @param samples 400 are within a point and a half of what endless ones would say of p90
     */
    public Tonight(Network net, Habits habits, Correction correction, long seed, int samples) {
        this(net, habits, correction, seed, samples, IntStream.range(0, net.size).toArray());
    }

    /**
     * The same where tasks come and go.
     *
     * @param names for each task a number that it keeps: what is drawn for it depends on that alone
     */
    public Tonight(Network net, Habits habits, Correction correction, long seed, int samples, int[] names) {
        this.net = net;
        this.habits = habits;
        this.correction = correction;
        this.samples = samples;
        schedule = new Schedule(net);
        factorPlace = new double[samples];
        drift = new double[samples];
        int n = net.size;
        chance = new float[samples * n];
        spread = new float[samples * n];
        failedShare = new float[samples * n];
        lasts = new double[n];
        seconds = Arrays.stream(habits.mu).map(Math::exp).toArray();
        long ofFactor = Dice.seed(seed, OF_FACTOR);
        long ofDrift = Dice.seed(seed, OF_DRIFT);
        long ofFailure = Dice.seed(seed, OF_FAILURE);
        long ofShare = Dice.seed(seed, OF_SHARE);
        for (int k = 0; k < samples; k++) {
            factorPlace[k] = (k + Dice.uniform(ofFactor, 0, k)) / samples;
            drift[k] = habits.drift * StudentT.quantile4(Dice.uniform(ofDrift, 0, k));
            for (int task = 0; task < n; task++) {
                int at = k * n + task;
                double u = Dice.uniform(seed, names[task], k);
                chance[at] = (float) u;
                spread[at] = (float) Math.exp(habits.scale[task] * habits.shape[task].at(u));
                if (Dice.uniform(ofFailure, names[task], k) < habits.failing[task]) {
                    failedShare[at] = (float) habits.failedShare[(int) (Dice.uniform(ofShare, names[task], k) * habits.failedShare.length)];
                }
            }
        }
    }

    /** What is to come, seen from that moment. */
    public Prediction at(Moment moment) {
        var factor = factor(moment);
        schedule.from(moment);
        int n = net.size;
        var ends = new float[samples * n];
        var durations = new float[samples * n];
        var overall = new double[samples];
        var critical = new int[n];
        int[] open = IntStream.range(0, n).filter(task -> moment.phase[task] != Moment.Phase.DONE).toArray();
        double stray = Math.min(1, FEW_DONE * doneShare(moment));
        for (int k = 0; k < samples; k++) {
            double g = factor.quantile(factorPlace[k]) + stray * drift[k];
            draw(moment, open, k, g);
            overall[k] = schedule.play((task, _) -> lasts[task]);
            for (int task : schedule.chain()) {
                critical[task]++;
            }
            int row = k * n;
            for (int task : open) {
                ends[row + task] = (float) schedule.end[task];
                durations[row + task] = (float) (schedule.end[task] - Math.max(moment.now, schedule.start[task]));
            }
        }
        return new Prediction(net, moment, overall, ends, durations, critical, correction.at(moment.now, habits.length),
                factor.mean(), habits);
    }

    private NightFactor factor(Moment moment) {
        var factor = habits.prior.copy();
        for (int task = 0; task < net.size; task++) {
            double loading = habits.lambda[task];
            if (loading == 0) {
                continue;
            }
            double scale = NightFactor.NARROWER * habits.scale[task];
            if (!Double.isNaN(moment.took[task]) && moment.phase[task] == Moment.Phase.DONE) {
                factor.finished(Math.log(Math.max(0.5, moment.pace[task] * moment.took[task])) - habits.mu[task], loading, scale);
            } else if (moment.phase[task] == Moment.Phase.RUNNING && moment.now > moment.since[task]) {
                factor.running(Math.log(moment.worked(task)) - habits.mu[task], loading, scale);
            }
        }
        factor.settle();
        return factor;
    }

    private static double doneShare(Moment moment) {
        return (double) Arrays.stream(moment.phase).filter(phase -> phase == Moment.Phase.DONE).count() / Math.max(1, moment.phase.length);
    }

    private void draw(Moment moment, int[] open, int sample, double g) {
        int row = sample * net.size;
        for (int task : open) {
            var phase = moment.phase[task];
            double slower = habits.lambda[task] * g;
            double centre = habits.mu[task] + slower;
            double usual = slower == 0 ? seconds[task] : seconds[task] * Math.exp(slower);
            if (phase == Moment.Phase.WAITING && failedShare[row + task] == 0) {
                lasts[task] = usual * spread[row + task];
                continue;
            }
            double failed = failedShare[row + task] == 0 ? 0 : failedShare[row + task] * usual + habits.retryDelay;
            switch (phase) {
                case RUNNING -> lasts[task] = failed + running(moment, task, centre, chance[row + task]);
                case RETRYING -> lasts[task] = failed + Math.max(moment.now, moment.since[task]) + usual * spread[row + task];
                case WAITING, READY -> lasts[task] = failed + usual * spread[row + task];
                case DONE -> throw new IllegalStateException("at rest already");
            }
        }
    }

    /** When a running try ends, which has not ended so far. */
    private double running(Moment moment, int task, double centre, double u) {
        double elapsed = moment.now - moment.since[task];
        double worked = moment.worked(task);
        double s = habits.scale[task];
        double whole = worked <= 0
                ? Math.exp(centre + s * habits.shape[task].at(u))
                : Math.max(worked, Math.exp(centre + s * habits.shape[task].beyond((Math.log(worked) - centre) / s, u)));
        double left = (whole - worked) / moment.paceNow[task];
        double done = moment.progress[task];
        if (done > LITTLE_PROGRESS && done < 1) {
            double weight = done * done;
            left = (1 - weight) * left + weight * elapsed * (1 - done) / done * moment.pace[task] / moment.paceNow[task];
        }
        return moment.since[task] + elapsed + left;
    }
}
