package comporta.cost;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.Dag;
import comporta.dag.TaskId;
import comporta.dagfile.Checking;
import comporta.dagfile.DagFiles;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetTest {
    private static final String FILE = """
            dag: nightly
            tasks:
              up: {operator: scale-ec2, node_pool: {name: p, nodes: 2}}
              a: {operator: spark-driver, depends_on: up, job: {command: a}, spark: {node_pool: p}, expected_duration: 30m}
              b: {operator: spark-driver, depends_on: a, job: {command: b}, spark: {node_pool: p}, expected_duration: 15m}
              c: {operator: spark-driver, depends_on: up, job: {command: c}, spark: {node_pool: p}, expected_duration: 40m}
              report: {run: "true", depends_on: b, expected_duration: 5h}
              down: {operator: downscale-ec2, teardown_of: up, depends_on: [b, c]}
            """;

    private static Dag dag(String text) {
        var reading = DagFiles.read("n.yaml", text.getBytes(StandardCharsets.UTF_8), Checking.LENIENT);
        return Objects.requireNonNull(reading.dag(), () -> reading.problems().toString());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            as it is                        | ''                       | PT45M
            a task that takes longer        | 40m -> 50m               | PT50M
            nobody says                     | expected_duration -> x   | PT1H
            """)
    void machinesAreHeldForTheLongestWayThroughWhatRunsOnThem(String what, String change, String hold) {
        var text = change.isEmpty() ? FILE : change.startsWith("expected") ? FILE.replaceAll(", expected_duration: \\w+", "") : FILE.replace("40m", "50m");
        assertThat(Budget.hold(dag(text), new TaskId("up"))).as(what).hasToString(hold);
    }

    @Test
    void whoRunsOnAPoolSaysSo() {
        assertThat(Consumers.of(dag(FILE), 0)).isEqualTo(List.of(1, 2, 3));
    }

    @Test
    void whereNobodySaysSoAllInBetweenDo() {
        var silent = dag(FILE.replace(", spark: {node_pool: p}", ""));
        assertThat(Consumers.of(silent, 0)).isEqualTo(List.of(1, 2, 3));
    }
}
