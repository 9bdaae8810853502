package comporta.local;

import comporta.job.JobBackend;
import comporta.job.JobBackendContract;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** The local backend keeps what every backend promises. */
class LocalBackendTest extends JobBackendContract {
    private final List<LocalBackend> opened = new ArrayList<>();

    @Override
    protected JobBackend open() {
        var settings = new LocalSettings(folder.resolve("state"), System.getenv(), 16, 1 << 20);
        var local = new LocalBackend(settings, InstantSource.system());
        opened.add(local);
        return local;
    }

    @Override
    protected void crash(JobBackend running) {
        ((LocalBackend) running).close();
    }

    @Override
    protected void cutOff() throws IOException {
        Files.move(folder.resolve("state"), folder.resolve("aside"));
        Files.createDirectories(folder.resolve("state"));
        Files.createSymbolicLink(folder.resolve("state/launch"), folder.resolve("state/launch")); // a loop: nobody can follow it
    }

    @Override
    protected void restore() throws IOException {
        Files.delete(folder.resolve("state/launch"));
        Files.delete(folder.resolve("state"));
        Files.move(folder.resolve("aside"), folder.resolve("state"));
    }

    @AfterEach
    void close() {
        opened.forEach(LocalBackend::close);
        Processes.sweep(folder.resolve("state/launch"), (launch, isShim) -> true);
    }
}
