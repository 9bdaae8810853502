package nightly;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The programs of the example nightly: {@code PROGRAM OUT [ARGUMENT…]}. */
public final class Program {
    private Program() {}

    public static void main(String[] arguments) throws IOException {
        var out = Path.of(arguments[1]);
        List<String> rest = Arrays.asList(arguments).subList(2, arguments.length);
        switch (arguments[0]) {
            case "families" -> Families.compute(Path.of(rest.get(0)), out);
            case "outliers" -> Outliers.compute(Path.of(rest.get(0)), out, Double.parseDouble(rest.get(1)));
            case "growth" -> Growth.compute(out);
            case "churn" -> ChurnModel.iterate(Path.of(rest.get(0)), out, iteration());
            case "clock" -> ClockModel.fit(Path.of(rest.get(0)), out);
            case "report" -> Report.write(out, rest.get(0), rest.subList(1, rest.size()));
            default -> throw new IllegalArgumentException("there is no program \"" + arguments[0]
                    + "\"; there are families, outliers, growth, churn, clock and report");
        }
    }

    private static int iteration() {
        var iteration = System.getenv("COMPORTA_ITERATION");
        if (iteration == null) {
            throw new IllegalStateException("COMPORTA_ITERATION is not set: run this as a task with the operator model");
        }
        return Integer.parseInt(iteration);
    }
}
