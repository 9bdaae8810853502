package comporta.backtest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The table and the bars of recorded runs. Losses are per cent of the true end. */
final class TracesTable {
    /** Recorded five times in five sizes: the family whose bars are known to be within reach. */
    private static final String JUDGED = "srasearch";

    private TracesTable() {}

    static BacktestReport of(List<TraceTrial.Row> rows) {
        var lines = new ArrayList<String>();
        var bars = new ArrayList<Bar>();
        for (var family : rows.stream().map(TraceTrial.Row::family).distinct().toList()) {
            var own = rows.stream().filter(row -> row.family().equals(family)).toList();
            lines.add(family + ": " + own.size() / TraceTrial.SHARES.length + " runs on 8 slots, each forecast from the others");
            lines.add("forecaster     p50 covers  p90 covers  loss (%) when 0 / 25 / 50 / 75 % of the tasks have ended");
            for (var method : Method.values()) {
                lines.add(String.format(
                        Locale.ROOT, "%-13s %10.0f%% %10.0f%%  %s",
                        method == Method.MEAN ? "mean of runs" : method == Method.MEAN_SD ? "mean+sd" : method.word,
                        100 * covers(own, method, false), 100 * covers(own, method, true), losses(own, method)));
            }
            lines.add("");
            bars(family, own, bars);
        }
        return new BacktestReport(
                rows.size(), covers(rows, Method.OURS, true), loss(rows, Method.OURS), loss(rows, Method.MEAN),
                loss(rows, Method.MEAN_SD), null, null,
                lines, bars);
    }

    private static void bars(String family, List<TraceTrial.Row> rows, List<Bar> bars) {
        if (family.equals(JUDGED)) {
            bars.add(Bar.atLeast(family + ": p90 covers", covers(rows, Method.OURS, true), 0.84, ""));
            bars.add(Bar.within(family + ": p50 covers", covers(rows, Method.OURS, false), 0.40, 0.65));
            bars.add(Bar.atMost(family + ": loss over the mean of runs'", loss(rows, Method.OURS) / loss(rows, Method.MEAN), 0.55, ""));
            bars.add(Bar.atMost(family + ": loss over cp+kσ's", loss(rows, Method.OURS) / loss(rows, Method.CRITICAL_PATH), 0.8, ""));
        } else {
            bars.add(Bar.atMost(family + ": loss over the mean of runs'", loss(rows, Method.OURS) / loss(rows, Method.MEAN), 1, ""));
        }
    }

    private static double covers(List<TraceTrial.Row> rows, Method method, boolean is90) {
        return rows.stream()
                .mapToInt(row -> row.end() <= (is90 ? row.of(method).p90() : row.of(method).p50()) ? 1 : 0)
                .average()
                .orElse(Double.NaN);
    }

    private static double loss(List<TraceTrial.Row> rows, Method method) {
        return rows.stream().mapToDouble(row -> 100 * row.of(method).loss(row.end()) / row.end()).average().orElse(Double.NaN);
    }

    private static String losses(List<TraceTrial.Row> rows, Method method) {
        return String.join(" / ", Arrays.stream(TraceTrial.SHARES)
                .mapToObj(share ->
                        String.format(Locale.ROOT, "%.1f", loss(rows.stream().filter(row -> row.share() == share).toList(), method)))
                .toList());
    }
}
