package nightly;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Model: the clock rate of a type, from the generation before it; a ridge regression, solved at once. */
final class ClockModel {
    static final String FILE = "clock-model.csv";
    private static final List<String> FEATURES =
            List.of("constant", "ghz_before", "generation", "arm", "bare_metal", "log2_gib_per_vcpu");
    private static final double RIDGE = 1;

    private ClockModel() {}

    static void fit(Path catalogue, Path out) throws IOException {
        var ghzBefore = ghzBefore(Dataset.read(out.resolve(Growth.FILE)));
        var types = Catalogue.read(catalogue).stream()
                .filter(type -> ghzBefore.containsKey(generationOf(type)))
                .toList();
        var rows = Matrix.standardised(types.stream().map(type -> new double[] {
            ghzBefore.get(generationOf(type)), type.familyName().generation(), type.isArm() ? 1 : 0,
            type.bareMetal() ? 1 : 0, Math.log(type.gibPerCpu()) / Math.log(2)
        }).toArray(double[][]::new));
        var ghz = types.stream().mapToDouble(InstanceType::ghz).toArray();

        var moments = new double[FEATURES.size()];
        for (int row = 0; row < rows.length; row++) {
            for (int i = 0; i < moments.length; i++) {
                moments[i] += rows[row][i] * ghz[row];
            }
        }
        var ones = new double[rows.length];
        Arrays.fill(ones, 1);
        var coefficients = Matrix.solve(rows, ones, RIDGE, moments);

        double mean = Arrays.stream(ghz).average().orElseThrow();
        double missed = 0;
        double spread = 0;
        for (int row = 0; row < rows.length; row++) {
            missed += square(ghz[row] - Matrix.dot(rows[row], coefficients));
            spread += square(ghz[row] - mean);
        }
        var model = new Dataset("feature", "coefficient");
        for (int i = 0; i < coefficients.length; i++) {
            model.add(FEATURES.get(i), coefficients[i]);
        }
        model.write(out.resolve(FILE));
        double rmse = Math.sqrt(missed / rows.length);
        double rSquared = 1 - missed / spread;
        System.out.println(rows.length + " types: rmse " + rmse + " GHz, r2 " + rSquared);
        new Figures().with("types", rows.length).with("rmse", rmse).with("r2", rSquared).handOn();
    }

    /** By series and generation, e.g. m5: the mean clock of the generation before it. */
    private static Map<String, Double> ghzBefore(Dataset growth) {
        var result = new HashMap<String, Double>();
        for (int row = 0; row < growth.size(); row++) {
            if (!growth.text(row, "before").isEmpty()) {
                result.put(growth.text(row, "series") + growth.text(row, "generation"),
                        growth.number(row, "mean_ghz") / growth.number(row, "ghz_ratio"));
            }
        }
        return result;
    }

    private static String generationOf(InstanceType type) {
        return type.familyName().series() + type.familyName().generation();
    }

    private static double square(double value) {
        return value * value;
    }
}
