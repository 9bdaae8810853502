package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.PlainData;
import comporta.mesos.FakeMaster;
import comporta.nodes.FakeSpotinst;
import comporta.nodes.Moto;
import comporta.nodes.Registrations;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The nightly by a server on all that it stands on: machines of moto, one pool instance by instance and the other as an Elastigroup of
 * Spotinst, which become agents of a Mesos master; its driver on Aurora; its model on Chronos. The only word of the file that is changed is
 * by which way the second pool comes.
 */
@EnabledIfEnvironmentVariable(named = "COMPORTA_TEST_MOTO", matches = ".+", disabledReason = "./test could not set up moto")
@ResourceLock("moto")   // it stumbles over changes that others make while it answers
@Timeout(value = 15, unit = TimeUnit.MINUTES)   // it only catches a hang
@Order(-120)
class NightlyWholeTest {
    private static final BigDecimal BIG = new BigDecimal("0.3600");
    private static final BigDecimal SMALL = new BigDecimal("0.1200");
    private static final int SPARK = 20;
    private static final int MODEL = 2;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private final String cluster = "nightly-" + UUID.randomUUID();
    private NightClusters clusters;
    private FakeSpotinst spotinst;
    private FakeMaster master;
    private Registrations registrations;

    @BeforeEach
    void begin() throws IOException {
        clusters = new NightClusters(folder);
        spotinst = new FakeSpotinst(folder.resolve("spotinst"), "s3cret");
        master = new FakeMaster(folder.resolve("mesos"));
        registrations = new Registrations(cluster, master, clusters.images);
        Files.writeString(clusters.home().resolve("spotinst.token"), "s3cret\n");
        Files.writeString(clusters.home().resolve("prices.json"), """
                {"currency": "USD", "source": "made up for this test", "on_demand": {}, "spot": {"m5.2xlarge": "%s", "m5.xlarge": "%s"}}
                """.formatted(BIG, SMALL));
        clusters.configure("""
                nodes:
                  provider: ec2
                  endpoint: %s
                  master: %s
                  cluster: %s
                  poll: 200ms
                  prices: prices.json
                  slave_types:
                    itaipu: {image: %s, instance_types: [m5.2xlarge, m5n.2xlarge], zones: [us-east-1a, us-east-1b]}
                    churn: {image: %s, instance_types: [m5.xlarge], zones: [us-east-1a]}
                  spotinst: {account: act-1, token_file: spotinst.token, endpoint: %s}
                """.formatted(Moto.url(), master.url(), cluster, Moto.IMAGE, Moto.IMAGE, spotinst.url()));
        var night = Files.readString(clusters.file);
        assertThat(night).contains("market: spot, start: jit");
        Files.writeString(clusters.file, night.replace("market: spot, start: jit", "market: spot, via: elastigroup, start: jit"));
    }

    @AfterEach
    void end() {
        spotinst.close();
        master.close();
        clusters.close();
    }

    @Test
    void runsGivesAllMachinesBackAndCostsWhatTheyDid() throws Exception {
        int port = Ports.free();
        var environment = Map.of("COMPORTA_HOME", clusters.home().toString(), "AWS_ACCESS_KEY_ID", "test", "AWS_SECRET_ACCESS_KEY", "test");
        var server = Program.get().start(NightClusters.OFTEN, environment, List.of(
                "start", "--dags", Objects.requireNonNull(clusters.file.getParent()).toString(), "--port", Integer.toString(port), "--output", "json"));
        try {
            server.awaitTold();
            var person = new Ask(port);
            assertThat(person.ask("variables", "set", "itaipu_version", "7").code()).isZero();
            assertThat(person.ask("variables", "set", "models_version", "8").code()).isZero();
            var waited = person.ask("runs", "trigger", "nightly", "--wait");
            assertThat(waited.code()).as(waited.said() + server.complaints()).isZero();

            clusters.expectWholeNight(person);
            assertThat(registrations.ever()).as("agents that the master has had").hasSize(SPARK + MODEL);
            assertThat(spotinst.journal()).as("Elastigroups that there were").hasSize(1);
            expectNothingLeft(person);
            expectCost(person);
        } finally {
            server.interrupt();
            server.end();
        }
        assertThat(server.complaints()).doesNotContain("Exception");
    }

    /** By the server, by AWS, by Spotinst, and by the master. */
    private void expectNothingLeft(Ask person) throws IOException {
        assertThat((List<?>) PlainData.fromJson(person.ask("nodes", "list", "--output", "json").said())).as("leases").isEmpty();
        assertThat(Moto.living(cluster)).as("instances").isEmpty();
        assertThat(spotinst.names()).as("Elastigroups").isEmpty();
        assertThat(master.instances()).as("agents").isEmpty();
    }

    /** Every machine by the second, and a minute at least. */
    private static void expectCost(Ask person) throws IOException {
        var told = person.ask("nodes", "cost", "--run", "nightly/latest", "--by", "node_pool", "--output", "json");
        var cost = PlainData.mapFromJson(told.said());
        long big = seconds(cost, "itaipu");
        long small = seconds(cost, "churn");
        assertThat(big).isGreaterThanOrEqualTo(SPARK * 60);
        assertThat(small).isGreaterThanOrEqualTo(MODEL * 60);
        var sum = BIG.multiply(BigDecimal.valueOf(big)).add(SMALL.multiply(BigDecimal.valueOf(small)))
                .divide(BigDecimal.valueOf(3600), 2, RoundingMode.HALF_UP);
        assertThat(PlainData.block(cost, "total")).as(told.said()).containsEntry("amount", sum.toPlainString());
        assertThat((List<?>) cost.get("missing")).isEmpty();
        System.out.print(person.ask("nodes", "cost", "--run", "nightly/latest").said());
    }

    private static long seconds(Map<String, Object> cost, String pool) {
        return ((List<?>) Objects.requireNonNull(cost.get("rows"))).stream()
                .map(row -> PlainData.plain((Map<?, ?>) row))
                .filter(row -> pool.equals(String.valueOf(row.get("key")).replaceFirst(".*/", "")))
                .mapToLong(row -> ((Number) Objects.requireNonNull(row.get("machine_s"))).longValue())
                .sum();
    }
}
