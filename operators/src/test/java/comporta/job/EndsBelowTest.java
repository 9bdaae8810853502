package comporta.job;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.chronos.Chronos;
import comporta.chronos.FakeChronos;
import comporta.dag.Moment;
import comporta.marathon.FakeMarathon;
import comporta.marathon.Marathon;
import comporta.operator.News;
import comporta.secret.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ends that Chronos or Marathon does not notice, and the Mesos below does. */
@SuppressWarnings("NullAway.Init") // each case makes the fake of its kind
class EndsBelowTest {
    private static final Duration NEVER = Duration.ofHours(10);
    private static final Duration ALWAYS = Duration.ofMillis(30);

    @TempDir
    Path folder;

    private final Heard heard = new Heard();
    private final Map<String, Object> keys = new HashMap<>();
    private FakeCluster fake;
    private FakeMesosView mesos;
    private Runnable stun;
    private JobBackend backend;

    private void open(String kind, Duration apart) throws IOException {
        if (kind.equals("chronos")) {
            var chronos = new FakeChronos(folder.resolve("fake"), true, null);
            fake = chronos;
            mesos = chronos.mesos();
            stun = chronos::stun;
        } else {
            var marathon = new FakeMarathon(folder.resolve("fake"), null);
            fake = marathon;
            mesos = marathon.mesos();
            stun = marathon::stun;
        }
        Files.writeString(folder.resolve("credentials.json"), "{\"url\": \"" + fake.url() + "\"}");
        keys.putAll(Map.of("kind", kind, "credentials", "credentials.json", "mesos", mesos.url().toString()));
        var ground = new Ground(Vault.EMPTY, null, 1 << 20, apart, InstantSource.system());
        var cluster = new Cluster(kind, keys, folder);
        backend = kind.equals("chronos") ? Chronos.backend(cluster, ground) : Marathon.backend(cluster, ground);
        backend.watch(heard);
    }

    @AfterEach
    void close() {
        backend.close();
        fake.close();
    }

    private long asked(String what) {
        return fake.asked().stream().filter(each -> each.startsWith(what)).count();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            # kind,  exit code
            chronos,  0
            chronos,  3
            marathon, 0
            marathon, 3
            """)
    void anEventOfTheMasterTellsThemWithoutAQuestion(String kind, int code) throws Exception {
        open(kind, NEVER);
        var launch = new Launches(folder, folder.resolve("logs")).line(
                "load", "while [ ! -e " + folder.resolve("go") + " ]; do sleep 0.02; done; exit " + code);
        backend.submit(launch);
        heard.first(News.Started.class, launch.id());
        while (mesos.listeners() == 0) {
            Moment.pass();
        }
        stun.run();
        Files.writeString(folder.resolve("go"), "");
        var end = heard.end(launch.id());
        assertThat(end.isSuccess()).isEqualTo(code == 0);
        assertThat(end.code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"chronos, GET /v1/scheduler/jobs/summary", "marathon, GET /v2/apps?"})
    void aMasterThatTellsOfNoEventsIsAskedWheneverTheClusterIs(String kind, String question) throws Exception {
        open(kind, ALWAYS);
        mesos.old();
        var launch = new Launches(folder, folder.resolve("logs")).line(
                "load", "while [ ! -e " + folder.resolve("go") + " ]; do sleep 0.02; done");
        backend.submit(launch);
        heard.first(News.Started.class, launch.id());
        long before = asked(question);
        while (asked(question) < before + 5) {
            Moment.pass();
        }
        stun.run();
        Files.writeString(folder.resolve("go"), "");
        assertThat(heard.end(launch.id()).isSuccess()).isTrue();
        assertThat(mesos.listings()).isGreaterThanOrEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({"chronos", "marathon"})
    void aMesosThatWantsASignInIsAskedAsItsPrincipal(String kind) throws Exception {
        Files.writeString(folder.resolve("mesos.secret"), "s3cret\n");
        keys.putAll(Map.of("principal", "comporta", "secret_file", "mesos.secret"));
        open(kind, ALWAYS);
        mesos.onlyFor(new Credentials("comporta", "s3cret"));
        var launch = new Launches(folder, folder.resolve("logs")).line("load", "echo signed in; exit 3");
        backend.submit(launch);
        assertThat(heard.end(launch.id()).code()).isEqualTo(3);
        assertThat(JobLaunch.of(launch.spec()).logFolder().resolve("stdout")).hasContent("signed in");
    }
}
