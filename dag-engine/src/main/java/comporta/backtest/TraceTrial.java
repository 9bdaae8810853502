package comporta.backtest;

import comporta.forecast.Correction;
import comporta.forecast.FewRuns;
import comporta.forecast.Moment;
import comporta.forecast.Quantiles;
import comporta.forecast.Schedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Recorded runs of one family, each forecast from all others. */
final class TraceTrial {
    static final double[] SHARES = {0, 0.25, 0.5, 0.75};
    private static final int ENOUGH_TO_CORRECT = 8;
    private static final int SAMPLES_TO_CORRECT = 100;

    private final List<Trace> family;
    private final UnaryOperator<String> kinds;
    private final List<Schedule> played;
    private final double[] ends;
    private final int samples;
    private final Map<List<Integer>, FewRuns> learned = new HashMap<>();

    /** One forecast. */
    record Row(String family, String trace, double share, double end, Map<Method, Said> said) {
        Said of(Method method) {
            return Objects.requireNonNull(said.get(method));
        }
    }

    TraceTrial(List<Trace> family, int samples) {
        this.family = family;
        this.samples = samples;
        kinds = Trace.kinds(family);
        played = family.stream().map(Trace::played).toList();
        ends = new double[family.size()];
        for (int i = 0; i < ends.length; i++) {
            for (int task = 0; task < family.get(i).seconds().length; task++) {
                ends[i] = Math.max(ends[i], played.get(i).endOf(task));
            }
        }
    }

    List<Row> run() {
        var rows = new ArrayList<Row>();
        for (int i = 0; i < family.size(); i++) {
            int run = i;
            var others = IntStream.range(0, family.size()).filter(each -> each != run).boxed().toList();
            for (int share = 0; share < SHARES.length; share++) {
                rows.add(row(run, others, share));
            }
        }
        return rows;
    }

    private Row row(int run, List<Integer> others, int share) {
        var trace = family.get(run);
        var moment = trace.when(SHARES[share], played.get(run));
        var said = new EnumMap<Method, Said>(Method.class);
        var past = others.stream().mapToDouble(each -> ends[each]).toArray();
        double mean = Arrays.stream(past).average().orElse(0);
        double sd = Math.sqrt(Arrays.stream(past).map(each -> (each - mean) * (each - mean)).sum() / Math.max(1, past.length - 1));
        said.put(Method.MEAN, new Said(Math.max(moment.now(), mean), Math.max(moment.now(), mean), 0));
        said.put(Method.MEAN_SD, new Said(Math.max(moment.now(), mean), Math.max(moment.now(), mean + Baselines.K90 * sd), 0));
        said.put(Method.CRITICAL_PATH, criticalPath(trace, others, moment));
        double[] sorted = ends(run, others, moment, samples);
        said.put(Method.OURS, corrected(sorted, others, share, moment));
        return new Row(trace.family(), trace.name(), SHARES[share], ends[run], said);
    }

    private double[] ends(int run, List<Integer> others, Moment moment, int count) {
        var trace = family.get(run);
        return learned.computeIfAbsent(others, all -> new FewRuns(all.stream().map(each -> family.get(each).run(kinds)).toList()))
                .ends(trace.network(), trace.ids(), trace.ids().stream().map(kinds).toList(), moment, run, count);
    }

    /** By how forecasts of the others from each other strayed; with fewer than enough of them nothing is corrected. */
    private Said corrected(double[] sorted, List<Integer> others, int share, Moment moment) {
        double p50 = Quantiles.of(sorted, 0.5);
        double p90 = Quantiles.of(sorted, 0.9);
        if (others.size() < ENOUGH_TO_CORRECT) {
            return new Said(p50, p90, 0);
        }
        var scores = new double[others.size()];
        for (int i = 0; i < scores.length; i++) {
            int other = others.get(i);
            var rest = others.stream().filter(each -> each != other).toList();
            double[] of = ends(other, rest, family.get(other).when(SHARES[share], played.get(other)), SAMPLES_TO_CORRECT);
            scores[i] = Correction.score(Quantiles.of(of, 0.5), Quantiles.of(of, 0.9), ends[other]);
        }
        var better = Correction.corrected(scores, sorted, moment.now());
        return new Said(Quantiles.of(better, 0.5), Quantiles.of(better, 0.9), 0);
    }

    /** Means and deviations by task id, else by kind; the rest played with means. */
    private Said criticalPath(Trace trace, List<Integer> others, Moment moment) {
        var byId = new LinkedHashMap<String, List<Double>>();
        var byKind = new LinkedHashMap<String, List<Double>>();
        for (int other : others) {
            var of = family.get(other);
            for (int task = 0; task < of.seconds().length; task++) {
                double seconds = of.seconds()[task];
                byId.computeIfAbsent(of.ids().get(task), _ -> new ArrayList<>()).add(seconds);
                byKind.computeIfAbsent(kinds.apply(of.ids().get(task)), _ -> new ArrayList<>()).add(seconds);
            }
        }
        int n = trace.seconds().length;
        var mean = new double[n];
        var variance = new double[n];
        for (int task = 0; task < n; task++) {
            var values = byId.getOrDefault(trace.ids().get(task), byKind.getOrDefault(kinds.apply(trace.ids().get(task)), List.of(0.0)));
            double centre = values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
            mean[task] = centre;
            variance[task] = values.stream().mapToDouble(each -> (each - centre) * (each - centre)).sum() / Math.max(1, values.size() - 1);
        }
        var schedule = new Schedule(trace.network());
        schedule.from(moment);
        double p50 = schedule.play((task, start) -> start < moment.now() ? Math.max(moment.now(), start + mean[task]) : mean[task]);
        double sum = 0;
        for (int task : schedule.chain()) {
            sum += schedule.endOf(task) > moment.now() ? variance[task] : 0;
        }
        return new Said(p50, p50 + Baselines.K90 * Math.sqrt(sum), 0);
    }
}
