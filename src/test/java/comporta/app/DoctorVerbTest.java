package comporta.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import comporta.chronos.FakeChronos;
import comporta.dag.PlainData;
import comporta.marathon.FakeMarathon;
import comporta.nodes.Moto;
import comporta.store.FreshPostgresql;
import comporta.store.Store;
import comporta.store.StoreSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** {@code comporta doctor} on machines that lack something. */
class DoctorVerbTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int code;
    private int freePort;

    @TempDir
    Path home;

    @BeforeEach
    void dags() throws IOException {
        Files.createDirectories(home.resolve("dags"));
        Files.writeString(home.resolve("dags/one.yaml"), "dag: one\ntasks:\n  a: {run: \"true\"}\n");
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            freePort = socket.getLocalPort();
        }
    }

    /** State and words by part; of several findings about a part the last. */
    private Map<String, String> examined(String yaml) throws IOException {
        Files.writeString(home.resolve("comporta.yaml"), "dags: " + home.resolve("dags") + "\nhttp: {port: " + freePort + "}\n" + yaml);
        out.reset();
        var terminal = new Terminal(
                new PrintStream(out, true, UTF_8), new PrintStream(out, true, UTF_8), Map.of("COMPORTA_HOME", home.toString()), false, false);
        code = Main.run(List.of("doctor", "--output", "json"), terminal);
        var found = new TreeMap<String, String>();
        if (PlainData.fromJson(out.toString(UTF_8)) instanceof List<?> findings) {
            findings.forEach(finding -> {
                if (finding instanceof Map<?, ?> data) {
                    found.put(String.valueOf(data.get("part")), data.get("state") + " " + data.get("what"));
                }
            });
        }
        return found;
    }

    @Test
    void aFreshMachineIsFine() throws IOException {
        var found = examined("");
        assertThat(code).as("%s", found).isZero();
        assertThat(found).containsEntry("database", "ok " + home.resolve("db/comporta") + " can be used; its tables are made by the first start")
                .containsEntry("dags", "ok " + home.resolve("dags") + " holds 1 DAG file")
                .containsEntry("backend local", "ok processes of this machine, 16 at the same time")
                .containsEntry("http", "ok 127.0.0.1:" + freePort + " is free")
                .containsKeys("java", "home", "key", "configuration");
        assertThat(home.resolve("db/comporta.mv.db")).as("nothing is changed").doesNotExist();
        assertThat(home.resolve("key")).doesNotExist();
    }

    @Test
    void whatIsWrongIsFoundAtOnce() throws IOException {
        Files.writeString(home.resolve("dags/two.yaml"), "dag: two\ntasks: 7\n");
        Files.createFile(home.resolve("key"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-rw-rw-")));
        Files.setPosixFilePermissions(home.resolve("key"), PosixFilePermissions.fromString("rw-r--r--"));
        var found = examined("""
                database: {url: "jdbc:postgresql://127.0.0.1:1/comporta"}
                backends:
                  aurora: {kind: aurora, url: "http://127.0.0.1:1", password_file: missing.secret}
                notifications:
                  oncall: {slack: "http://127.0.0.1:1/services/T0/hunter22"}
                """);
        assertThat(code).isEqualTo(ExitCode.NOT_SUCCESSFUL);
        assertThat(found.get("database")).startsWith("failed no connection to the database");
        assertThat(found.get("key")).startsWith("failed the key " + home.resolve("key") + " can be read by others");
        assertThat(found.get("dags")).isEqualTo("warning of 2 DAG files in " + home.resolve("dags") + " these cannot be used: " + home.resolve("dags/two.yaml"));
        assertThat(found.get("backend aurora")).isEqualTo("failed password_file " + home.resolve("missing.secret") + " cannot be read");
        assertThat(found.get("notification oncall")).startsWith("failed http://127.0.0.1:1/… cannot be reached");
        assertThat(out.toString(UTF_8)).as("the path of a hook is its secret").doesNotContain("hunter22");
    }

    @Test
    void whoListensIsReached() throws IOException {
        try (var hook = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()); var _ = Store.open(StoreSettings.h2(home.resolve("db/comporta"), "other"))) {
            var found = examined("notifications: {oncall: {webhook: \"http://127.0.0.1:" + hook.getLocalPort() + "/x\"}}\n");
            assertThat(found).containsEntry("notification oncall", "ok http://127.0.0.1:" + hook.getLocalPort() + "/… can be reached");
            assertThat(found.get("database")).as("a scheduler at work is no illness").startsWith("ok ").contains("is in use by process");
            assertThat(code).isZero();
        }
    }

    @Test
    void clustersTellWhoLeads() throws IOException {
        try (var chronos = new FakeChronos(home.resolve("chronos"), false, "me:secret"); var marathon = new FakeMarathon(home.resolve("marathon"), null)) {
            Files.writeString(home.resolve("good.json"), "{\"url\": \"%s\", \"user\": \"me\", \"password\": \"secret\"}".formatted(chronos.url()));
            Files.writeString(home.resolve("wrong.json"), "{\"url\": \"%s\", \"user\": \"me\", \"password\": \"guess\"}".formatted(chronos.url()));
            Files.writeString(home.resolve("open.json"), "{\"url\": \"%s\"}".formatted(marathon.url()));
            var found = examined("""
                    backends:
                      chronos: {kind: chronos, credentials: good.json}
                      stranger: {kind: chronos, credentials: wrong.json}
                      marathon: {kind: marathon, credentials: open.json}
                      whole: {kind: marathon, credentials: open.json, mesos: "%s"}
                    """.formatted(marathon.mesos().url()));
            assertThat(found.get("backend chronos")).startsWith("warning Chronos 2 at " + chronos.url() + ", led by " + chronos.url().getAuthority() + ", 0 jobs");
            assertThat(found.get("backend stranger")).startsWith("failed ").contains("who asks is not let in (401)");
            assertThat(found.get("backend marathon")).startsWith("warning Marathon 1.5.0 at " + marathon.url() + ", led by");
            assertThat(found.get("backend whole")).startsWith("ok Marathon 1.5.0");
            assertThat(found.get("backend whole, the Mesos below"))
                    .isEqualTo("ok Mesos 1.12.0, led by localhost:" + marathon.mesos().url().getPort() + ", agents: 1 mesos-fixed");
            assertThat(out.toString(UTF_8)).doesNotContain("guess");
        }
    }

    @Test
    @EnabledIfEnvironmentVariable(named = "COMPORTA_TEST_MOTO", matches = ".+", disabledReason = "./test could not set up moto")
    void whoStartsMachinesIsAskedForWhatTheyAreMadeOf() throws IOException {
        var nodes = """
                nodes:
                  provider: ec2
                  endpoint: %s
                  cluster: nobodys
                  prices: %s
                  slave_types:
                    mesos-fixed: {scaled: false, image: ami-no}
                    good: {image: %s}
                    itaipu: {image: ami-12345678, subnets: [subnet-12345678], security_groups: [sg-12345678]}
                    crowd: {auto_scaling_group: nobody-made-it}
                """;
        var found = examined(nodes.formatted(Moto.url(), "example", Moto.IMAGE));
        assertThat(found).containsEntry("nodes", "ok ec2 answers, and has 0 machines of this cluster")
                .containsEntry("slave type crowd", "failed auto-scaling group nobody-made-it: not there")
                .doesNotContainKeys("slave type good", "slave type mesos-fixed", "nodes.prices");
        assertThat(found.get("slave type itaipu")).startsWith("failed ")
                .contains("image ami-12345678: InvalidAMIID.NotFound", "subnets subnet-12345678: InvalidSubnetID.NotFound", "security groups sg-12345678: InvalidGroup.NotFound");
        assertThat(code).isEqualTo(ExitCode.NOT_SUCCESSFUL);

        found = examined(nodes.formatted("http://127.0.0.1:1", "ours.json", Moto.IMAGE));
        assertThat(found.get("nodes")).isEqualTo("failed ec2 does not answer: http://127.0.0.1:1 cannot be reached: Connection refused");
        assertThat(found.get("nodes.prices")).startsWith("failed ").contains("ours.json");
        assertThat(found.keySet()).noneMatch(part -> part.startsWith("slave type "));
    }

    @Test
    void theClockOfThePostgresqlIsCompared() throws IOException {
        try (var database = FreshPostgresql.create()) {
            var found = examined("database: {url: \"" + database.url() + "\", user: comporta}\n");
            assertThat(found).containsEntry("clock", "ok this machine and the database agree")
                    .containsEntry("lead", "ok a lease of 10s, by the clock of the database");
            examined("database: {url: \"" + database.url() + "\", user: comporta}\nscheduler: {leader_lease: 1s}\n");
            assertThat(out.toString(UTF_8)).contains("scheduler.leader_lease is 1s, too short to be renewed in time by a busy machine. Write 3s or more.");
        }
    }
}
