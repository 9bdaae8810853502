package comporta.mesos;

import comporta.job.FakeCall;
import comporta.job.FakeCluster;
import comporta.job.Ground;
import comporta.job.HttpSettings;
import comporta.job.JobBackend;
import comporta.job.RemoteBackendContract;
import comporta.operator.LaunchIntent;
import comporta.secret.Vault;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Order;

/** The framework keeps what every remote backend promises. */
@Order(-55)
class MesosBackendTest extends RemoteBackendContract {

    @Override
    protected FakeCluster fake() throws IOException {
        var master = new FakeMaster(folder.resolve("mesos"), 1_000, 500);
        master.agent(8, 16_384, Map.of());
        return master;
    }

    @Override
    protected JobBackend open(FakeCluster outside) {
        return backend(outside.url().toString(), new FileMemory(folder.resolve("memory.json")));
    }

    static MesosBackend backend(String masters, MesosMemory memory) {
        return new MesosBackend(settings(masters), memory, ground(), new Random(1));
    }

    static MesosSettings settings(String masters) {
        var http = new HttpSettings(null, null, null, Duration.ofSeconds(5), Duration.ofSeconds(5));
        return new MesosSettings("mesos", masters, "jobs", "*", "comporta", null, Duration.ofDays(7), false, null, Duration.ofSeconds(1), http);
    }

    static Ground ground() {
        return new Ground(Vault.EMPTY, null, 1 << 20, Duration.ofMillis(100), InstantSource.system());
    }

    @Override
    protected Predicate<FakeCall> starts() {
        return call -> FakeMaster.isCall(call, "ACCEPT");
    }

    @Override
    protected Predicate<FakeCall> questions() {
        return call -> FakeMaster.isCall(call, "RECONCILE");
    }

    @Override
    protected boolean keepsJobsWaiting() {
        return true;
    }

    @Override
    protected String nameOf(LaunchIntent launch) {
        return launch.id().externalId();
    }
}
