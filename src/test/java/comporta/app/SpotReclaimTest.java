package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.PlainData;
import comporta.mesos.FakeMaster;
import comporta.nodes.Moto;
import comporta.nodes.Registrations;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import software.amazon.awssdk.services.ec2.model.Instance;

/** AWS takes a spot machine back under a job of Mesos: while a scheduler looks on, and while there is none. */
@EnabledIfEnvironmentVariable(named = "COMPORTA_TEST_MOTO", matches = ".+", disabledReason = "./test could not set up moto")
@ResourceLock("moto")   // it stumbles over changes that others make while it answers
@Order(-220)
class SpotReclaimTest {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private final String cluster = "reclaim-" + UUID.randomUUID();
    private FakeMaster master;
    private Registrations registrations;
    private MachineStation station;

    @BeforeEach
    void begin() throws Exception {
        master = new FakeMaster(folder.resolve("mesos"));
        registrations = new Registrations(cluster, master, folder);
        Files.createDirectories(folder.resolve("home"));
        Files.writeString(folder.resolve("home/prices.json"), """
                {"currency": "USD", "source": "a cent a second, for this test", "on_demand": {}, "spot": {"m5.2xlarge": "36.00"}}
                """);
        station = new MachineStation(Program.get(), folder, cluster, master.url(), """
                  look: 300ms
                  janitor: 500ms
                  prices: prices.json
                backends:
                  mesos: {kind: mesos, master: "%s", user: jobs}
                """.formatted(master.url()));
    }

    @AfterEach
    void end() throws Exception {
        station.close();
        master.close();
    }

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)   // it only catches a hang
    void itsTaskEndsAsPlatformAndIsTriedAgainOnTheMachineThatComesInItsPlace() throws Exception {
        Files.writeString(station.file("spot"), """
                dag: spot
                tasks:
                  up: {operator: scale-ec2, node_pool: {name: itaipu, nodes: 1, market: spot, scale_timeout: 5m, start: eager}}
                  work:
                    depends_on: up
                    retries: 0
                    job: {backend: mesos, command: "until [ -e %s ]; do sleep 0.1; done", cpus: 1, mem: 64m, node_pool: itaipu}
                  down: {operator: downscale-ec2, teardown_of: up, depends_on: work}
                """.formatted(folder.resolve("go-spot")));
        station.start("0s");
        var run = station.trigger("spot");
        Set<String> taken = new HashSet<>();

        takeBack(taken);
        awaitAnother(taken);
        assertThat(tries(run)).as("%s", station.complaints()).containsExactly("platform", "null");

        theLeaseTellsWhatItCosts();

        awaitWork();
        station.kill();
        master.listOnlyThoseThatAnswer();   // it was away for longer than a master waits
        takeBack(taken);
        station.start("0s");
        awaitAnother(taken);

        awaitWork();
        anotherComesInPlaceOfOneThatEc2RecommendsToLeave();

        station.letGo("spot");
        station.await(() -> station.isOver("spot", run));
        assertThat(station.state("spot", run)).as("%s", station.complaints()).isEqualTo("success");
        assertThat(tries(run)).containsExactly("platform", "platform", "null");
        assertThat(registrations.ever()).hasSize(4);
        assertThat(station.left()).isZero();
        machinesThatNobodyHoldsAreShownUntilTheyEnd();
    }

    /** What runs on it goes on. */
    private void anotherComesInPlaceOfOneThatEc2RecommendsToLeave() throws Exception {
        var leaving = Moto.living(cluster).getFirst().instanceId();
        assertThat(station.status("PUT", "/machines/" + leaving + "/notice", Map.of("kind", "rebalance"))).isEqualTo(204);
        station.await(() -> Moto.living(cluster).size() == 2);
        assertThat(Moto.living(cluster)).extracting(Instance::instanceId).contains(leaving);
        assertThat(master.states()).containsValue("TASK_RUNNING");
    }

    /** A minute at least for each machine that there was, and one of them that goes on. */
    private void theLeaseTellsWhatItCosts() throws Exception {
        var lease = PlainData.plain((Map<?, ?>) ((List<?>) Objects.requireNonNull(station.ask("GET", "/leases", null).get("items"))).getFirst());
        assertThat(lease).containsEntry("market", "spot").containsEntry("state", "open");
        var cost = PlainData.block(lease, "cost");
        assertThat(PlainData.block(cost, "per_hour")).containsEntry("amount", "36").containsEntry("currency", "USD");
        assertThat(new BigDecimal(String.valueOf(PlainData.block(cost, "so_far").get("amount")))).isBetween(new BigDecimal("1.20"), new BigDecimal("99.00"));
        var listed = PlainData.mapFromJson(station.person().ask("nodes", "list", "--output", "json").said().replaceAll("^\\[|\\]\\s*$", ""));
        assertThat(listed).containsEntry("pool", "itaipu").containsEntry("state", "open").containsEntry("machines", 1L);
        assertThat(PlainData.block(listed, "cost")).containsEntry("currency", "USD");
    }

    /** By the same server, since each one takes a while to start. */
    private void machinesThatNobodyHoldsAreShownUntilTheyEnd() throws Exception {
        var stray = Moto.stray(cluster, "itaipu");
        var words = "machine " + stray + " of node pool itaipu is left over: its lease lost.lease was to end at 2001-01-01T00:00:00Z; it cannot be ended: ";
        station.await(() -> String.valueOf(station.ask("GET", "/problems", null)).contains(words));
        assertThat(station.person().ask("nodes", "list").said()).containsPattern(stray + " +left-over .*" + Pattern.quote(words) + "OperationNotPermitted");
        assertThat(station.metrics()).contains("comporta_machines_left_over 1.0");

        Moto.protect(stray, false);
        station.await(() -> Moto.living(cluster).isEmpty());
        station.await(() -> !String.valueOf(station.ask("GET", "/problems", null)).contains(stray));
        assertThat(String.valueOf(station.ask("GET", "/problems?open=false", null))).as("it is remembered").contains(stray);
    }

    private void awaitWork() throws Exception {
        station.await(() -> master.states().containsValue("TASK_RUNNING"));
    }

    /** The one machine, once something runs on it. */
    private void takeBack(Set<String> taken) throws Exception {
        awaitWork();
        var id = Moto.living(cluster).getFirst().instanceId();
        taken.add(id);
        Moto.takeBack(id);
    }

    private void awaitAnother(Set<String> taken) throws Exception {
        station.await(() -> {
            var living = Moto.living(cluster).stream().map(Instance::instanceId).collect(Collectors.toSet());
            return living.size() == 1 && taken.stream().noneMatch(living::contains) && master.states().containsValue("TASK_RUNNING");
        });
    }

    /** What its tries ended of. */
    private List<String> tries(String run) throws Exception {
        return station.ask("GET", "/dags/spot/runs/" + run + "/tasks/work", null).get("tries") instanceof List<?> tries
                ? tries.stream().map(each -> String.valueOf(((Map<?, ?>) each).get("cause"))).toList()
                : List.of();
    }
}
