package comporta.local;

import comporta.dag.DagId;
import comporta.dag.TaskId;
import comporta.job.Launches;
import comporta.operator.LaunchId;
import comporta.operator.News;
import comporta.operator.Submission;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

/**
 * What the crash-safe shim costs beside the floor, a loop that only starts and awaits {@code /bin/true}: one after the other, and sixteen
 * side by side. Arguments: how many of each (500), rounds (4).
 */
public final class SpawnBench {
    private static final int SIDE_BY_SIDE = 16;

    private final Path folder;
    private final int count;
    private int launched;

    private SpawnBench(Path folder, int count) {
        this.folder = folder;
        this.count = count;
    }

    public static void main(String... args) throws Exception {
        int count = args.length > 0 ? Integer.parseInt(args[0]) : 500;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 4;
        var folder = Files.createTempDirectory("comporta-bench");
        try {
            var bench = new SpawnBench(folder, count);
            for (int round = 1; round <= rounds; round++) {
                System.out.println("round " + round);
                bench.measure("floor, sequential  ", bench::floorSequential);
                bench.measure("shim, sequential   ", bench::shimSequential);
                bench.measure("floor, side by side", bench::floorSideBySide);
                bench.measure("shim, side by side ", bench::shimSideBySide);
            }
        } finally {
            try (var files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            }
        }
    }

    private interface Part {
        void run() throws IOException, InterruptedException;
    }

    private void measure(String what, Part part) throws IOException, InterruptedException {
        double own = ownCpu();
        double jobs = childrenCpu();
        long began = System.nanoTime();
        part.run();
        double millis = (System.nanoTime() - began) / 1e6;
        System.out.printf(
                "  %s  %6.3f ms each  %6.0f a second  CPU each: %5.2f ms ours, %5.2f ms the processes'%n",
                what, millis / count, count * 1000 / millis, (ownCpu() - own) / count, (childrenCpu() - jobs) / count);
    }

    private static void floorTask() throws IOException, InterruptedException {
        new ProcessBuilder("/bin/true")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private void floorSequential() throws IOException, InterruptedException {
        for (int i = 0; i < count; i++) {
            floorTask();
        }
    }

    private void floorSideBySide() throws InterruptedException {
        var slots = new Semaphore(SIDE_BY_SIDE);
        var done = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            slots.acquire();
            Thread.ofPlatform().start(() -> {
                try {
                    floorTask();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } finally {
                    slots.release();
                    done.countDown();
                }
            });
        }
        done.await();
    }

    private void shimSequential() throws InterruptedException {
        shim(1);
    }

    private void shimSideBySide() throws InterruptedException {
        shim(SIDE_BY_SIDE);
    }

    private void shim(int parallel) throws InterruptedException {
        var launches = new Launches(folder, folder.resolve("logs"));
        var ended = new LinkedBlockingQueue<News.Ended>();
        var settings = new LocalSettings(folder.resolve("state"), System.getenv(), parallel, 1 << 30);
        try (var backend = new LocalBackend(settings, InstantSource.system())) {
            backend.watch(news -> {
                if (news instanceof News.Ended end) {
                    ended.add(end);
                }
            });
            int submitted = 0;
            for (int over = 0; over < count; over++) {
                for (; submitted < count && submitted < over + parallel; submitted++) {
                    var id = new LaunchId(new DagId("bench"), "manual", new TaskId("t" + launched++), -1, 1, 1);
                    if (!(backend.submit(launches.job(id, Map.of("command", "/bin/true"))) instanceof Submission.Accepted)) {
                        throw new IllegalStateException("not accepted: " + id);
                    }
                }
                var end = ended.take();
                if (!end.exit().isSuccess()) {
                    throw new IllegalStateException("not a success: " + end);
                }
                backend.settled(launches.job(end.launch(), Map.of("command", "/bin/true")));
            }
        }
    }

    private static double ownCpu() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class).getProcessCpuTime() / 1e6;
    }

    /** Of those that were reaped; counted in hundredths of a second. */
    private static double childrenCpu() throws IOException {
        var stat = Files.readString(Path.of("/proc/self/stat"));
        var words = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return 10.0 * (Long.parseLong(words[13]) + Long.parseLong(words[14]));
    }
}
