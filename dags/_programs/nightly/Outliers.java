package nightly;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Dataset: the types whose memory per vCPU, or clock, is unlike their family's. */
final class Outliers {
    static final String FILE = "outliers.csv";
    private static final Map<String, ToDoubleFunction<InstanceType>> MEASURES = new LinkedHashMap<>();

    static {
        MEASURES.put("gib_per_vcpu", InstanceType::gibPerCpu);
        MEASURES.put("ghz", InstanceType::ghz);
    }

    private Outliers() {}

    static void compute(Path catalogue, Path out, double threshold) throws IOException {
        var outliers = new Dataset("type", "family", "measure", "value", "family_median", "z");
        var names = new ArrayList<String>();
        Catalogue.byFamily(Catalogue.read(catalogue)).forEach((family, members) -> MEASURES.forEach((measure, of) -> {
            var values = members.stream().mapToDouble(of).toArray();
            double median = median(values);
            double scale = scale(values, median);
            for (var type : members) {
                double z = scale == 0 ? 0 : (of.applyAsDouble(type) - median) / scale;
                if (Math.abs(z) > threshold) {
                    outliers.add(type.name(), family, measure, of.applyAsDouble(type), median, z);
                    names.add(type.name());
                }
            }
        }));
        outliers.write(out.resolve(FILE));
        System.out.println(outliers.size() + " values beyond " + threshold + ": " + String.join(" ", names));
        new Figures().with("flagged", outliers.size()).with("types", names.stream().distinct().toList()).handOn();
    }

    /**
     * One standard deviation, estimated in a way that the outliers themselves hardly move: from the median of the
     * distances to the median, or, where more than half of them are zero, from their mean (Iglewicz and Hoaglin).
     */
    private static double scale(double[] values, double median) {
        var distances = Arrays.stream(values).map(value -> Math.abs(value - median)).toArray();
        double middle = median(distances);
        return middle > 0 ? middle / 0.6745 : 1.253314 * Arrays.stream(distances).average().orElse(0);
    }

    private static double median(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
