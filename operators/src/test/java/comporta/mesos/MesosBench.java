package comporta.mesos;

import com.sun.management.OperatingSystemMXBean;
import comporta.job.Launches;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Two numbers of the framework: how long after an offer 500 waiting jobs are sent off, and what watching 2,000 running jobs costs. Arguments:
 * {@code launch ROUNDS} or {@code watch JOBS SECONDS}.
 */
public final class MesosBench {
    private static final int WAITING = 500;

    private MesosBench() {}

    public static void main(String... args) throws Exception {
        var folder = Files.createTempDirectory("mesos-bench");
        if (args[0].equals("launch")) {
            launch(folder, Integer.parseInt(args[1]));
        } else {
            watch(folder, Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        }
        System.exit(0);
    }

    /**
     * From the moment at which the master sends its offers to the moment at which the last acceptance has arrived there; and processor time
     * until all have started. The first round finds two processes that have just begun.
     */
    private static void launch(Path folder, int rounds) throws Exception {
        var mesos = mesos(folder, "50", "10", "20480", "paper", "held");
        try (var out = mesos.inputReader();
                var orders = new PrintWriter(mesos.outputWriter(), true);
                var backend = MesosBackendTest.backend(out.readLine(), new FileMemory(folder.resolve("memory.json")))) {
            var started = new Semaphore(0);
            var ended = new Semaphore(0);
            backend.watch(news -> {
                if (news instanceof News.Started) {
                    started.release();
                } else if (news instanceof News.Ended) {
                    ended.release();
                }
            });
            var warm = new double[rounds - 1];
            var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            for (int round = 0; round < rounds; round++) {
                var launches = submit(backend, folder, round, WAITING, "1");
                while (!backend.state().startsWith("subscribed")) {
                    TimeUnit.MILLISECONDS.sleep(10);
                }
                TimeUnit.SECONDS.sleep(2);
                long before = machine.getProcessCpuTime();
                orders.println();
                started.acquire(WAITING);
                double spent = (machine.getProcessCpuTime() - before) / 1e6;
                orders.println();
                var told = out.readLine().split(" ", -1);
                double taken = Double.parseDouble(told[1]);
                System.out.printf(Locale.ROOT, "round %d: %d jobs in %s acceptances, %.1f ms; %.0f ms of a core until all ran%n",
                        round, WAITING, told[0], taken, spent);
                if (round > 0) {
                    warm[round - 1] = taken;
                }
                ended.acquire(WAITING);
                launches.forEach(backend::settled);
            }
            Arrays.sort(warm);
            System.out.printf(Locale.ROOT, "offer to last acceptance, %d waiting jobs, without the first round: median %.1f ms, worst %.1f ms%n",
                    WAITING, warm[warm.length / 2], warm[warm.length - 1]);
        } finally {
            mesos.destroyForcibly();
        }
    }

    private static Process mesos(Path folder, String... args) throws IOException {
        var line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m", "-cp", System.getProperty("java.class.path"),
                FakeMesos.class.getName(), folder.resolve("mesos").toString()));
        line.addAll(List.of(args));
        return new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static void watch(Path folder, int jobs, int seconds) throws Exception {
        var mesos = mesos(folder, "50", "1000", "2000000", "paper");
        try (var out = mesos.inputReader();
                var backend = MesosBackendTest.backend(out.readLine(), new FileMemory(folder.resolve("memory.json")))) {
            var all = new CountDownLatch(jobs);
            backend.watch(news -> {
                if (news instanceof News.Started) {
                    all.countDown();
                }
            });
            submit(backend, folder, 0, jobs, "0.1");
            all.await();
            var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            TimeUnit.SECONDS.sleep(60);   // logs that stay silent are looked at less and less
            long before = machine.getProcessCpuTime();
            long since = System.nanoTime();
            TimeUnit.SECONDS.sleep(seconds);
            double share = (double) (machine.getProcessCpuTime() - before) / (System.nanoTime() - since);
            System.out.printf(Locale.ROOT, "%d running jobs, watched for %d s: %.2f %% of a core%n", jobs, seconds, share * 100);
        } finally {
            mesos.destroyForcibly();
        }
    }

    private static List<LaunchIntent> submit(MesosBackend backend, Path folder, int round, int jobs, String cpus) throws IOException {
        var launches = new Launches(Files.createDirectories(folder.resolve("dags")), folder.resolve("logs"));
        var submitted = new ArrayList<LaunchIntent>();
        for (int i = 0; i < jobs; i++) {
            var launch = launches.job("t" + round + "-" + i, Map.of("command", "true", "cpus", cpus, "mem", "100m", "disk", "1m"));
            backend.submit(launch);
            submitted.add(launch);
        }
        return submitted;
    }
}
