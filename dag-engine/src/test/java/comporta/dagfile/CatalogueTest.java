package comporta.dagfile;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dagfile.KnownNames.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The catalogue of problems, a smallest file for each: {@code catalogue.txt} has the files, each below the head that keeps it free of other
 * problems, and behind {@code >>>} all that is told about it.
 */
class CatalogueTest {
    /** Keys of the head that a file has itself are left out of the head. */
    private static final List<String> HEAD = List.of("dag: a", "owner: data-infra", "defaults: {execution_timeout: 1h}");

    private static final KnownNames KNOWN = KnownNames.NONE
            .with(Kind.DAG, Set.of("nightly", "prices"))
            .with(Kind.CONNECTION, Set.of("warehouse", "catalogue"));

    /** Problems that no DAG file by itself can have, and where they are told. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("link-outside", "a property of the file system: HostileFilesTest"),
            Map.entry("duplicate-dag", "takes two files: DagsVerbsTest"),
            Map.entry("java-compile", "of Java files"),
            Map.entry("java-no-dag", "of Java files"),
            Map.entry("java-two-dags", "of Java files"),
            Map.entry("java-threw", "of Java files"),
            Map.entry("java-timeout", "of Java files"),
            Map.entry("java-forbidden", "of Java files"),
            Map.entry("java-not-repeatable", "of Java files"),
            Map.entry("param-value", "when a run is asked for: ParamValuesTest"),
            Map.entry("template-failed", "when a try is rendered"),
            Map.entry("output-missing", "when a try is rendered"),
            Map.entry("output-type", "when a try has ended"));

    private static final Set<String> ALL = Set.of("""
            yaml-syntax unquoted-template yaml-tag duplicate-key merge-key file-limit link-outside unknown-key missing-key wrong-type bad-value
            out-of-range both-keys bad-id bad-duration bad-size bad-time bad-zone bad-cron cron-never deadline-two-forms duplicate-dag
            unknown-format unknown-task unknown-dag cycle never-runs unknown-group unknown-operator one-condition branch-not-downstream
            teardown-without-setup teardown-rule expand-nested not-a-list pool-not-up zip-lengths expand-too-many param-type
            param-without-default template-syntax template-not-allowed unknown-name not-upstream undeclared-output item-outside not-boolean
            not-an-id text-around bad-operator secret-in-template unknown-resource unknown-pool unknown-backend no-command field-unsupported
            field-ignored bad-mix job-too-large elasticity-without-deadline elasticity-range java-compile java-no-dag java-two-dags java-threw
            java-timeout java-forbidden java-not-repeatable param-value template-failed output-missing output-type branch-join quoted-twice
            raw-in-shell bind-it deadline-infeasible no-run-timeout no-execution-timeout pool-outside unused branch-text no-owner file-name
            start-missing latest-tag deprecated""".split("\\s+", -1));

    record Row(String id, String file, String told) {
        @Override
        public String toString() {
            return id;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void isToldWithItsPlaceAndItsFix(Row row) {
        assertThat(told(row)).isEqualTo(row.told());
        assertThat(row.told()).endsWith("[" + row.id() + "]\n");
    }

    @Test
    void hasARowForEachProblem() throws IOException {
        var rows = rows().stream().map(Row::id).collect(Collectors.toSet());
        assertThat(rows).doesNotContainAnyElementsOf(ELSEWHERE.keySet());
        rows.addAll(ELSEWHERE.keySet());
        assertThat(rows).isEqualTo(ALL);
    }

    /** The whole file. */
    static String withHead(Row row) {
        var text = new StringBuilder();
        HEAD.stream()
                .filter(line -> row.file().lines().noneMatch(own -> own.startsWith(line.substring(0, line.indexOf(':') + 1))))
                .forEach(line -> text.append(line).append('\n'));
        return text.append(row.file()).toString();
    }

    private static String told(Row row) {
        var told = new StringBuilder();
        for (var problem : DagFiles.read("a.yaml", withHead(row).getBytes(StandardCharsets.UTF_8), new Checking(false, KNOWN)).problems()) {
            told.append(problem.severity() == DagProblem.Severity.WARNING ? "W " : "")
                    .append(problem.toString().substring("a.yaml:".length()))
                    .append('\n');
        }
        return told.toString();
    }

    static List<Row> rows() throws IOException {
        String text;
        try (var in = Objects.requireNonNull(CatalogueTest.class.getResourceAsStream("/dagfile/catalogue.txt"))) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        var rows = new ArrayList<Row>();
        for (var part : text.split("(?m)^=== ", -1)) {
            int title = part.indexOf('\n');
            int told = part.indexOf(">>>\n");
            if (title >= 0 && told >= 0) {
                rows.add(new Row(part.substring(0, title), part.substring(title + 1, told), part.substring(told + 4)));
            }
        }
        return rows;
    }
}
