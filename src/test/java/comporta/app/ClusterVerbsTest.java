package comporta.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import comporta.dag.PlainData;
import comporta.nodes.Moto;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;

/** What is shown, what is asked, and that nothing is done before somebody agrees; against a stand-in of AWS. */
@ResourceLock("moto for clusters")   // it stumbles over changes that others make while it answers
class ClusterVerbsTest {
    @TempDir
    private Path home;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final String stack = "verbs-" + Long.toHexString(System.nanoTime());

    /** A person who answers the same whatever is asked; null: nobody is there. */
    private record Person(@Nullable Boolean answer, List<String> asked) implements Assent {
        @Override
        public boolean isThere() {
            return answer != null;
        }

        @Override
        public boolean given(String question) {
            asked.add(question);
            return Boolean.TRUE.equals(answer);
        }
    }

    private final Person nobody = new Person(null, new ArrayList<>());

    private String cluster() {
        var url = Moto.urlForClusters();
        try (var ec2 = Ec2Client.builder().region(Region.US_EAST_1).endpointOverride(url).build()) {
            var subnet = ec2.describeSubnets().subnets().getFirst();
            return """
                    endpoint: %s
                    stacks:
                      %s:
                        mesos: 1.10.0
                        image: %s
                        subnets: [%s]
                        masters: {instance_type: m5.large, addresses: [%s]}
                        slave_types: {mesos-fixed: {instance_type: m5.large, nodes: 1}}
                    """.formatted(url, stack, Moto.IMAGE, subnet.subnetId(), subnet.cidrBlock().replaceFirst("\\.0/\\d+$", ".77"));
        }
    }

    private int run(Action action, String verb, String... words) throws Exception {
        out.reset();
        new CommandLine(verb, action).read(List.of(words));
        action.check();
        var environment = Map.of("COMPORTA_HOME", home.toString(), "COMPORTA_OUTPUT", home.resolve("output").toString());
        return action.run(new Terminal(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), environment, false, false));
    }

    private int create(Assent assent, String... more) throws Exception {
        var words = new ArrayList<>(List.of(stack, "--single", "--wait", "0s"));
        words.addAll(List.of(more));
        return run(new ClusterCreateVerb(assent), "cluster create", words.toArray(String[]::new));
    }

    @Test
    void nothingIsDoneBeforeSomebodyAgrees() throws Exception {
        Files.writeString(home.resolve("cluster.yaml"), cluster());

        assertThat(create(nobody, "--dry-run")).isZero();
        assertThat(out.toString(UTF_8)).startsWith("create " + stack + ": 3 changes").contains("start master 1 (m5.large");
        assertThat(handedOn()).containsKey("summary")
                .hasEntrySatisfying("changes", changes -> assertThat(changes).hasToString("3"));

        assertThat(create(nobody)).isZero();
        assertThat(err.toString(UTF_8)).contains("Nothing was done: nobody is here to agree. Add --yes.");
        var no = new Person(false, new ArrayList<>());
        assertThat(create(no)).isZero();
        assertThat(no.asked()).containsExactly("Do this?");
        assertThat(run(new ClusterVersionsVerb(), "cluster versions")).isZero();
        assertThat(out.toString(UTF_8)).contains("does not stand");

        assertThat(create(new Person(true, new ArrayList<>()))).isZero();
        assertThat(run(new ClusterVersionsVerb(), "cluster versions", "--output", "json")).isZero();
        assertThat(out.toString(UTF_8)).contains("\"version\":\"1.10.0\"", "\"mesos-master\":[\"1.10.0\"]");
        assertThat(create(nobody, "--yes")).isZero();
        assertThat(out.toString(UTF_8)).as("again").isEqualTo("create " + stack + ": nothing to do.\n");

        assertThat(run(new ClusterUpdateVerb(nobody), "cluster update", stack, "--dry-run")).isZero();
        assertThat(handedOn()).containsEntry("changes", 0L).containsEntry("summary", "");
        assertThat(run(new ClusterUpgradeVerb(nobody), "cluster upgrade", stack, "--to", "1.11.0", "--dry-run")).isZero();
        assertThat(handedOn()).containsEntry("changes", 2L)
                .hasEntrySatisfying("summary", summary -> assertThat(summary).asString().contains(stack + ": replace master 1"));
    }

    /** To the task of a DAG that shows the plan to somebody. */
    private Map<String, Object> handedOn() throws IOException {
        return PlainData.mapFromJson(Files.readString(home.resolve("output")));
    }

    @Test
    void rolesAreAppliedOnceTheyAreAgreedTo() throws Exception {
        Files.writeString(home.resolve("comporta.yaml"), "nodes: {endpoint: \"" + Moto.urlForClusters() + "\"}\n");
        Files.createDirectory(home.resolve("iam"));
        Files.writeString(home.resolve("iam/" + stack + ".json"), """
                {"policies": {"read": {"Version": "2012-10-17",
                 "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::{stack}-data/*"}]}}}""");

        assertThatThrownBy(() -> run(new IamApplyVerb(nobody), "iam apply", "--yes")).as("of no stack a role would be of all")
                .isInstanceOf(UsageException.class).hasMessageEndingWith(stack + ".json stands for each stack by itself: it holds {stack}. Say which one with --stack.");
        assertThatThrownBy(() -> run(new IamDiffVerb(), "iam diff", home.resolve("aim").toString())).isInstanceOf(UsageException.class)
                .hasMessage("there is no folder of roles " + home.resolve("aim") + ". Make it as docs/cluster.md shows, or name another.");
        assertThat(run(new IamDiffVerb(), "iam diff", "--stack", "dev")).as("they differ").isEqualTo(ExitCode.NOT_SUCCESSFUL);
        assertThat(out.toString(UTF_8)).contains("make role " + stack, "arn:aws:s3:::dev-data/*");
        assertThat(run(new IamApplyVerb(nobody), "iam apply", "--stack", "dev", "--dry-run")).isZero();
        assertThat(handedOn()).hasEntrySatisfying("summary", summary -> assertThat(summary).asString().contains("make role " + stack))
                .hasEntrySatisfying("changes", changes -> assertThat((Long) changes).isPositive());
        assertThat(run(new IamApplyVerb(nobody), "iam apply", "--stack", "dev")).isZero();
        assertThat(run(new IamDiffVerb(), "iam diff", "--stack", "dev")).as("nobody agreed").isEqualTo(ExitCode.NOT_SUCCESSFUL);
        assertThat(run(new IamApplyVerb(nobody), "iam apply", "--stack", "dev", "--yes")).isZero();
        assertThat(run(new IamDiffVerb(), "iam diff", "--stack", "dev")).isZero();
    }
}
