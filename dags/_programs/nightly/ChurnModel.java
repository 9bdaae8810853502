package nightly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Model: which instance types are on their way out. A logistic regression of "previous generation", one Newton step
 * per launch; what a launch learned lies in a file of its own, from which the next one goes on.
 */
final class ChurnModel {
    static final String SCORES = "churn.csv";
    static final String FOLDER = "churn-model";
    private static final List<String> FEATURES = List.of("constant", "log2_vcpu", "log2_gib_per_vcpu", "ghz", "arm",
            "local_disk", "variant_letters", "log2_types_in_family");
    private static final double RIDGE = 1;

    private final List<InstanceType> types;
    private final double[][] rows;
    private final double[] leaving;

    private ChurnModel(List<InstanceType> types, Map<String, Integer> familySizes) {
        this.types = types;
        rows = Matrix.standardised(types.stream().map(type -> new double[] {
            log2(type.cpus()), log2(type.gibPerCpu()), type.ghz(), type.isArm() ? 1 : 0,
            type.localDiskGb() > 0 ? 1 : 0, type.familyName().variant().length(), log2(familySizes.get(type.family()))
        }).toArray(double[][]::new));
        leaving = types.stream().mapToDouble(type -> type.currentGeneration() ? 0 : 1).toArray();
    }

    /** One iteration. A repeated launch starts where its first one did, so its result is the same. */
    static void iterate(Path catalogue, Path out, int iteration) throws IOException {
        var sizes = new HashMap<String, Integer>();
        var families = Dataset.read(out.resolve(Families.FILE));
        for (int row = 0; row < families.size(); row++) {
            sizes.put(families.text(row, "family"), (int) families.number(row, "types"));
        }
        var model = new ChurnModel(Catalogue.read(catalogue), sizes);
        var folder = out.resolve(FOLDER);
        var state = model.newtonStep(lastBefore(iteration, folder));

        var written = new Dataset("feature", "coefficient", "loss");
        double loss = model.loss(state);
        for (int i = 0; i < state.length; i++) {
            written.add(FEATURES.get(i), state[i], loss);
        }
        written.write(stateFile(folder, iteration));
        var scores = model.scores(state);
        model.writeScores(scores, out.resolve(SCORES));
        double auc = model.areaUnderCurve(scores);
        System.out.println("iteration " + iteration + ": loss " + loss + ", auc " + auc);
        // Each launch hands on what is known so far; those of the last one stand.
        new Figures().with("auc", auc).with("loss", loss).with("iteration", iteration).handOn();
    }

    private static Path stateFile(Path folder, int iteration) {
        return folder.resolve(String.format(Locale.ROOT, "iteration-%03d.csv", iteration));
    }

    private static double[] lastBefore(int iteration, Path folder) throws IOException {
        for (int before = iteration - 1; before >= 0; before--) {
            var file = stateFile(folder, before);
            if (Files.exists(file)) {
                var state = Dataset.read(file);
                return IntStream.range(0, state.size()).mapToDouble(row -> state.number(row, "coefficient")).toArray();
            }
        }
        return new double[FEATURES.size()];
    }

    private double[] newtonStep(double[] from) {
        var weights = new double[rows.length];
        var downhill = new double[from.length];
        var scores = scores(from);
        for (int row = 0; row < rows.length; row++) {
            weights[row] = scores[row] * (1 - scores[row]);
            for (int i = 0; i < from.length; i++) {
                downhill[i] += (leaving[row] - scores[row]) * rows[row][i];
            }
        }
        for (int i = 1; i < from.length; i++) {
            downhill[i] -= RIDGE * from[i];
        }
        var step = Matrix.solve(rows, weights, RIDGE, downhill);
        return IntStream.range(0, from.length).mapToDouble(i -> from[i] + step[i]).toArray();
    }

    private double[] scores(double[] state) {
        return Arrays.stream(rows).mapToDouble(row -> 1 / (1 + Math.exp(-Matrix.dot(row, state)))).toArray();
    }

    /** What Newton's steps make small: minus the log likelihood, with the ridge, per type. */
    private double loss(double[] state) {
        double sum = 0;
        for (int row = 0; row < rows.length; row++) {
            double towards = (leaving[row] == 1 ? 1 : -1) * Matrix.dot(rows[row], state);
            sum += Math.log1p(Math.exp(-towards));
        }
        for (int i = 1; i < state.length; i++) {
            sum += RIDGE / 2 * state[i] * state[i];
        }
        return sum / rows.length;
    }

    private void writeScores(double[] scores, Path file) throws IOException {
        var dataset = new Dataset("type", "leaving", "score");
        for (int row = 0; row < rows.length; row++) {
            dataset.add(types.get(row).name(), leaving[row] == 1, scores[row]);
        }
        dataset.write(file);
    }

    /** By the sum of ranks, in which equal scores share their mean rank. */
    private double areaUnderCurve(double[] scores) {
        var order = new ArrayList<>(IntStream.range(0, scores.length).boxed().toList());
        order.sort(Comparator.comparingDouble(row -> scores[row]));
        double rankSum = 0;
        double positives = Arrays.stream(leaving).sum();
        for (int from = 0; from < order.size();) {
            int to = from;
            double here = 0;
            while (to < order.size() && scores[order.get(to)] == scores[order.get(from)]) {
                here += leaving[order.get(to++)];
            }
            rankSum += here * (from + 1 + to) / 2;
            from = to;
        }
        return (rankSum - positives * (positives + 1) / 2) / (positives * (scores.length - positives));
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }
}
