package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.aurora.FakeAurora;
import comporta.mesos.FakeMaster;
import comporta.store.FreshPostgresql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Two {@code comporta start} over clusters: only who leads is their framework, and whoever takes over goes on with all that runs and waits. */
@Order(-50)
class ServersOnClustersTest {
    private static final int JOBS = 4;

    @RegisterExtension
    final FreshPostgresql postgresql = new FreshPostgresql();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private final CountDownLatch never = new CountDownLatch(1);
    private final List<Life> lives = new ArrayList<>();
    private FakeMaster master;
    private FakeAurora aurora;

    @BeforeEach
    void begin() throws IOException {
        master = new FakeMaster(folder.resolve("mesos"));
        master.agent(8, 16_384, Map.of("slave-type", "mesos-fixed"), folder);
        aurora = new FakeAurora(folder.resolve("aurora"));
        Files.writeString(Files.createDirectories(folder.resolve("home")).resolve("comporta.yaml"), """
                backends:
                  mesos: {kind: mesos, master: "%s", user: jobs}
                  aurora: {kind: aurora, url: "%s", observer: "%s/observer/{host}"}
                """.formatted(master.url(), aurora.url(), aurora.url()));
        Files.writeString(Files.createDirectories(folder.resolve("dags")).resolve("clusters.yaml"), """
                dag: clusters
                tasks:
                  long:
                    expand: {over: {n: [1, 2, 3, 4]}}
                    job: {backend: mesos, command: "while [ ! -e %s ]; do sleep 0.1; done; echo on Mesos", cpus: 1, mem: 64m}
                  new-on-mesos: {job: {backend: mesos, command: echo here, cpus: 1, mem: 64m, constraints: {slave-type: itaipu}}}
                  new-on-aurora: {job: {backend: aurora, command: echo there, cpus: 1, mem: 64m, constraints: {slave-type: itaipu}}}
                """.formatted(folder.resolve("go")));
    }

    @AfterEach
    void end() throws IOException, InterruptedException {
        for (var life : lives) {
            life.killAfter(0);
            life.keep(folder.resolve("server-" + life.pid()));
        }
        master.close();
        aurora.close();
    }

    private Life start(int port) throws IOException, InterruptedException {
        var environment = new HashMap<>(Map.of(
                "COMPORTA_HOME", folder.resolve("home").toString(),
                "COMPORTA_DATABASE_URL", postgresql.url(), "COMPORTA_DATABASE_USER", postgresql.user()));
        var life = Program.get().start(List.of("-D" + Backends.APART_PROPERTY + "=PT0.2S"), environment, List.of(
                "start", "--dags", folder.resolve("dags").toString(), "--port", Integer.toString(port), "--output", "json"));
        lives.add(life);
        return life;
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void whatRunsAndWhatWaitsOutlivesItsServer() throws Exception {
        int port = Ports.free();
        var first = start(port);
        first.awaitTold();
        assertThat(new Ask(port).ask("runs", "trigger", "clusters").code()).as(first.complaints()).isZero();
        await(() -> master.states().values().stream().filter("TASK_RUNNING"::equals).count() == JOBS);
        var why = "no agent with free resources has slave-type=itaipu";
        await(() -> tasks(port).contains(why) && tasks(port).contains("no agent has slave-type=itaipu"));
        assertThat(new Ask(port).ask("tasks", "why", "clusters/latest", "new-on-mesos").said()).contains("Taken by mesos at ").contains("; " + why + ".");
        assertThat(new Ask(port).ask("tasks", "why", "clusters/latest", "new-on-aurora").said()).contains("; no agent has slave-type=itaipu.");

        int other = Ports.free();
        var second = start(other);
        second.awaitTold();
        assertThat(master.subscriptions()).as("who stands by keeps away").isEqualTo(1);
        first.killAfter(0);
        await(() -> master.subscriptions() == 2);
        await(() -> tasks(other).contains(why) && tasks(other).contains("no agent has slave-type=itaipu"));
        assertThat(tasks(other).lines().filter(line -> line.contains("long[") && line.contains("running"))).hasSize(JOBS);

        master.agent(8, 16_384, Map.of("slave-type", "itaipu"), folder);
        aurora.join("itaipu", "slave-7-hostname");
        Files.writeString(folder.resolve("go"), "");
        assertThat(new Ask(other).ask("runs", "watch", "clusters/latest").code()).as(() -> tasks(other) + second.complaints()).isZero();
        assertThat(new Ask(other).ask("tasks", "logs", "clusters/latest", "long[1]").said()).contains("on Mesos");
        assertThat(new Ask(other).ask("tasks", "logs", "clusters/latest", "new-on-mesos").said()).contains("here");
        assertThat(new Ask(other).ask("tasks", "logs", "clusters/latest", "new-on-aurora").said()).contains("there");
        assertThat(master.frameworks()).isEqualTo(1);
        assertThat(master.journal()).hasSize(JOBS + 1).doesNotHaveDuplicates();
        assertThat(aurora.journal()).hasSize(1);
        second.interrupt();
        second.end();
        assertThat(second.complaints()).doesNotContain("Exception");
    }

    private static String tasks(int port) {
        return new Ask(port).ask("tasks", "list", "clusters/latest").said();
    }

    private void await(Callable<Boolean> wanted) throws Exception {
        while (!wanted.call()) {
            var _ = never.await(50, TimeUnit.MILLISECONDS);
        }
    }
}
