package comporta.marathon;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.job.Cluster;
import comporta.job.FakeCall;
import comporta.job.FakeCluster;
import comporta.job.Ground;
import comporta.job.JobBackend;
import comporta.job.RemoteBackendContract;
import comporta.operator.LaunchIntent;
import comporta.secret.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Marathon keeps what every backend promises. */
class MarathonBackendTest extends RemoteBackendContract {

    @Override
    protected FakeCluster fake() throws IOException {
        return new FakeMarathon(folder.resolve("marathon"), "comporta:secret");
    }

    @Override
    protected JobBackend open(FakeCluster outside) throws IOException {
        var file = folder.resolve("credentialsMarathon.json");
        Files.writeString(file, "{\"url\": \"%s\", \"user\": \"comporta\", \"password\": \"secret\"}".formatted(outside.url()));
        var cluster = new Cluster(
                "marathon", Map.of("kind", "marathon", "credentials", file.toString(), "mesos", ((FakeMarathon) outside).mesos().url().toString()), folder);
        return Marathon.backend(cluster, new Ground(Vault.EMPTY, null, 1 << 20, Duration.ofMillis(40), InstantSource.system()));
    }

    @Override
    protected Predicate<FakeCall> starts() {
        return call -> call.method().equals("POST");
    }

    @Override
    protected Predicate<FakeCall> questions() {
        return call -> call.is("GET", "/v2/apps");
    }

    @Override
    protected String nameOf(LaunchIntent launch) {
        return launch.id().externalId().replace("T040000Z", "t040000z");
    }

    /** Marathon ends tasks with the grace they were started with. */
    @Override
    protected String longGrace() {
        return "1s";
    }

    @Test
    void whatEndedIsNotStartedAgainEvenWhenNobodyWatched() throws Exception {
        var launch = launches.line("load", sign("starts"));
        backend.submit(launch);
        heard.end(launch.id());
        ((FakeMarathon) fake).relaunch();
        crashAndComeBack();
        backend.submit(launch);
        assertThat(heard.end(launch.id()).isSuccess()).isTrue();
        assertThat(signatures("starts")).hasSize(1);
    }
}
