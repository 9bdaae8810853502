package comporta.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import comporta.cluster.Clouds;
import comporta.cluster.ClusterFile;
import comporta.cluster.Seen;
import comporta.nodes.Moto;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;

/**
 * A new version of Mesos is tried on a test cluster first, which is made for it, and on which a filtered itaipu runs; then one stack after the
 * other, as long as a person agrees. Machines are moto's, and agents of a fake master for each stack; the driver runs on the one of the test stack.
 */
@EnabledIfEnvironmentVariable(named = "COMPORTA_TEST_MOTO", matches = ".+", disabledReason = "./test could not set up moto")
@ResourceLock("moto for clusters")   // it stumbles over changes that others make while it answers
class ClusterUpgradeTest {
    /** The last part of each; moto gives one that was in use to nobody else. */
    private static final AtomicInteger ADDRESSES = new AtomicInteger(150);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final String suffix = "-" + Long.toHexString(System.nanoTime());
    private final String test = "test" + suffix;
    private final String dev = "dev" + suffix;
    private final String stable = "stable" + suffix;
    private final Map<String, StackMachines> leaders = new LinkedHashMap<>();

    /** Says yes, except to what has one of these words in its last plan. */
    private record Person(List<String> noTo, ByteArrayOutputStream shown, List<String> asked) implements Assent {
        @Override
        public boolean isThere() {
            return true;
        }

        @Override
        public boolean given(String question) {
            var plan = shown.toString(UTF_8).lines().filter(line -> !line.startsWith(" ")).toList().getLast();
            asked.add(plan.replaceFirst(":.*", ""));
            return noTo.stream().noneMatch(plan::contains);
        }
    }

    @BeforeEach
    void begin() throws Exception {
        var images = Files.createDirectories(folder.resolve("images"));
        var driver = Files.writeString(images.resolve("run-itaipu"), """
                #!/bin/sh
                echo itaipu computes $2 on $(sed -n 's/^spark.mesos.constraints[ =]*//p' $COMPORTA_SPARK_CONF) >%s
                """.formatted(folder.resolve("computed")));
        assertThat(driver.toFile().setExecutable(true)).isTrue();
        for (var name : List.of(test, dev, stable)) {
            leaders.put(name, new StackMachines(folder.resolve(name), images));
        }
        Files.createDirectories(folder.resolve("jobs"));
        Files.writeString(folder.resolve("jobs/itaipu.yaml"), "job: {command: run-itaipu, cpus: 0.1, mem: 64m}\nspark: {total_cores: 1}\n");
        Files.writeString(folder.resolve("comporta.yaml"), """
                backends:
                  mesos-test: {kind: mesos, master: "%s"}
                stacks:
                  test: {backend: mesos-test, templates: jobs}
                """.formatted(leader(test).master.url()));
        var smoke = new ArrayList<>(List.of("env", "COMPORTA_HOME=" + folder));
        smoke.addAll(Program.get().line(
                List.of("-D" + Backends.APART_PROPERTY + "=PT0.1S"),
                List.of("jobs", "run", "itaipu", "--stack", "test", "--slave-type", "mesos-fixed", "--only", "contracts")));
        Files.writeString(folder.resolve("cluster.yaml"), file(smoke));
        leaders.forEach((name, leader) -> leader.lead(clusters(), name));
    }

    @AfterEach
    void end() {
        for (var name : leaders.keySet()) {
            try (var cloud = Clouds.cloud(clusters())) {
                cloud.look(clusters().stack(name)).machines().forEach(machine -> cloud.end(machine.id()));
            }
        }
        leaders.values().forEach(StackMachines::close);
    }

    private StackMachines leader(String name) {
        return Objects.requireNonNull(leaders.get(name));
    }

    private ClusterFile clusters() {
        return ClusterFile.read(folder.resolve("cluster.yaml"));
    }

    private String file(List<String> smoke) {
        try (var ec2 = Ec2Client.builder().region(Region.US_EAST_1).endpointOverride(Moto.urlForClusters()).build()) {
            var subnet = ec2.describeSubnets().subnets().getFirst();
            var text = new StringBuilder("endpoint: " + Moto.urlForClusters() + "\nsmoke: ["
                    + smoke.stream().map(word -> "\"" + word + "\"").collect(Collectors.joining(", ")) + "]\nstacks:\n");
            for (var name : leaders.keySet()) {
                text.append("""
                          %s:
                            mesos: 1.11.0
                            image: %s
                            door: %s
                            subnets: [%s]
                            masters: {instance_type: m5.large, addresses: [%s]}
                            slave_types: {mesos-fixed: {instance_type: m5.large, nodes: 1}}
                        """.formatted(name, Moto.IMAGE, leader(name).master.url(), subnet.subnetId(), subnet.cidrBlock().replaceFirst("\\.0/\\d+$", "." + ADDRESSES.incrementAndGet())));
            }
            return text.toString();
        }
    }

    private int run(Action action, String verb, String... words) throws Exception {
        out.reset();
        err.reset();
        new CommandLine(verb, action).read(List.of(words));
        action.check();
        return action.run(new Terminal(
                new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), Map.of("COMPORTA_HOME", folder.toString()), false, false));
    }

    private void stands(String... names) throws Exception {
        for (var name : names) {
            assertThat(run(new ClusterCreateVerb(person()), "cluster create", name, "--wait", "0s")).as(err::toString).isZero();
        }
    }

    private Person person(String... noTo) {
        return new Person(List.of(noTo), out, new ArrayList<>());
    }

    /** By what its machines were started with. */
    private List<String> versions(String name) {
        try (var cloud = Clouds.cloud(clusters())) {
            return cloud.look(clusters().stack(name)).machines().stream().map(Seen.Machine::version).toList();
        }
    }

    private Map<String, List<String>> allVersions() {
        var all = new LinkedHashMap<String, List<String>>();
        leaders.keySet().forEach(name -> all.put(name.replace(suffix, ""), versions(name)));
        return all;
    }

    @Test
    void goesOverTheTestClusterAndStopsWhereNobodyAgrees() throws Exception {
        stands(dev, stable);
        var person = person("stable");
        int code = run(new ClusterUpgradeVerb(person), "cluster upgrade", "--to", "1.12.0", "--via", test);
        assertThat(code).as(err::toString).isZero();
        assertThat(person.asked()).as("each by itself, in the order of the file").containsExactly(
                "upgrade " + test + " to Mesos 1.12.0", "upgrade " + dev + " to Mesos 1.12.0", "upgrade " + stable + " to Mesos 1.12.0");
        assertThat(err.toString(UTF_8)).contains("the smoke job has succeeded on " + test, "Nothing was done.");
        assertThat(Files.readString(folder.resolve("computed"))).as("a driver ran there, for the agents there, and computed what it was told to")
                .startsWith("itaipu computes contracts on slave-type").contains("mesos-fixed");
        assertThat(leader(test).master.journal()).singleElement().asString().contains("itaipu");
        assertThat(allVersions()).as("the test cluster was made; nobody agreed to the last one").isEqualTo(Map.of(
                "test", List.of("1.12.0", "1.12.0"), "dev", List.of("1.12.0", "1.12.0"), "stable", List.of("1.11.0", "1.11.0")));
        assertThat(leader(dev).ever()).as("its agent was replaced").isEqualTo(2);

        assertThat(run(new ClusterRevertVerb(person()), "cluster revert", dev, "--wait", "0s")).as(err::toString).isZero();
        assertThat(versions(dev)).as("on a later day").containsExactly("1.11.0", "1.11.0");
    }

    @Test
    void touchesNoOtherStackAfterASmokeJobThatFails() throws Exception {
        stands(dev);
        Files.writeString(folder.resolve("cluster.yaml"), file(List.of("sh", "-c", "echo no executors; exit 3")));
        var person = person();
        assertThat(run(new ClusterUpgradeVerb(person), "cluster upgrade", dev, "--to", "1.12.0", "--via", test)).isEqualTo(ExitCode.NOT_SUCCESSFUL);
        assertThat(err.toString(UTF_8)).contains("  no executors\n", "the smoke job ended with 3: no other stack is touched. Stack " + test
                + " has no version to go back to: ask again with the smoke job mended, or with another --to.");
        assertThat(person.asked()).containsExactly("upgrade " + test + " to Mesos 1.12.0");
        assertThat(versions(dev)).containsOnly("1.11.0");
    }

    @Test
    void aTestClusterThatStoodBeforeCanGoBackAfterASmokeJobThatFails() throws Exception {
        stands(test);
        Files.writeString(folder.resolve("cluster.yaml"), file(List.of("false")));
        assertThat(run(new ClusterUpgradeVerb(person()), "cluster upgrade", test, "--to", "1.12.0", "--via", test)).isEqualTo(ExitCode.NOT_SUCCESSFUL);
        assertThat(err.toString(UTF_8))
                .contains("the smoke job ended with 1: no other stack is touched. comporta cluster revert " + test
                        + " goes back to 1.11.0.");
    }
}
