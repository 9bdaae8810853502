package comporta.chronos;

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

/** Chronos 3 keeps what every backend promises. */
class ChronosBackendTest extends RemoteBackendContract {

    boolean isThree() {
        return true;
    }

    @Override
    protected FakeCluster fake() throws IOException {
        return new FakeChronos(folder.resolve("chronos"), isThree(), "comporta:secret");
    }

    @Override
    protected JobBackend open(FakeCluster outside) throws IOException {
        var file = folder.resolve("credentialsChronos.json");
        Files.writeString(file, "{\"url\": \"%s/\", \"user\": \"comporta\", \"password\": \"secret\"}".formatted(outside.url()));
        var cluster = new Cluster(
                "chronos", Map.of("kind", "chronos", "credentials", file.getFileName().toString(), "mesos", ((FakeChronos) outside).mesos().url().toString()),
                folder);
        return Chronos.backend(cluster, new Ground(Vault.EMPTY, null, 1 << 20, Duration.ofMillis(40), InstantSource.system()));
    }

    @Override
    protected Predicate<FakeCall> starts() {
        return call -> call.method().equals("PUT");
    }

    @Override
    protected Predicate<FakeCall> questions() {
        return call -> call.method().equals("GET");
    }

    @Override
    protected String nameOf(LaunchIntent launch) {
        return launch.id().externalId();
    }
}
