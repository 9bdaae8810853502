package nightly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The morning's report: Markdown for people, the same figures as JSON for programs. */
final class Report {
    static final String FILE = "report.md";
    static final String NUMBERS = "numbers.json";

    private Report() {}

    /** The figures come as {@code name=value} from the outputs of the tasks above; an absent one is empty. */
    static void write(Path out, String date, List<String> arguments) throws IOException {
        Map<String, String> given = new TreeMap<>();
        for (var argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("\"" + argument + "\" is not name=value");
            }
            given.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        var figures = new Figures().with("date", date);
        given.forEach((name, value) -> {
            if (!value.isEmpty()) {
                figures.with(name, value.matches("-?\\d.*") ? (Object) Double.valueOf(value) : value);
            }
        });
        Dataset.replace(out.resolve(NUMBERS), figures.json());
        Dataset.replace(out.resolve(FILE), markdown(out, date, given));
        System.out.println(out.resolve(FILE));
        new Figures().with("report", out.resolve(FILE).toString()).handOn();
    }

    private static String markdown(Path out, String date, Map<String, String> given) throws IOException {
        var text = new StringBuilder("# EC2 instance types, " + date + "\n\n| figure | value |\n| --- | --- |\n");
        given.forEach((name, value) ->
                text.append("| %s | %s |\n".formatted(name, value.isEmpty() ? "not computed tonight" : value)));

        text.append("\n## Densest families\n\n| type | GiB per vCPU | smallest of its family |\n| --- | --- | --- |\n");
        var families = Dataset.read(out.resolve(Families.FILE));
        largest(families, "max_gib_per_vcpu").forEach(row -> text.append("| %s | %s | %s |\n".formatted(
                families.text(row, "densest"), rounded(families.number(row, "max_gib_per_vcpu")),
                families.text(row, "smallest"))));

        text.append("\n## Growth from generation to generation\n\n"
                + "| series | from | to | vCPU | memory | clock |\n| --- | --- | --- | --- | --- | --- |\n");
        var growth = Dataset.read(out.resolve(Growth.FILE));
        IntStream.range(0, growth.size()).filter(row -> !growth.text(row, "before").isEmpty())
                .forEach(row -> text.append("| %s | %s | %s | × %s | × %s | × %s |\n".formatted(
                        growth.text(row, "series"), growth.text(row, "before"), growth.text(row, "generation"),
                        rounded(growth.number(row, "vcpu_ratio")), rounded(growth.number(row, "memory_ratio")),
                        rounded(growth.number(row, "ghz_ratio")))));

        text.append("\n## Most likely to leave\n\n| type | score |\n| --- | --- |\n");
        var churn = Dataset.read(out.resolve(ChurnModel.SCORES));
        largest(churn, "score").forEach(row -> text.append(
                "| %s | %s |\n".formatted(churn.text(row, "type"), rounded(churn.number(row, "score")))));

        var outlierFile = out.resolve(Outliers.FILE);
        if (Files.exists(outlierFile)) {
            text.append("\n## Unlike their family\n\n"
                    + "| type | measure | value | family | z |\n| --- | --- | --- | --- | --- |\n");
            var outliers = Dataset.read(outlierFile);
            IntStream.range(0, outliers.size()).forEach(row -> text.append("| %s | %s | %s | %s | %s |\n".formatted(
                    outliers.text(row, "type"), outliers.text(row, "measure"), rounded(outliers.number(row, "value")),
                    rounded(outliers.number(row, "family_median")), rounded(outliers.number(row, "z")))));
        }
        return text.toString();
    }

    private static List<Integer> largest(Dataset dataset, String column) {
        return IntStream.range(0, dataset.size()).boxed()
                .sorted(Comparator.comparingDouble((Integer row) -> dataset.number(row, column)).reversed())
                .limit(10)
                .toList();
    }

    private static String rounded(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
