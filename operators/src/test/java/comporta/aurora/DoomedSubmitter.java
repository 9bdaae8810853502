package comporta.aurora;

import comporta.job.Ground;
import comporta.job.HttpSettings;
import comporta.job.Launches;
import comporta.job.RemoteBackend;
import comporta.secret.Vault;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** A process of its own that submits one launch to Aurora, says so on stdout, and is killed. Arguments: address, folder, shell line. */
final class DoomedSubmitter {
    private DoomedSubmitter() {}

    public static void main(String... args) throws IOException {
        try (var backend = backend(URI.create(args[0]))) {
            backend.watch(_ -> { });
            backend.submit(launches(Path.of(args[1])).line("load", args[2]));
            System.out.println("submitted");
            var _ = System.in.read();   // for ever
        }
    }

    static Launches launches(Path folder) {
        return new Launches(folder, folder.resolve("logs"));
    }

    static RemoteBackend backend(URI url) {
        var settings = new AuroraSettings(url, "fake", "jobs", "prod", "comporta", url + "/observer/{host}", "python3");
        var system = new AuroraSystem(settings, new HttpSettings(null, null, null, Duration.ofSeconds(20), Duration.ofSeconds(20)));
        return new RemoteBackend(
                "aurora", system, new Ground(Vault.EMPTY, null, 1 << 20, Duration.ofMillis(50), InstantSource.system()));
    }
}
