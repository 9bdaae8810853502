package comporta.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.PlainData;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Machines without a server: those of a single job, and those that a person has for a while; both are simulated here. */
class NodesVerbsTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path home;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(home.resolve("hello.yaml"), "job: {command: echo Hello}\n");
        Files.writeString(home.resolve("driver.yaml"), "job: {command: run-itaipu, backend: local}\nspark: {total_cores: 8}\n");
    }

    private int comporta(String... words) {
        out.reset();
        return comporta(new PrintStream(out, true, UTF_8), words);
    }

    private int comporta(PrintStream stdout, String... words) {
        err.reset();
        return Main.run(List.of(words), new Terminal(
                stdout, new PrintStream(err, true, UTF_8),
                Map.of("COMPORTA_HOME", home.toString(), "PATH", System.getenv("PATH"), "HOME", home.toString()), false, false));
    }

    @Test
    void aJobRunsOnMachinesOfItsOwnWhichAreGivenBack() {
        assertThat(comporta("jobs", "run", home.resolve("hello.yaml").toString(), "--nodes", "2", "--slave-type", "itaipu", "--output", "json")).isZero();
        assertThat(out.toString(UTF_8).lines().filter(line -> line.contains("\"lease\"")).map(line -> PlainData.mapFromJson(line).get("state")))
                .startsWith("opening").contains("open").endsWith("closed");
        assertThat(out.toString(UTF_8).lines().map(PlainData::mapFromJson)).contains(Map.of("event", "log", "stream", "stdout", "text", "Hello\n"));
    }

    @Test
    void whatItWritesAppearsAsItWritesItAndStdoutIsItsOwn() throws Exception {
        var go = home.resolve("go");
        Files.writeString(home.resolve("slow.yaml"), "job: {command: 'echo begun; echo careful >&2; until [ -e " + go + " ]; do sleep 0.1; done; printf over'}\n");
        try (var written = new PipedInputStream(); var stdout = new PrintStream(new PipedOutputStream(written), true, UTF_8)) {
            var code = CompletableFuture.supplyAsync(() -> {
                try (stdout) {
                    return comporta(stdout, "jobs", "run", home.resolve("slow.yaml").toString(), "--nodes", "2", "--slave-type", "itaipu");
                }
            });
            var lines = new BufferedReader(new InputStreamReader(written, UTF_8));
            assertThat(lines.readLine()).as("while it waits for the file that is written now").isEqualTo("begun");
            Files.createFile(go);
            assertThat(lines.readAllAsString()).isEqualTo("over");
            assertThat(code.get()).isZero();
        }
        assertThat(err.toString(UTF_8)).contains("careful\n", " of 2 registered").containsPattern("pool itaipu +closed");
    }

    @Test
    void aDriverGetsItsExecutorsOnAnElastigroupAndOnlyItsDataSets() {
        var job = KeptJob.created("itaipu", "aurora", Map.of("command", "run"), Map.of(), home);
        var dag = new JobOnNodes(job, Map.of("total_cores", 80), 20, "itaipu", true, List.of("contracts", "accounts")).dag();
        var tasks = PlainData.block(dag, "tasks");
        assertThat(PlainData.block(PlainData.block(tasks, "scale-ec2-itaipu"), "node_pool")).isEqualTo(
                Map.of("name", "itaipu", "nodes", 20, "via", "elastigroup", "market", "spot-with-fallback"));
        assertThat(PlainData.block(PlainData.block(tasks, "itaipu"), "spark")).isEqualTo(
                Map.of("total_cores", 80, "node_pool", "itaipu", "only", List.of("contracts", "accounts")));
        assertThat(PlainData.block(tasks, "downscale-ec2-itaipu")).containsEntry("teardown_of", "scale-ec2-itaipu");
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            hello  | --nodes 2 --slave-type x --use-spotinst | job hello is no Spark driver (its file has no spark: block), so --use-spotinst is not for it
            hello  | --nodes 2 --slave-type x --only a       | --only names data sets of a Spark driver, and job hello is none
            driver | --nodes 2                               | of which kind are the 2 machines? Say it with --slave-type
            driver | --use-spotinst                          | --use-spotinst is for jobs with machines of their own. Say how many with --nodes
            hello  | --slave-type x                          | Say how many with --nodes, or where it is to run with --constraint slave-type=x
            hello  | --only a                                | --only names data sets of a Spark driver, and job hello is none
            driver | --nodes 0 --slave-type x                | --nodes is 0, and must be between 1 and 1000
            """)
    void whatCannotBeIsRefusedWithAReason(String file, String options, String why) {
        var words = new ArrayList<>(List.of("jobs", "run", home.resolve(file + ".yaml").toString()));
        words.addAll(List.of(options.split(" ", -1)));
        assertThat(comporta(words.toArray(String[]::new))).isEqualTo(ExitCode.WRONG);
        assertThat(err.toString(UTF_8)).contains(why);
    }

    @Test
    void aPersonHasMachinesForAWhile() {
        assertThat(comporta("nodes", "scale", "model", "--nodes", "2", "--output", "json")).isZero();
        assertThat(PlainData.mapFromJson(out.toString(UTF_8))).containsEntry("wanted", 2L).containsEntry("registered", 2L);
        assertThat(err.toString(UTF_8)).contains("2 of 2 registered");
        assertThat(comporta("nodes", "scale", "model", "--nodes", "2")).as("the same again").isZero();

        assertThat(comporta("nodes", "downscale", "model")).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("Node pool model is given back.\n");
        assertThat(comporta("nodes", "downscale", "model")).isEqualTo(ExitCode.WRONG);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            hello  | --nodes 2 --slave-type itiapu      | there is no slave type "itiapu". Did you mean "itaipu"?
            hello  | --nodes 2 --slave-type other       | there is no slave type "other". They are itaipu, mesos-fixed.
            hello  | --nodes 2 --slave-type mesos-fixed | slave type "mesos-fixed" is never scaled (scaled: false): leave --nodes out, or name another one.
            driver | --nodes 2 --slave-type itaipu      | driver driver would run on backend local, with executors on this machine, and the 2 machines would stand idle.
            """)
    void machinesThatArePaidForAreNotStartedInVain(String file, String options, String why) throws IOException {
        machinesComeFromAwayAws();
        var words = new ArrayList<>(List.of("jobs", "run", home.resolve(file + ".yaml").toString()));
        words.addAll(List.of(options.split(" ", -1)));
        assertThat(comporta(words.toArray(String[]::new))).isEqualTo(ExitCode.WRONG);
        assertThat(err.toString(UTF_8)).startsWith("comporta jobs run: " + why).doesNotContain("?.");
    }

    @Test
    void whoIsAwayIsNamedAndTheSameCommandGoesOn() throws IOException {
        machinesComeFromAwayAws();
        assertThat(comporta("nodes", "scale", "itaipu", "--nodes", "2", "--scale-timeout", "0s")).isEqualTo(ExitCode.NOT_SUCCESSFUL);
        assertThat(err.toString(UTF_8)).isEqualTo("0 of 2 registered; 2 EC2 did not answer: http://127.0.0.1:1 cannot be reached: Connection refused\n");
        for (var staying : List.of("0", "1")) {
            assertThat(comporta("nodes", "downscale", "itaipu", "--nodes", staying, "--drain-timeout", "0s")).isEqualTo(ExitCode.NOT_SUCCESSFUL);
            assertThat(err.toString(UTF_8)).startsWith("ec2 did not answer: http://127.0.0.1:1 cannot be reached: Connection refused\n"
                    + "Whether machines of node pool itaipu are left is not known. The same command goes on with it; at ");
        }
    }

    /** Nobody listens on that port. */
    private void machinesComeFromAwayAws() throws IOException {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        Files.writeString(home.resolve("comporta.yaml"), """
                nodes:
                  provider: ec2
                  endpoint: http://127.0.0.1:1
                  poll: 1s
                  slave_types:
                    itaipu: {image: ami-1, instance_types: [m5.large]}
                    mesos-fixed: {scaled: false}
                """);
    }
}
