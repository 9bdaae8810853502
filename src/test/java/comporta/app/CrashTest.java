package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code comporta run} is killed with SIGKILL at random moments and started again with the same words until its run is over: every task
 * ends with one success, nothing is started twice, nothing that was told is taken back, and running jobs are taken up again.
 *
 * <p>{@code -Dcomporta.kills=200 -Dcomporta.seed=7} for more of them, and others.
 */
@Order(-420)
final class CrashTest {
    private static final int KILLS = Integer.getInteger("comporta.kills", 30);
    private static final long SEED = Long.getLong("comporta.seed", 20_261_121L);
    /** Commands side by side, of one home. */
    private static final int LANES = 2;

    @SuppressWarnings("NullAway.Init")   // by pack()
    private static Program program;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private Path dagFile;

    @BeforeAll
    static void pack() throws Exception {
        program = Program.get();
    }

    @BeforeEach
    void dagFile() throws IOException {
        dagFile = Gauntlet.write(folder);
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void killedAtRandomMomentsARunLosesNothingAndRepeatsNothing() throws Exception {
        var began = System.nanoTime();
        var toll = new Toll(KILLS);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var lanes = IntStream.rangeClosed(1, LANES)
                    .mapToObj(lane -> new Lane(
                            program, folder, dagFile, String.valueOf(lane),
                            RandomGeneratorFactory.of("L64X128MixRandom").create(SEED + lane), toll))
                    .toList();
            for (var lane : threads.invokeAll(lanes)) {
                lane.get();
            }
        } finally {
            System.out.println("crash test: " + toll + ", seed " + SEED + ", "
                    + Duration.ofNanos(System.nanoTime() - began).toSeconds() + " s");
        }
        assertNothingIsLeft();
    }

    @Test
    void otherTextBeginsAnewAndOfTwoAtOnceOneGoesOn() throws Exception {
        var killed = start();
        killed.awaitFirstWord();
        killed.killAfter(0);
        var run = runOf(killed);

        var text = Files.readString(dagFile);
        Files.writeString(dagFile, "# changed\n" + text);
        var changed = start();
        changed.end();
        assertThat(changed.complaints()).contains("gauntlet-" + run + " of this file was cut off and is not gone on with");

        Files.writeString(dagFile, text);
        var one = start();
        var other = start();
        one.end();
        other.end();
        assertThat(Stream.of(one, other).filter(life -> life.complaints().contains("going on with run " + run))).hasSize(1);
        var runs = new HashSet<>(List.of(run, runOf(changed), runOf(one), runOf(other)));
        assertThat(runs).hasSize(3);
        for (var each : runs) {
            Gauntlet.check(ledger(), each);
        }
        assertNothingIsLeft();
    }

    @ParameterizedTest(name = "killed {0} ms after it was told that a job is being stopped")
    @ValueSource(ints = {0, 300, 1000})
    void aRunThatWasBeingCancelledIsCancelled(int millis) throws Exception {
        Files.writeString(dagFile, """
                dag: stubborn
                owner: tests
                run_timeout: 10m
                defaults: {execution_timeout: 5m}
                params: {ledger: {type: string}}
                tasks:
                  scale-ec2-one: {operator: scale-ec2, node_pool: {name: one, nodes: 1, instance_types: m5.large}}
                  stubborn:
                    operator: command
                    job: {command: "trap '' TERM; echo started >>{{ params.ledger }}; exec sleep 200", kill_grace: 3s}
                    depends_on: scale-ec2-one
                  never: {run: "echo started >>{{ params.ledger }}", depends_on: stubborn}
                  downscale-ec2-one: {operator: downscale-ec2, teardown_of: scale-ec2-one, depends_on: never}
                """);
        var killed = start();
        killed.awaitState("running", "stubborn");
        killed.interrupt();
        killed.awaitState("stopping", "stubborn");
        killed.killAfter(1000L * millis);
        assertThat(killed.wasKilled()).isTrue();

        var next = start();
        next.end();
        assertThat(next.told().getLast()).containsEntry("event", "run_ended").containsEntry("state", "cancelled");
        assertThat(runOf(next)).isEqualTo(runOf(killed));
        assertThat(next.exitCode()).isEqualTo(ExitCode.NOT_SUCCESSFUL);
        assertThat(ledger().file()).hasContent("started");
        assertNothingIsLeft();
    }

    @Test
    void letGoNothingNewStartsAndTheSameCommandGoesOn() throws Exception {
        Files.writeString(dagFile, """
                dag: patient
                owner: tests
                params: {ledger: {type: string}}
                tasks:
                  long: {run: "echo long >>{{ params.ledger }}; while [ ! -e {{ params.ledger }}.go ]; do sleep 0.05; done"}
                  next: {run: "echo next {{ var.colour }} >>{{ params.ledger }}", depends_on: long}
                """);
        Files.writeString(folder.resolve("local.yaml"), "variables: {colour: red}\n");
        var first = start();
        first.awaitState("running", "long");
        first.hangUpAfter(0);
        assertThat(first.complaints()).contains("is let go: what runs goes on, and nothing new starts; the same command goes on with it");
        assertThat(first.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(ledger().file()).hasContent("long");
        assertThat(Processes.of(folder)).as("its job").isNotEmpty();

        Files.writeString(folder.resolve("local.yaml"), "variables: {colour: blue}\n");
        Files.createFile(folder.resolve("ledger.go"));
        var second = start();
        second.end();
        assertThat(second.complaints()).contains("going on with run " + runOf(first))
                .contains("which keeps to what it began with: var.colour");
        assertThat(second.exitCode()).isZero();
        assertThat(ledger().file()).hasContent("long\nnext red");
        assertNothingIsLeft();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"cut off", "over, but cut off before that could be told"})
    void aRunWhoseTextCannotBeReadEndsWithAMessage(String run) throws Exception {
        Files.writeString(dagFile, """
                dag: forgotten
                owner: tests
                params: {ledger: {type: string}}
                tasks: {only: {run: "echo only >>{{ params.ledger }}; while [ ! -e {{ params.ledger }}.go ]; do sleep 0.05; done"}}
                """);
        var first = start();
        first.awaitState("running", "only");
        first.hangUpAfter(0);
        Files.createFile(folder.resolve("ledger.go"));
        try (var database = DriverManager.getConnection("jdbc:h2:" + state("run"), "sa", "");
                var statement = database.createStatement()) {
            var sql = "update dag_source set body = 'tasks: [unheard of]'";
            assertThat(statement.executeUpdate(sql)).isOne();
            if (run.startsWith("over")) {
                assertThat(statement.executeUpdate("update run set state = 4")).isOne();
            }
        }
        var second = start();
        second.end();
        assertThat(second.exitCode()).isEqualTo(ExitCode.WRONG);
        assertThat(second.complaints()).contains("that run " + runOf(first) + " began with cannot be read by this version").contains("--fresh");
        assertThat(state("request")).as("it is kept for the version that can").exists();
    }

    private Path state(String file) throws IOException {
        try (var runs = Files.list(folder.resolve("home/local/runs"))) {
            return runs.findFirst().orElseThrow().resolve(file);
        }
    }

    private Ledger ledger() {
        return new Ledger(folder.resolve("ledger"));
    }

    private Life start() throws IOException {
        return program.start(folder.resolve("home"), true, Gauntlet.command(dagFile, ledger()));
    }

    private static String runOf(Life life) {
        return String.valueOf(life.told().getFirst().get("run_id"));
    }

    private void assertNothingIsLeft() throws IOException {
        assertThat(folder.resolve("home/local/runs")).as("state of runs, with their machines").isEmptyDirectory();
        assertThat(Processes.of(folder)).as("processes left behind").isEmpty();
    }
}
