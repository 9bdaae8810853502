package comporta.backtest;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a backtest came to.
 *
 * @param n forecasts at the four checkpoints
 * @param coverageP90 share of ends by the p90
 * @param pinball mean of the losses at p50 and p90; seconds, of traces per cent of the true end
 * @param pinballMean10 the same of the mean of the last ten runs
 * @param pinballMeanSd the same with its p90 at 1.28 standard deviations
 * @param warningSeconds median time from the warning to the deadline of missed nights; null: nothing was due
 * @param falseAlarms nights in twenty that were alarmed and made it; null: nothing was due
 * @param table lines for people
 */
public record BacktestReport(
        int n, double coverageP90, double pinball, double pinballMean10, double pinballMeanSd, @Nullable Double warningSeconds,
        @Nullable Double falseAlarms, List<String> table, List<Bar> bars) {
    public BacktestReport {
        table = List.copyOf(table);
        bars = List.copyOf(bars);
    }

    /** Whether all that is asked for is met. */
    public boolean isMet() {
        return bars.stream().allMatch(Bar::met);
    }

    /** The table, then each bar with whether it is met. */
    public List<String> lines() {
        var lines = new ArrayList<>(table);
        lines.add("");
        int width = bars.stream().mapToInt(bar -> bar.what().length()).max().orElse(1);
        int asked = bars.stream().mapToInt(bar -> bar.asked().length()).max().orElse(1);
        lines.addAll(bars.stream()
                .map(bar -> (bar.met() ? "met    " : "BELOW  ") + pad(bar.what(), width) + "  " + pad(bar.asked(), asked) + "  " + bar.is())
                .collect(Collectors.toList()));
        return lines;
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
