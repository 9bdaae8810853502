package comporta.backtest;

import comporta.forecast.Correction;
import comporta.forecast.Lessons;
import comporta.forecast.Prediction;
import comporta.forecast.Tonight;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The nights of one generated DAG, each forecast with what the nights before it taught. */
final class GeneratedTrial {
    private static final int TEACHING = 40;
    private static final int SCORING = 22;
    private static final double DEADLINE = 0.94;
    /** A night twice as long as usual is watched to its end. */
    private static final int MOST_CHECKPOINTS = 2 * Correction.CHECKPOINTS;

    private final int number;
    private final GeneratedDag dag;
    private final List<GeneratedNight> nights;
    private final double due;
    private final long seed;
    private final int samples;
    private final Lessons lessons;
    private final Correction correction = new Correction();
    private final Baselines baselines;

    GeneratedTrial(int number, int size, long seed, int nights, int samples, Variant variant) {
        this.number = number;
        this.seed = seed;
        this.samples = samples;
        dag = GeneratedDag.of(size, seed, nights, variant);
        this.nights = dag.nights(seed, nights, variant);
        var ends = this.nights.stream().mapToDouble(GeneratedNight::end).sorted().toArray();
        due = ends[Math.min(ends.length - 1, (int) Math.ceil(DEADLINE * ends.length) - 1)];
        var apart = new boolean[size];
        Arrays.fill(apart, 0, dag.boots, true);
        var declared = new double[size];
        Arrays.fill(declared, Double.NaN);
        lessons = new Lessons(apart, declared, new double[] {300});
        baselines = new Baselines(dag.net);
    }

    List<NightTrial> run() {
        var trials = new ArrayList<NightTrial>();
        for (int d = 0; d < nights.size(); d++) {
            if (d >= SCORING) {
                var trial = night(d);
                if (d >= TEACHING) {
                    trials.add(trial);
                }
            }
            var night = nights.get(d);
            lessons.learn(night.past());
            var took = new double[dag.size];
            Arrays.setAll(took, night::took);
            baselines.learn(night.end(), took);
        }
        return trials;
    }

    private NightTrial night(int d) {
        var night = nights.get(d);
        double length = baselines.usualLength();
        var tonight = new Tonight(dag.net, lessons.before(night.weekday()), correction, seed * 1000 + d, samples);
        var trial = new NightTrial(number, night.end(), due, new ArrayList<>(), new ArrayList<>(), NightTrial.none());
        var scores = new double[MOST_CHECKPOINTS];
        Arrays.fill(scores, Double.NaN);
        for (int k = 0; k < MOST_CHECKPOINTS; k++) {
            double now = length * k / Correction.CHECKPOINTS;
            if (now >= night.end()) {
                break;
            }
            var moment = night.at(now);
            var ours = tonight.at(moment);
            scores[k] = Correction.score(ours.uncorrected(0.5), ours.uncorrected(0.9), night.end());
            trial.at().add(k);
            trial.times().add(now);
            trial.of(Method.OURS).add(said(ours));
            trial.of(Method.MEAN).add(baselines.mean(now, due, false));
            trial.of(Method.MEAN_SD).add(baselines.mean(now, due, true));
            trial.of(Method.CRITICAL_PATH).add(baselines.criticalPath(moment, due));
        }
        correction.learn(scores);
        return trial;
    }

    private Said said(Prediction ours) {
        return new Said(ours.end(0.5), ours.end(0.9), ours.late(due));
    }
}
