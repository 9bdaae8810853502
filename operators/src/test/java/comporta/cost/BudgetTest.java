package comporta.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import comporta.dag.Dag;
import comporta.dag.TaskId;
import comporta.dagfile.Checking;
import comporta.dagfile.DagFiles;
import comporta.loop.SteeredMachines;
import comporta.operator.LaunchSpec;
import comporta.operator.Lease;
import comporta.operator.LeaseTerms;
import comporta.operator.Refused;
import comporta.operator.Try;
import comporta.store.Databases;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

    /** Two machines at a dollar an hour for the 45 minutes that their tasks take: 1.50. */
    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            {limit: 1.49}          | 1.00 | refused | this scale-up would bring the run to about 1.50 USD (0.00 so far, 2 machines for about 45m), and its budget is 1.49. Ask for fewer nodes, or raise budget.limit
            {limit: 1.50}          | 1.00 | silent  | ''
            {warn: 1.49, limit: 9} | 1.00 | told    | it comes to about 1.50 USD (0.00 so far, 2 machines for about 45m), and its budget warns at 1.49
            {warn: 1.50}           | 1.00 | silent  | ''
            {limit: 0.01}          |      | told    | it has a budget, and what it costs is unknown: the price of a machine is missing. Add it to the file that nodes.prices names
            """)
    void aScaleUpIsHeldAgainstTheBudgetBeforeItHappens(String budget, @Nullable BigDecimal perHour, String becomes, String words, @TempDir Path folder) {
        var dag = dag(FILE.replace("tasks:", "budget: " + budget + "\ntasks:"));
        var machine = new LaunchSpec(Map.of("instance_type", "m5.large", "market", "on-demand"));
        var inner = new SteeredMachines("scale-ec2") {
            @Override
            public List<LaunchSpec> prepare(Try attempt) {
                return List.of(machine, machine);
            }
        };
        var prices = new Prices("USD", "a list", false, perHour == null ? Map.of() : Map.of("on-demand", Map.of("m5.large", perHour)));
        var told = new ArrayList<String>();
        try (var database = Databases.H2.withTables(folder); var store = database.open()) {
            var guarded = new Budget(inner, store.machines(), prices, () -> Instant.EPOCH, (of, run, text) -> told.add(of.id() + "/" + run + " " + text));
            var up = dag.task(new TaskId("up"));
            var lease = new Lease(
                    "l", 1, 0, -1, 1, new LeaseTerms("p", "itaipu", "ec2", 2, Duration.ofHours(1), Duration.ZERO), Lease.State.OPENING, 0, Instant.EPOCH,
                    Instant.EPOCH.plusSeconds(3600), null, null);
            var attempt = new Try(dag, up, "r1", -1, 1, Map.of(), Map.of(), folder, folder, List.of(lease), 0);
            if (becomes.equals("refused")) {
                assertThatExceptionOfType(Refused.class).isThrownBy(() -> guarded.prepare(attempt)).withMessage(words);
            } else {
                assertThat(guarded.prepare(attempt)).containsExactly(machine, machine);
            }
            assertThat(told).isEqualTo(becomes.equals("told") ? List.of("nightly/r1 " + words) : List.of());
        }
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
