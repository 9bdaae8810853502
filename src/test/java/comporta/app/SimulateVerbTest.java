package comporta.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import comporta.dag.PlainData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code simulate} on real files. */
@Order(-90)
final class SimulateVerbTest {
    private static final String NIGHTLY = """
            dag: nightly
            owner: ana
            schedule: {cron: "0 1 * * *", timezone: America/Sao_Paulo}
            deadline: {by: "%s"}
            tasks:
              up: {operator: scale-ec2, node_pool: {name: itaipu, nodes: 5, instance_types: [m5.large]}}
              work: {run: work, depends_on: up, expected_duration: 2h, job: {node_pool: itaipu}}
              down: {operator: downscale-ec2, teardown_of: up, depends_on: work}
              report: {run: report, depends_on: work, expected_duration: 10m, retries: 2}
            """;

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void nightsAreToldInOneObjectWhoseHashIsThatOfTheLog() throws IOException, NoSuchAlgorithmException {
        var log = folder.resolve("log");
        assertThat(simulate(NIGHTLY.formatted("06:00"), "--nights", "20", "--seed", "5", "--event-log", log.toString(), "--output", "json")).isZero();

        var told = told();
        assertThat(told.keySet()).containsExactly(
                "nights", "seed", "hits", "p50_end", "p90_end", "cost", "peak_nodes", "idle_machine_s", "event_log_sha256");
        assertThat(told).containsEntry("nights", 20L).containsEntry("seed", 5L).containsEntry("peak_nodes", 5L).containsEntry("cost", null);
        assertThat(String.valueOf(told.get("p50_end"))).startsWith("2030-01-01T06:").isLessThan(String.valueOf(told.get("p90_end")));
        var hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(log));
        assertThat(told).containsEntry("event_log_sha256", HexFormat.of().formatHex(hash));
        assertThat(Files.readString(log).lines().filter(line -> line.contains("\"run_ended\""))).hasSize(20);
    }

    @ParameterizedTest(name = "by {0} {1} nights of 15 are in time")
    @CsvSource(textBlock = """
            01:30, 0
            13:00, 15
            """)
    void deadlinesAreJudged(String by, long hits) throws IOException {
        assertThat(simulate(NIGHTLY.formatted(by), "--nights", "15", "--output", "json")).isZero();
        assertThat(told()).containsEntry("hits", hits);
    }

    @Test
    void theSameSeedPrintsTheSameAndAnotherDoesNot() throws IOException {
        simulate(NIGHTLY.formatted("06:00"), "--nights", "10", "--seed", "1");
        simulate(NIGHTLY.formatted("06:00"), "--nights", "10", "--seed", "1");
        var both = out.toString(UTF_8);
        assertThat(both.substring(0, both.length() / 2)).isEqualTo(both.substring(both.length() / 2)).contains("10 nights, seed 1");
        simulate(NIGHTLY.formatted("06:00"), "--nights", "10", "--seed", "2");
        var three = out.toString(UTF_8).lines().filter(line -> line.startsWith("event log")).toList();
        assertThat(three.get(0)).isEqualTo(three.get(1)).isNotEqualTo(three.get(2));
    }

    /** Retries after failures, machines that boot, stragglers: all as it was. */
    @Test
    void aRecordedNightReplayedHasEachStartAndEndWithinASecond() throws IOException {
        var log = folder.resolve("log");
        var text = NIGHTLY.formatted("06:00") + "  flaky: {run: flaky, depends_on: up, expected_duration: 20m, retries: 9}\n";
        for (int seed = 1; seed <= 5; seed++) {
            assertThat(simulate(text, "--nights", "3", "--seed", Integer.toString(seed), "--event-log", log.toString())).isZero();
            out.reset();
            assertThat(simulate(text, "--replay", log.toString(), "--output", "json")).as(out.toString(UTF_8)).isZero();
            assertThat(told()).containsEntry("strayed", List.of());
            assertThat(told().get("tries")).isEqualTo(told().get("close"));
        }
        out.reset();
        assertThat(simulate(text.replace("flaky, depends_on: up", "flaky, depends_on: report"), "--replay", log.toString()))
                .isEqualTo(ExitCode.NOT_SUCCESSFUL);
        assertThat(out.toString(UTF_8)).contains("its start strays by ");
    }

    /** Processes that wait for each other, for one of two places, and for another try. A machine that stalls in between is asked once more. */
    @Test
    void aRunOfRealProcessesReplayedHasEachStartAndEndWithinASecond() throws Exception {
        var text = """
                dag: real
                owner: ana
                tasks:
                  first: {run: sleep 0.8}
                  second: {run: sleep 0.5}
                  third: {run: sleep 0.4, depends_on: first}
                  fourth: {run: sleep 0.6, depends_on: second}
                  flaky: {run: "[ -e %1$s/RUN ] || { touch %1$s/RUN; exit 3; }", depends_on: second, retries: 1, retry_delay: 1s}
                  last: {run: sleep 0.2, depends_on: [third, fourth, flaky]}
                """.formatted(folder);
        var strayed = new ArrayList<String>();
        for (int record = 1; record <= 5; record++) {
            var file = Files.writeString(folder.resolve("real" + record + ".yaml"), text.replace("RUN", "ran" + record));
            var life = Program.get().start(folder.resolve("home" + record), true, List.of("run", file.toString(), "--parallel", "2", "--output", "json"));
            life.end();
            assertThat(life.exitCode()).as(life.complaints()).isZero();
            var events = Files.write(folder.resolve("events"), life.told().stream().map(PlainData::toJson).toList());
            out.reset();
            if (simulate(text.replace("RUN", "ran" + record), "--parallel", "2", "--replay", events.toString(), "--output", "json") == ExitCode.DONE) {
                assertThat(told()).containsEntry("tries", 7L).containsEntry("close", 7L);
                return;
            }
            strayed.add(out.toString(UTF_8));
        }
        assertThat(strayed).as("five records, and each replay strays").isEmpty();
    }

    @Test
    void aNightOfFiveHundredTasksIsSimulatedWhole() throws IOException {
        var text = new StringBuilder("dag: large\nowner: ana\ntasks:\n");
        IntStream.range(0, 500).forEach(n -> text.append("  t").append(n).append(": {run: x, expected_duration: 5m, retries: 9")
                .append(n < 20 ? "" : ", depends_on: [t" + (n - 20) + ", t" + n / 2 + "]").append("}\n"));

        assertThat(simulate(text.toString(), "--nights", "2", "--output", "json")).isZero();
        assertThat(told()).containsEntry("hits", null).containsEntry("peak_nodes", 0L);
    }

    @Test
    void machinesThatComeJustInTimeAreLessIdleAndMissNoMoreDeadlines() throws IOException {
        assertThat(simulate("""
                dag: nightly
                schedule: {cron: "0 1 * * *", timezone: America/Sao_Paulo}
                deadline: {by: "05:00"}
                groups:
                  churn: {depends_on: itaipu, node_pool: {name: churn, nodes: 2, instance_types: m5.xlarge, start: jit}}
                tasks:
                  export: {run: x, expected_duration: 40m, retries: 2}
                  scale-ec2-itaipu: {operator: scale-ec2, node_pool: {name: itaipu, nodes: 20, instance_types: m5.2xlarge}}
                  itaipu:
                    operator: spark-driver
                    depends_on: [scale-ec2-itaipu, export]
                    job: {command: x}
                    spark: {node_pool: itaipu, total_cores: 120}
                    expected_duration: 100m
                    retries: 2
                  downscale-ec2-itaipu: {operator: downscale-ec2, teardown_of: scale-ec2-itaipu, depends_on: itaipu}
                  churn-model: {operator: model, group: churn, job: {command: x}, expected_duration: 50m, retries: 2}
                """, "--nights", "20", "--pools", "eager,jit", "--output", "json")).isZero();
        var pools = PlainData.block(told(), "pools");
        var eager = PlainData.block(pools, "eager");
        var jit = PlainData.block(pools, "jit");
        assertThat(number(jit, "idle_machine_s")).isPositive().isLessThan(0.7 * number(eager, "idle_machine_s"));
        assertThat(number(jit, "hits")).isGreaterThanOrEqualTo(number(eager, "hits"));
        assertThat(simulate(NIGHTLY.formatted("06:00"), "--pools", "lazy")).isEqualTo(ExitCode.WRONG);
    }

    /** The nightly that ships, and the examples of the documentation that have pools. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            nightly              | true
            example nightly      | true
            example score-models | false
            """)
    void justInTimeIsThirtyPercentLessIdleOnNightsThatAreGenerated(String dag, boolean isEverIdle) throws IOException {
        assertThat(simulate(text(dag), "--nights", "20", "--seed", "7", "--pools", "eager,jit", "--output", "json")).as(err::toString).isZero();
        var pools = PlainData.block(told(), "pools");
        var eager = PlainData.block(pools, "eager");
        var jit = PlainData.block(pools, "jit");
        assertThat(number(eager, "idle_machine_s") > 0).isEqualTo(isEverIdle);
        assertThat(number(jit, "idle_machine_s")).isLessThanOrEqualTo(0.7 * number(eager, "idle_machine_s"));
        assertThat(number(jit, "hits")).isPositive().isGreaterThanOrEqualTo(number(eager, "hits"));
    }

    private static String text(String dag) throws IOException {
        if (!dag.startsWith("example ")) {
            return Files.readString(Path.of(System.getProperty("basedir"), "../dags", dag + ".yaml"));
        }
        try (var written = Objects.requireNonNull(SimulateVerbTest.class.getResourceAsStream("/dagfile/examples/"
                + dag.substring("example ".length()) + ".yaml"))) {
            return new String(written.readAllBytes(), UTF_8);
        }
    }

    /** One night: a boot of some minutes, and an hour of work on four machines at 3.60 an hour. */
    @Test
    void machinesCostWhatThePriceFileSays() throws IOException {
        Files.createDirectories(folder.resolve("home"));
        Files.writeString(folder.resolve("home/comporta.yaml"), "nodes: {prices: prices.json}\n");
        Files.writeString(folder.resolve("home/prices.json"), """
                {"currency": "BRL", "source": "made up for this test", "on_demand": {"m5.2xlarge": "3.60"}, "spot": {"m5.2xlarge": "1.00"}}""");
        var text = """
                dag: nightly
                tasks:
                  up: {operator: scale-ec2, node_pool: {name: itaipu, nodes: 4, instance_types: [m5.2xlarge, m5n.2xlarge], market: %s}}
                  itaipu: {operator: spark-driver, depends_on: up, job: {command: x}, spark: {node_pool: itaipu}, expected_duration: 60m}
                  down: {operator: downscale-ec2, teardown_of: up, depends_on: itaipu}
                """;
        assertThat(simulate(text.formatted("on-demand"), "--nights", "1", "--output", "json")).isZero();
        var cost = PlainData.block(told(), "cost");
        assertThat(cost).containsEntry("currency", "BRL").containsEntry("example", false);
        double onDemand = Double.parseDouble(String.valueOf(cost.get("amount")));
        assertThat(onDemand).isPositive();
        out.reset();
        simulate(text.formatted("spot"), "--nights", "1", "--output", "json");
        double spot = Double.parseDouble(String.valueOf(PlainData.block(told(), "cost").get("amount")));
        assertThat(onDemand / spot).as("the same seconds").isCloseTo(3.6, within(0.01));
        out.reset();
        simulate(text.formatted("spot").replace("[m5.2xlarge, m5n.2xlarge]", "m5.4xlarge"), "--nights", "1", "--output", "json");
        assertThat(told()).as("no price is known of that type").containsEntry("cost", null);
    }

    private static double number(Map<String, Object> report, String key) {
        return ((Number) Objects.requireNonNull(report.get(key))).doubleValue();
    }

    @Test
    void whatCannotBeAskedIsSaid() throws IOException {
        assertThat(simulate(NIGHTLY.formatted("06:00"), "--nights", "many")).isEqualTo(ExitCode.WRONG);
        assertThat(err.toString(UTF_8)).contains("--nights is \"many\", and must be a number from 1 to 100000.");
    }

    private Map<String, Object> told() {
        assertThat(PlainData.fromJson(out.toString(UTF_8))).isInstanceOf(Map.class);
        return PlainData.block(Map.of("told", PlainData.fromJson(out.toString(UTF_8))), "told");
    }

    private int simulate(String text, String... words) throws IOException {
        var file = folder.resolve("nightly.yaml");
        Files.writeString(file, text);
        var environment = new HashMap<>(System.getenv());
        environment.put("COMPORTA_HOME", folder.resolve("home").toString());
        var line = new ArrayList<>(List.of("simulate", file.toString()));
        line.addAll(List.of(words));
        return Main.run(line, new Terminal(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), environment, false, false));
    }
}
