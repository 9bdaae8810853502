package comporta.dags;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** Standardised features and coefficients; knows when coefficients are the best ones, not how to find them. */
final class Regression {
    private static final double RIDGE = 1;
    private final List<double[]> rows;
    private final double[] coefficients;

    private Regression(List<double[]> rows, double[] coefficients) {
        this.rows = rows;
        this.coefficients = coefficients;
    }

    static Regression of(List<Ec2Type> types, List<ToDoubleFunction<Ec2Type>> features, double[] coefficients) {
        var means = features.stream().mapToDouble(f -> types.stream().mapToDouble(f).average().orElseThrow()).toArray();
        var deviations = new double[features.size()];
        for (int i = 0; i < deviations.length; i++) {
            int column = i;
            deviations[i] = Math.sqrt(types.stream()
                    .mapToDouble(type -> Math.pow(features.get(column).applyAsDouble(type) - means[column], 2))
                    .average().orElseThrow());
        }
        var rows = types.stream().map(type -> {
            var row = new double[features.size() + 1];
            row[0] = 1;
            for (int i = 0; i < deviations.length; i++) {
                row[i + 1] = (features.get(i).applyAsDouble(type) - means[i]) / deviations[i];
            }
            return row;
        }).toList();
        return new Regression(rows, coefficients);
    }

    double linear(int row) {
        double sum = 0;
        for (int i = 0; i < coefficients.length; i++) {
            sum += rows.get(row)[i] * coefficients[i];
        }
        return sum;
    }

    /** Greatest slope of the penalised loss, given each row's residual (wanted minus predicted): 0 at the optimum. */
    double steepest(double[] residuals) {
        double steepest = 0;
        for (int i = 0; i < coefficients.length; i++) {
            double slope = i == 0 ? 0 : -RIDGE * coefficients[i];
            for (int row = 0; row < residuals.length; row++) {
                slope += residuals[row] * rows.get(row)[i];
            }
            steepest = Math.max(steepest, Math.abs(slope));
        }
        return steepest;
    }

    double penalty() {
        double sum = 0;
        for (int i = 1; i < coefficients.length; i++) {
            sum += RIDGE / 2 * coefficients[i] * coefficients[i];
        }
        return sum;
    }
}
