package comporta.backtest;

import comporta.forecast.Correction;
import java.util.Arrays;
import java.util.List;

/** Numbers over many nights. */
record Scores(List<NightTrial> trials) {
    /** Start, a quarter, a half, three quarters of a usual night. */
    static final List<Integer> QUARTERS = List.of(0, Correction.CHECKPOINTS / 4, Correction.CHECKPOINTS / 2,
            Correction.CHECKPOINTS * 3 / 4);
    private static final double FALSE_ALARMS = 0.05;
    private static final int BINS = 10;

    private interface Measure {
        double of(NightTrial trial, Said said);
    }

    private double mean(Method method, List<Integer> checkpoints, Measure measure) {
        double sum = 0;
        int n = 0;
        for (var trial : trials) {
            for (int i = 0; i < trial.at().size(); i++) {
                if (checkpoints.contains(trial.at().get(i))) {
                    sum += measure.of(trial, trial.of(method).get(i));
                    n++;
                }
            }
        }
        return n == 0 ? Double.NaN : sum / n;
    }

    double covers50(Method method, int checkpoint) {
        return mean(method, List.of(checkpoint), (trial, said) -> trial.end() <= said.p50() ? 1 : 0);
    }

    double covers90(Method method, List<Integer> checkpoints) {
        return mean(method, checkpoints, (trial, said) -> trial.end() <= said.p90() ? 1 : 0);
    }

    double loss(Method method, List<Integer> checkpoints) {
        return mean(method, checkpoints, (trial, said) -> said.loss(trial.end()));
    }

    double brier(Method method, List<Integer> checkpoints) {
        return mean(method, checkpoints, (trial, said) -> Math.pow(said.late() - (trial.isMissed() ? 1 : 0), 2));
    }

    /** How far stated chances of being late are from what came, weighted by how often they were stated. */
    double statedLessSeen(List<Integer> checkpoints) {
        var stated = new double[BINS];
        var seen = new double[BINS];
        int n = 0;
        for (var trial : trials) {
            for (int i = 0; i < trial.at().size(); i++) {
                if (checkpoints.contains(trial.at().get(i))) {
                    double late = trial.of(Method.OURS).get(i).late();
                    int bin = Math.min(BINS - 1, (int) (late * BINS));
                    stated[bin] += late;
                    seen[bin] += trial.isMissed() ? 1 : 0;
                    n++;
                }
            }
        }
        double sum = 0;
        for (int bin = 0; bin < BINS; bin++) {
            sum += Math.abs(stated[bin] - seen[bin]);
        }
        return sum / n;
    }

    /** The lowest chance at which to warn with at most one night in twenty alarmed for nothing. */
    double threshold(Method method) {
        for (int hundredths = 1; hundredths < 100; hundredths++) {
            if (falseAlarms(method, hundredths / 100.0) <= FALSE_ALARMS) {
                return hundredths / 100.0;
            }
        }
        return 1;
    }

    /** Share of nights that are alarmed and make it. */
    double falseAlarms(Method method, double threshold) {
        return trials.stream().filter(trial -> !trial.isMissed() && trial.isAlarmed(method, threshold)).count() / (double) trials.size();
    }

    /** Of missed nights, the share that was warned so long before the deadline. */
    double warned(Method method, double seconds) {
        double threshold = threshold(method);
        var missed = trials.stream().filter(NightTrial::isMissed).toList();
        return missed.stream().filter(trial -> trial.warned(method, threshold) >= seconds).count() / (double) missed.size();
    }

    /** Median of how long before the deadline missed nights were warned; 0 for those that were not. */
    double warning(Method method) {
        double threshold = threshold(method);
        var sorted = trials.stream().filter(NightTrial::isMissed).mapToDouble(trial -> trial.warned(method, threshold)).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    long missed() {
        return trials.stream().filter(NightTrial::isMissed).count();
    }

    /** Coverage of p90 of the DAG that is farthest from nine in ten. */
    double[] dagsCover90() {
        return trials.stream().mapToInt(NightTrial::dag).distinct()
                .mapToDouble(dag -> new Scores(trials.stream().filter(trial -> trial.dag() == dag).toList())
                        .covers90(Method.OURS, QUARTERS))
                .sorted().toArray();
    }

    static double[] range(double[] sorted) {
        return new double[] {sorted[0], Arrays.stream(sorted).max().orElse(sorted[0])};
    }
}
