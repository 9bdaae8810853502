package comporta.dags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Judges the iterative model: one state per iteration, each better than the last, the final one optimal. */
final class ChurnResults {
    private static final int ITERATIONS = 6;
    private final List<Ec2Type> types;
    private final Path out;

    ChurnResults(List<Ec2Type> types, Path out) {
        this.types = types;
        this.out = out;
    }

    void check() {
        var losses = new ArrayList<Double>();
        for (int i = 1; i <= ITERATIONS; i++) {
            losses.add(state(i).getFirst().number("loss"));
        }
        assertThat(losses).as("each launch went on where the last one ended").isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(losses.getFirst()).isGreaterThan(losses.getLast() + 0.01);
        assertThat(out.resolve("churn-model").toFile().list()).hasSize(ITERATIONS);

        var regression = regression();
        assertThat(regression.steepest(residuals(regression))).as("slope at the end").isLessThan(1e-3);
        assertThat(lastLoss()).isCloseTo(loss(regression), within(1e-9));
        var scores = Row.read(out.resolve("churn.csv"));
        assertThat(scores).hasSameSizeAs(types);
        for (int row = 0; row < types.size(); row++) {
            assertThat(scores.get(row).text("type")).isEqualTo(types.get(row).type());
            assertThat(scores.get(row).number("score")).isCloseTo(score(regression, row), within(1e-9));
        }
        assertThat(areaUnderCurve()).isBetween(0.8, 1.0);
    }

    double lastLoss() {
        return state(ITERATIONS).getFirst().number("loss");
    }

    /** The share of pairs, one leaving and one staying, whose scores are in the right order; a tie is half right. */
    double areaUnderCurve() {
        var regression = regression();
        double right = 0;
        long pairs = 0;
        for (int leaving = 0; leaving < types.size(); leaving++) {
            for (int staying = 0; staying < types.size(); staying++) {
                if (!types.get(leaving).currentGeneration() && types.get(staying).currentGeneration()) {
                    int order = Double.compare(score(regression, leaving), score(regression, staying));
                    right += order > 0 ? 1 : order == 0 ? 0.5 : 0;
                    pairs++;
                }
            }
        }
        return right / pairs;
    }

    private Regression regression() {
        var sizes = types.stream().collect(Collectors.groupingBy(Ec2Type::family, Collectors.counting()));
        return Regression.of(types, List.of(
                type -> Math.log(type.vCPU()),
                type -> Math.log(type.gibPerCpu()),
                Ec2Type::baseGHz,
                type -> type.arch().equals("arm64") ? 1 : 0,
                type -> type.localDiskGB() > 0 ? 1 : 0,
                type -> type.variant().length(),
                type -> Math.log(sizes.getOrDefault(type.family(), 0L))),
                state(ITERATIONS).stream().mapToDouble(row -> row.number("coefficient")).toArray());
    }

    private double[] residuals(Regression regression) {
        return IntStream.range(0, types.size()).mapToDouble(row -> leaving(row) - score(regression, row)).toArray();
    }

    private double loss(Regression regression) {
        double sum = regression.penalty();
        for (int row = 0; row < types.size(); row++) {
            double score = score(regression, row);
            sum -= Math.log(leaving(row) == 1 ? score : 1 - score);
        }
        return sum / types.size();
    }

    private int leaving(int row) {
        return types.get(row).currentGeneration() ? 0 : 1;
    }

    private static double score(Regression regression, int row) {
        return 1 / (1 + Math.exp(-regression.linear(row)));
    }

    private List<Row> state(int iteration) {
        return Row.read(out.resolve("churn-model/iteration-00" + iteration + ".csv"));
    }
}
