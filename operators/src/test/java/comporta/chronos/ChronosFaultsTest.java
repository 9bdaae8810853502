package comporta.chronos;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.job.Cluster;
import comporta.job.Ground;
import comporta.job.Heard;
import comporta.job.JobBackend;
import comporta.job.Launches;
import comporta.operator.Cause;
import comporta.operator.Finding;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import comporta.secret.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Chronos forgets, and what may be made of it: with the Mesos below it, and without. */
@SuppressWarnings("NullAway.Init") // JUnit fills the fields
class ChronosFaultsTest {
    @TempDir
    Path folder;

    private FakeChronos fake;
    private JobBackend backend;
    private final Heard heard = new Heard();

    @BeforeEach
    void begin() throws IOException {
        fake = new FakeChronos(folder.resolve("fake"), true, null);
        Files.writeString(folder.resolve("credentials.json"), "{\"url\": \"" + fake.url() + "\"}");
    }

    private void open(boolean withMesos) {
        var keys = new HashMap<String, Object>(Map.of("kind", "chronos", "credentials", "credentials.json"));
        if (withMesos) {
            keys.put("mesos", fake.mesos().url().toString());
        }
        backend = Chronos.backend(
                new Cluster("chronos", keys, folder), new Ground(Vault.EMPTY, null, 1 << 20, Duration.ofMillis(30), InstantSource.system()));
        backend.watch(heard);
    }

    @AfterEach
    void close() {
        backend.close();
        fake.close();
    }

    private LaunchIntent launch(String command) {
        return new Launches(folder, folder.resolve("logs")).line("load", command);
    }

    private String untilGo() {
        return "while [ ! -e " + folder.resolve("go") + " ]; do sleep 0.02; done";
    }

    @Test
    void aStartThatTheLeaderForgetsIsSentAgain() throws Exception {
        open(true);
        fake.full(true);
        var launch = launch(":");
        backend.submit(launch);
        fake.changeLeader();   // and with it the queue is gone
        fake.full(false);
        assertThat(heard.end(launch.id()).isSuccess()).isTrue();
        assertThat(fake.starts(launch.id().externalId())).isEqualTo(1);
    }

    @Test
    void withoutMesosALostStartIsForAPersonToSettle() throws Exception {
        open(false);
        fake.full(true);
        var launch = launch(":");
        backend.submit(launch);
        fake.changeLeader();
        fake.full(false);
        assertThat(heard.first(News.Unreachable.class, launch.id()).why()).contains("its leader may have changed");
        assertThat(backend.find(List.of(launch)).getFirst()).isInstanceOf(Finding.OutOfSight.class);
        assertThat(fake.starts(launch.id().externalId())).isZero();
    }

    @Test
    void aRunThatTheLeaderForgetsGoesOnAndEnds() throws Exception {
        open(true);
        var launch = launch(untilGo() + "; exit 3");
        backend.submit(launch);
        heard.first(News.Started.class, launch.id());
        fake.changeLeader();
        Files.writeString(folder.resolve("go"), "");
        assertThat(heard.end(launch.id()).code()).isEqualTo(3);
        assertThat(fake.starts(launch.id().externalId())).isEqualTo(1);
    }

    @Test
    void withoutMesosTheCountersTellTheEnd() throws Exception {
        open(false);
        var launch = launch("exit 3");
        backend.submit(launch);
        var end = heard.end(launch.id());
        assertThat(end.cause()).isEqualTo(Cause.USER);
        assertThat(end.code()).isNull();
        assertThat(end.reason()).contains("Chronos counted a failure").contains("Set mesos of this backend");
    }

    @Test
    void aLaunchThatWaitsForRoomCanBeStopped() throws Exception {
        open(true);
        fake.full(true);
        var launch = launch(":");
        backend.submit(launch);
        backend.stop(launch, false);
        fake.full(false);
        assertThat(heard.end(launch.id()).cause()).isEqualTo(Cause.OPERATOR);
        assertThat(fake.starts(launch.id().externalId())).isZero();
    }
}
