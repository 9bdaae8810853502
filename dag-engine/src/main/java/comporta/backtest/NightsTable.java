package comporta.backtest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table and the bars of generated nights. */
final class NightsTable {
    private static final List<String> WHEN = List.of("start", "1/4", "1/2", "3/4");
    private static final double HOUR = 3600;

    private NightsTable() {}

    static BacktestReport of(Scores scores, Variant variant) {
        int n = scores.trials().stream().mapToInt(trial -> (int) trial.at().stream().filter(Scores.QUARTERS::contains).count()).sum();
        return new BacktestReport(
                n, scores.covers90(Method.OURS, Scores.QUARTERS), scores.loss(Method.OURS, Scores.QUARTERS),
                scores.loss(Method.MEAN, Scores.QUARTERS),
                scores.loss(Method.MEAN_SD, Scores.QUARTERS), scores.warning(Method.OURS),
                20 * scores.falseAlarms(Method.OURS, scores.threshold(Method.OURS)), table(scores), bars(scores, variant));
    }

    private static List<String> table(Scores scores) {
        var lines = new ArrayList<String>();
        lines.add(scores.trials().size() + " nights judged, of which " + scores.missed() + " missed their deadline");
        lines.add("");
        lines.add("at     forecaster    p50 covers  p90 covers  loss (s)  against mean10  against cp+kσ  Brier of P(late)");
        for (int i = 0; i < WHEN.size(); i++) {
            var at = List.of(Scores.QUARTERS.get(i));
            for (var method : Method.values()) {
                lines.add(String.format(
                        Locale.ROOT, "%-6s %-12s %10.1f%% %10.1f%% %9.0f %+14.0f%% %+13.0f%% %17.3f", WHEN.get(i), method.word,
                        100 * scores.covers50(method, at.getFirst()), 100 * scores.covers90(method, at), scores.loss(method, at),
                        100 * (ratio(scores, method, Method.MEAN, at) - 1), 100 * (ratio(scores, method, Method.CRITICAL_PATH, at) - 1),
                        scores.brier(method, at)));
            }
        }
        lines.add("");
        lines.add("warnings, at most 1 false alarm in 20 nights    warn from  missed nights warned  60 min before  median");
        for (var method : List.of(Method.MEAN_SD, Method.CRITICAL_PATH, Method.OURS)) {
            lines.add(String.format(
                    Locale.ROOT, "%-46s %9.0f%% %20.0f%% %13.0f%% %3.0f min", method.word, 100 * scores.threshold(method),
                    100 * scores.warned(method, 1), 100 * scores.warned(method, HOUR), scores.warning(method) / 60));
        }
        return lines;
    }

    private static double ratio(Scores scores, Method method, Method other, List<Integer> at) {
        return scores.loss(method, at) / scores.loss(other, at);
    }

    private static List<Bar> bars(Scores scores, Variant variant) {
        var bars = new ArrayList<Bar>();
        for (int i = 0; i < WHEN.size(); i++) {
            int at = Scores.QUARTERS.get(i);
            bars.add(Bar.within("p90 covers at " + WHEN.get(i), scores.covers90(Method.OURS, List.of(at)), 0.87, 0.93));
            bars.add(Bar.within("p50 covers at " + WHEN.get(i), scores.covers50(Method.OURS, at), 0.45, 0.55));
        }
        var dags = scores.dagsCover90();
        bars.add(Bar.within("p90 covers, lowest DAG", dags[0], 0.84, 0.96));
        bars.add(Bar.within("p90 covers, highest DAG", dags[dags.length - 1], 0.84, 0.96));
        var start = Scores.QUARTERS.subList(0, 1);
        var later = Scores.QUARTERS.subList(1, Scores.QUARTERS.size());
        var usual = variant == Variant.USUAL;
        if (usual) {
            bars.add(Bar.atMost("loss over mean10's at the start", ratio(scores, Method.OURS, Method.MEAN, start), 0.85, ""));
            bars.add(Bar.atMost("loss over mean10's from 1/4 on", ratio(scores, Method.OURS, Method.MEAN, later), 0.5, ""));
            bars.add(Bar.atMost("Brier of P(late) over cp+kσ's from 1/4 on",
                    scores.brier(Method.OURS, later) / scores.brier(Method.CRITICAL_PATH, later), 0.6, ""));
            bars.add(Bar.atMost("stated less seen P(late), weighted", scores.statedLessSeen(later), 0.03, ""));
        }
        bars.add(Bar.atMost("loss over cp+kσ's at the start", ratio(scores, Method.OURS, Method.CRITICAL_PATH, start), 1, ""));
        bars.add(Bar.atMost("loss over cp+kσ's from 1/4 on", ratio(scores, Method.OURS, Method.CRITICAL_PATH, later),
                usual ? 0.65 : 0.8, ""));
        bars.add(Bar.atLeast("misses warned 60 min before", scores.warned(Method.OURS, HOUR), usual ? 0.9 : 0.55, ""));
        bars.add(Bar.atLeast("median warning over cp+kσ's", scores.warning(Method.OURS) / scores.warning(Method.CRITICAL_PATH), 1.5, ""));
        return bars;
    }
}
