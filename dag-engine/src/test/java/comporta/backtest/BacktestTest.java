package comporta.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small: the whole table is what {@code comporta forecast backtest} prints, and bench/forecast measures. */
class BacktestTest {
    @Test
    void aSmallDagIsForecastBetterThanByItsMeanAndByItsPath() {
        var report = Backtest.generated(80, 3, 60, Variant.USUAL, List.of(60), _ -> {});
        assertThat(report.n()).isGreaterThan(140);
        assertThat(report.coverageP90()).isBetween(0.8, 0.99);
        assertThat(report.pinball()).isLessThan(0.6 * report.pinballMean10());
        assertThat(report.falseAlarms()).isLessThanOrEqualTo(1.0);
    }

    @Test
    void theSameSeedSaysTheSame() {
        assertThat(Backtest.generated(60, 5, 20, Variant.USUAL, List.of(60), _ -> {}).lines())
                .isEqualTo(Backtest.generated(60, 5, 20, Variant.USUAL, List.of(60), _ -> {}).lines())
                .isNotEqualTo(Backtest.generated(60, 6, 20, Variant.USUAL, List.of(60), _ -> {}).lines());
    }

    @Test
    void runsThatAreSlowTogetherAreFoundOutWhileTheyRun(@TempDir Path folder) throws Exception {
        var dice = new SplittableRandom(1);
        for (int run = 0; run < 6; run++) {
            double factor = Math.exp(0.4 * dice.nextGaussian());
            var tasks = new StringBuilder();
            for (int task = 0; task < 40; task++) {
                tasks.append(task == 0 ? "" : ",").append("[\"work_ID").append(task).append("\",").append(100 * factor * Math.exp(0.1 * dice.nextGaussian()))
                        .append(",null,[]]");
            }
            Files.writeString(folder.resolve("family-" + run + ".json"), "{\"tasks\":[" + tasks + "]}");
        }
        var report = Backtest.traces(folder, 100);
        assertThat(report.n()).isEqualTo(24);
        assertThat(report.pinball()).isLessThan(0.5 * report.pinballMean10());
    }
}
