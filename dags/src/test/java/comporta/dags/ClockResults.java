package comporta.dags;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Judges the model that is solved at once: its coefficients must be the best ones for the catalogue. */
final class ClockResults {
    private final List<Ec2Type> all;
    private final List<Ec2Type> types;
    private final Regression regression;

    ClockResults(List<Ec2Type> all, Path out) {
        this.all = all;
        types = all.stream().filter(type -> before(type).isPresent()).toList();
        regression = Regression.of(types, List.of(
                this::ghzBefore,
                Ec2Type::generation,
                type -> type.arch().equals("arm64") ? 1 : 0,
                type -> type.bareMetal() ? 1 : 0,
                type -> Math.log(type.gibPerCpu())),
                Row.read(out.resolve("clock-model.csv")).stream().mapToDouble(row -> row.number("coefficient")).toArray());
    }

    void check() {
        assertThat(regression.steepest(residuals().toArray())).as("slope at the solution").isLessThan(1e-6);
        assertThat(explained()).isBetween(0.5, 1.0);
    }

    double rootMeanSquare() {
        return Math.sqrt(residuals().map(residual -> residual * residual).average().orElseThrow());
    }

    /** The share of the variance that the model explains. */
    double explained() {
        double mean = types.stream().mapToDouble(Ec2Type::baseGHz).average().orElseThrow();
        double spread = types.stream().mapToDouble(type -> Math.pow(type.baseGHz() - mean, 2)).sum();
        return 1 - residuals().map(residual -> residual * residual).sum() / spread;
    }

    private DoubleStream residuals() {
        return IntStream.range(0, types.size()).mapToDouble(row -> types.get(row).baseGHz() - regression.linear(row));
    }

    private double ghzBefore(Ec2Type type) {
        int before = before(type).orElseThrow();
        return all.stream().filter(other -> other.series().equals(type.series()) && other.generation() == before)
                .mapToDouble(Ec2Type::baseGHz).average().orElseThrow();
    }

    private OptionalInt before(Ec2Type type) {
        return all.stream().filter(other -> other.series().equals(type.series())).mapToInt(Ec2Type::generation)
                .filter(generation -> generation < type.generation()).max();
    }
}
