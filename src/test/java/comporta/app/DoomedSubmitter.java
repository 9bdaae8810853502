package comporta.app;

import comporta.job.Cluster;
import comporta.job.Ground;
import comporta.job.JobBackend;
import comporta.job.Launches;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.secret.Vault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** A scheduler that submits one launch when it is told to, and is killed at it. */
final class DoomedSubmitter {
    private DoomedSubmitter() {}

    static JobBackend open(String kind, Path folder, String mesos) {
        var cluster = new Cluster(kind, Map.of("kind", kind, "credentials", "credentials.json", "mesos", mesos), folder);
        return Backends.of(cluster, new Ground(Vault.EMPTY, null, 1 << 20, Duration.ofMillis(50), InstantSource.system())).orElseThrow();
    }

    /** The same in each life: it runs until the file {@code go} appears. */
    static LaunchIntent launch(Path folder, int number) {
        var first = Launches.id("load", 1);
        var id = new LaunchId(first.dag(), first.run(), first.task(), first.mapIndex(), first.tryNumber(), number);
        return new Launches(folder, folder.resolve("logs"))
                .job(id, Map.of("command", "while [ ! -e " + folder.resolve("go") + " ]; do sleep 0.05; done"));
    }

    /** @param args kind, folder, address of the Mesos below */
    public static void main(String[] args) throws IOException {
        var folder = Path.of(args[1]);
        var backend = open(args[0], folder, args[2]);
        backend.watch(news -> { });
        System.out.println("ready");
        System.out.flush();
        if (System.in.read() >= 0) {
            backend.submit(launch(folder, 1));
            System.out.println("submitted");
            System.out.flush();
            while (System.in.read() >= 0) {   // to be killed, or let go
            }
        }
    }
}
