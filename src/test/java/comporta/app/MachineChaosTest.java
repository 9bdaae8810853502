package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.PlainData;
import comporta.job.FakeCall;
import comporta.job.Trouble;
import comporta.nodes.AwsProxy;
import comporta.nodes.FakeAgents;
import comporta.nodes.Moto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
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
 * Whatever happens to a run that has machines, none is left at the end: moto, which stands in for AWS, says so. A server in a process of
 * its own, a stand-in of the Mesos master, and a proxy that loses answers, refuses and throttles.
 *
 * <p>{@code -Dcomporta.machines.kills=9} for a kill at every step; without it at some of them.
 */
@EnabledIfEnvironmentVariable(named = "COMPORTA_TEST_MOTO", matches = ".+", disabledReason = "./test could not set up moto")
@ResourceLock("moto")   // it stumbles over changes that others make while it answers
@Order(-570)
class MachineChaosTest {
    private static final int KILLS = Integer.getInteger("comporta.machines.kills", 3);
    private static final Pattern SECOND = Pattern.compile("comporta-index&TagSpecification\\.1\\.Tag\\.[0-9]+\\.Value=1&");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private final String cluster = "chaos-" + UUID.randomUUID();
    private FakeAgents master;
    private MachineStation station;
    private final List<String> table = new ArrayList<>();

    /** Something that happens to a run. */
    private record Cell(String name, String dagKeys, String poolKeys) {
        Cell(String name) {
            this(name, "", "");
        }
    }

    /** A moment at which the scheduler dies. */
    private record Kill(String words, String action, boolean isDone) {}

    private static final List<Kill> MOMENTS = List.of(
            new Kill("a machine was started, and the answer never came", "RunInstances", true),
            new Kill("a machine is about to be ended", "TerminateInstances", false),
            new Kill("machines were ended, and the answer never came", "TerminateInstances", true),
            new Kill("a machine is about to be started", "RunInstances", false),
            new Kill("it looks whether a machine is there", "DescribeInstances", false),
            new Kill("machines are about to be marked as leaving", "CreateTags", false),
            new Kill("machines were marked as leaving", "CreateTags", true),
            new Kill("the master is asked for agents", "GET_AGENTS", false),
            new Kill("an agent was told to take no tasks", "DEACTIVATE_AGENT", true));

    @BeforeEach
    void begin() throws Exception {
        master = new FakeAgents(folder.resolve("master"), cluster);
        station = new MachineStation(Program.get(), folder, cluster, master.url(), "");
    }

    @AfterEach
    void end() throws Exception {
        station.close();
        master.close();
        System.out.println(String.format("%-62s | %-9s | %s", "what happened", "run", "left"));
        table.forEach(System.out::println);
    }

    private void told(String what, String state, int left) {
        table.add(String.format("%-62s | %-9s | %d", what, state, left));
        assertThat(left).as(what).isZero();
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void nothingIsLeft() throws Exception {
        runsEndInManyWays();
        theSchedulerDies();
        theClockJumps();
    }

    private void runsEndInManyWays() throws Exception {
        var cells = List.of(
                new Cell("half"), new Cell("limit", "run_timeout: 8s", ""),
                new Cell("marked"), new Cell("cancelled"), new Cell("forced"), new Cell("deleted"), new Cell("scarce"), new Cell("throttled"), new Cell("lost"),
                new Cell("kept", "", ", keep_on_failure: 1s"), new Cell("held"));
        for (var cell : cells) {
            station.dag(cell.name(), cell.dagKeys(), cell.poolKeys());
        }
        Files.writeString(station.file("half"), Files.readString(station.file("half")).replace("scale_timeout: 5m", "scale_timeout: 5s"));
        Files.writeString(station.file("open"), Files.readString(station.file("lost")).replaceAll("lost", "open").replaceAll("(?m)^ *down:.*\n", ""));
        station.aws.next(of("RunInstances", "half").and(call -> SECOND.matcher(call.body()).find()),
                AwsProxy.refuses("InsufficientInstanceCapacity", 500), Integer.MAX_VALUE);
        station.aws.next(of("RunInstances", "scarce"), AwsProxy.refuses("InsufficientInstanceCapacity", 500), 6);
        station.aws.next(of("RunInstances", "throttled"), AwsProxy.refuses("RequestLimitExceeded", 503), 3);
        station.aws.next(of("RunInstances", "lost"), Trouble.LOST_REPLY, 2);
        station.aws.next(of("RunInstances", "open"), Trouble.CUT_BEFORE, 1);
        station.start("0s");
        var runs = new LinkedHashMap<String, String>();
        for (var name : List.of("half", "limit", "marked", "cancelled", "forced", "deleted", "scarce", "throttled", "lost", "kept", "held", "open")) {
            runs.put(name, station.trigger(name));
        }
        for (var name : List.of("marked", "cancelled", "forced", "deleted", "kept", "held")) {
            station.await(() -> station.stateOf(name, String.valueOf(runs.get(name)), "work").equals("running"));
        }
        station.aws.next(AwsProxy.action("TerminateInstances"), Trouble.LOST_REPLY, 2);
        station.aws.next(AwsProxy.action("TerminateInstances"), AwsProxy.refuses("RequestLimitExceeded", 503), 2);
        station.ask("POST", path("marked", runs) + "/mark", Map.of("tasks", List.of("work"), "state", "failed"));
        station.ask("POST", path("kept", runs) + "/mark", Map.of("tasks", List.of("work"), "state", "failed"));
        station.ask("POST", path("cancelled", runs) + "/cancel", Map.of());
        station.ask("POST", path("forced", runs) + "/cancel", Map.of("force", true));
        Files.delete(station.file("deleted"));
        var held = station.lease("held");
        station.ask("POST", "/leases/" + held + "/keep", Map.of("until", Instant.now().plusSeconds(3600).toString()));
        for (var name : List.of("deleted", "scarce", "throttled", "lost", "held", "open")) {
            station.letGo(name);
        }
        for (var run : runs.entrySet()) {
            station.await(() -> station.isOver(run.getKey(), run.getValue()));
        }
        // moto honours no client token: a request that it answers too late is repeated, and starts one more
        assertThat(machines("held")).as("a person has them kept").isGreaterThanOrEqualTo(2);
        aPersonIsNamedWhoKeepsMachines();
        station.ask("POST", "/leases/" + held + "/release", Map.of("force", false));
        var words = Map.ofEntries(
                Map.entry("half", "the set-up failed half-way, without capacity"), Map.entry("limit", "the run's timeout was over"),
                Map.entry("marked", "its work was marked failed"), Map.entry("cancelled", "the run was cancelled"),
                Map.entry("forced", "the run was cancelled by force"), Map.entry("deleted", "the DAG file was deleted meanwhile"),
                Map.entry("scarce", "there was no capacity for a while"), Map.entry("throttled", "AWS throttled"),
                Map.entry("lost", "answers were lost"), Map.entry("kept", "it was kept after a failure"),
                Map.entry("held", "a person kept it, and gave it back"),
                Map.entry("open", "no task gives the machines back, and requests were cut off"));
        int left = station.left();
        for (var run : runs.entrySet()) {
            told(String.valueOf(words.get(run.getKey())), station.state(run.getKey(), run.getValue()), machines(run.getKey()));
        }
        assertThat(left).isZero();
        for (var name : List.of("scarce", "throttled", "lost")) {
            assertThat(station.state(name, String.valueOf(runs.get(name))))
                    .as("%s", station.ask("GET", path(name, runs) + "/tasks/up", null)).isEqualTo("success");
        }
        assertThat(List.of("half", "limit", "marked", "cancelled", "deleted"))
                .extracting(name -> station.state(name, String.valueOf(runs.get(name))))
                .containsExactly("failed", "failed", "failed", "cancelled", "success");
        station.aws.behave();
        whatNoPriceIsKnownOfIsUnknown(String.valueOf(runs.get("scarce")));
    }

    /** Its configuration names no price file. */
    private void whatNoPriceIsKnownOfIsUnknown(String run) throws Exception {
        var cost = station.ask("GET", "/cost?run=scarce%2F" + run, null);
        assertThat(cost).containsEntry("total", null);
        assertThat((List<?>) Objects.requireNonNull(cost.get("missing"))).as("of the types that were to be had").isNotEmpty()
                .allMatch(List.of("m5.2xlarge on-demand", "m5n.2xlarge on-demand")::contains);
        assertThat(((Number) Objects.requireNonNull(cost.get("machine_s"))).longValue()).as("a minute at least for each of two").isGreaterThanOrEqualTo(120);
        assertThat(station.person().ask("nodes", "cost", "--run", "scarce/" + run).said()).containsPattern("total +unknown ")
                .contains("Costs are unknown: no prices.");
    }

    private void aPersonIsNamedWhoKeepsMachines() throws Exception {
        station.await(() -> heldLease().containsKey("kept_by"));
        var lease = heldLease();
        assertThat(lease).containsEntry("state", "kept").containsEntry("reason", "kept by " + lease.get("kept_by")).containsKey("kept_until");
        assertThat(station.person().ask("nodes", "list").said()).containsPattern("held +kept +2/2 .* kept by " + lease.get("kept_by"));
    }

    /** As a person has it listed; without what is null. */
    private Map<String, Object> heldLease() {
        var all = (List<?>) Objects.requireNonNull(PlainData.fromJson(station.person().ask("nodes", "list", "--output", "json").said()));
        var lease = new LinkedHashMap<String, Object>();
        all.stream().map(each -> (Map<?, ?>) each).filter(each -> "held".equals(each.get("pool")))
                .forEach(each -> each.forEach((key, value) -> {
                    if (value != null) {
                        lease.put(String.valueOf(key), value);
                    }
                }));
        return lease;
    }

    private int machines(String dag) {
        return (int) Moto.living(cluster).stream()
                .filter(machine -> machine.tags().stream().anyMatch(tag -> tag.key().equals("dag-id") && tag.value().equals(dag))).count();
    }

    private static String path(String dag, Map<String, String> runs) {
        return "/dags/" + dag + "/runs/" + runs.get(dag);
    }

    private static Predicate<FakeCall> of(String action, String dag) {
        return AwsProxy.action(action, "Value=" + dag + "&");
    }

    private void theSchedulerDies() throws Exception {
        for (int n = 0; n < Math.min(KILLS, MOMENTS.size()); n++) {
            var moment = MOMENTS.get(n);
            var name = "killed-" + n;
            station.dag(name, "", "");
            station.letGo(name);
            var fake = moment.action().endsWith("S") || moment.action().endsWith("T") ? master : station.aws;
            Predicate<FakeCall> fatal = fake == station.aws ? call(moment.action(), name) : call -> call.body().contains("\"" + moment.action() + "\"");
            var isDead = new CountDownLatch(1);
            fake.next(fatal, (exchange, work) -> {
                if (moment.isDone()) {
                    work.answer();
                }
                die();
                isDead.countDown();
            });
            var run = station.trigger(name);
            isDead.await();
            fake.behave();
            station.start("0s");
            station.await(() -> station.isOver(name, run));
            told("kill -9: " + moment.words(), station.state(name, run), station.left());
        }
    }

    /** A look at its own machines: a server looks around for those of others, too, before there is a run. */
    private static Predicate<FakeCall> call(String action, String dag) {
        return action.equals("DescribeInstances") ? AwsProxy.action(action, dag) : AwsProxy.action(action);
    }

    private void die() {
        try {
            station.kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void theClockJumps() throws Exception {
        station.dag("jump", "", ", ttl: 1h");
        var run = station.trigger("jump");
        station.await(() -> station.stateOf("jump", run, "work").equals("running"));
        station.kill();
        station.start("2h");
        station.await(() -> station.isOver("jump", run));
        told("the clock jumped over the end of the lease", station.state("jump", run), station.left());
        station.kill();
    }
}
