package nightly;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The morning's report: Markdown for people, the same figures as JSON for programs. */
final class Report {
    static final String FILE = "report.md";
    static final String NUMBERS = "numbers.json";

    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");

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
                figures.with(name, NUMBER.matcher(value).matches() ? new BigDecimal(value) : value);
            }
        });
        Dataset.replace(out.resolve(NUMBERS), figures.json());
        Dataset.replace(out.resolve(FILE), markdown(out, date, given));
        System.out.println(out.resolve(FILE));
        new Figures().with("report", out.resolve(FILE).toString()).handOn();
    }

    private static String markdown(Path out, String date, Map<String, String> given) throws IOException {
        var text = new StringBuilder("# EC2 instance types, " + date + "\n\n");
        header(text, "figure", "value");
        given.forEach((name, value) -> row(text, name, value.isEmpty() ? "not computed tonight" : value));

        var families = Dataset.read(out.resolve(Families.FILE));
        text.append("\n## Densest families\n\n");
        header(text, "type", "GiB per vCPU", "smallest of its family");
        largest(families, "max_gib_per_vcpu").forEach(row -> row(text, families.text(row, "densest"),
                rounded(families, row, "max_gib_per_vcpu"), families.text(row, "smallest")));

        var growth = Dataset.read(out.resolve(Growth.FILE));
        text.append("\n## Growth from generation to generation\n\n");
        header(text, "series", "from", "to", "vCPU", "memory", "clock");
        rows(growth).filter(row -> !growth.text(row, "before").isEmpty()).forEach(row -> row(text,
                growth.text(row, "series"), growth.text(row, "before"), growth.text(row, "generation"),
                "× " + rounded(growth, row, "vcpu_ratio"), "× " + rounded(growth, row, "memory_ratio"),
                "× " + rounded(growth, row, "ghz_ratio")));

        var churn = Dataset.read(out.resolve(ChurnModel.SCORES));
        text.append("\n## Most likely to leave\n\n");
        header(text, "type", "score");
        largest(churn, "score").forEach(row -> row(text, churn.text(row, "type"), rounded(churn, row, "score")));

        if (Files.exists(out.resolve(Outliers.FILE))) {
            var outliers = Dataset.read(out.resolve(Outliers.FILE));
            text.append("\n## Unlike their family\n\n");
            header(text, "type", "measure", "value", "family", "z");
            rows(outliers).forEach(row -> row(text, outliers.text(row, "type"), outliers.text(row, "measure"),
                    rounded(outliers, row, "value"), rounded(outliers, row, "family_median"),
                    rounded(outliers, row, "z")));
        }
        return text.toString();
    }

    private static void header(StringBuilder text, String... columns) {
        row(text, columns);
        text.append("| --- ".repeat(columns.length)).append("|\n");
    }

    private static void row(StringBuilder text, String... cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static Stream<Integer> rows(Dataset dataset) {
        return IntStream.range(0, dataset.size()).boxed();
    }

    private static List<Integer> largest(Dataset dataset, String column) {
        return rows(dataset)
                .sorted(Comparator.comparingDouble((Integer row) -> dataset.number(row, column)).reversed())
                .limit(10)
                .toList();
    }

    private static String rounded(Dataset dataset, int row, String column) {
        return String.format(Locale.ROOT, "%.2f", dataset.number(row, column));
    }
}
