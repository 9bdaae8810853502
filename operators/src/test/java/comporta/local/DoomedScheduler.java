package comporta.local;

import comporta.job.Launches;
import comporta.operator.News;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;

/** A process of its own that launches jobs, says so on stdout, and is then killed. Arguments: folder, number of jobs, shell line. */
final class DoomedScheduler {
    private DoomedScheduler() {}

    public static void main(String... args) throws InterruptedException {
        var folder = Path.of(args[0]);
        var launches = new Launches(folder, folder.resolve("logs"));
        var backend = new LocalBackend(new LocalSettings(folder.resolve("state"), System.getenv(), 100, 1 << 20), InstantSource.system());
        backend.watch(news -> {
            if (news instanceof News.Started) {
                System.out.println(news.launch());
            }
        });
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
            backend.submit(launches.line("t" + i, args[2]));
        }
        new CountDownLatch(1).await();
    }
}
