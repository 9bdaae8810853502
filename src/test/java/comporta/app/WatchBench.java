package comporta.app;

import com.sun.management.OperatingSystemMXBean;
import comporta.aurora.FakeAurora;
import comporta.chronos.FakeChronos;
import comporta.dag.DagId;
import comporta.dag.PlainData;
import comporta.dag.TaskId;
import comporta.job.Cluster;
import comporta.job.FakeCluster;
import comporta.job.Ground;
import comporta.job.JobBackend;
import comporta.job.JobLaunch;
import comporta.marathon.FakeMarathon;
import comporta.mesos.FakeMaster;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import comporta.operator.Submission;
import comporta.secret.Vault;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * What watching running jobs costs on a backend of each kind: processor time of this process alone, questions a second, and how soon an end is
 * noticed. The cluster is a process of its own, whose jobs stand on paper. Arguments: {@code KIND JOBS SECONDS}.
 */
public final class WatchBench {
    private static final int ENDS = 15;
    private static final int SETTLING = 45;
    private static final int AT_ONCE = 16;

    private WatchBench() {}

    public static void main(String... args) throws Exception {
        if (args[0].equals("fake")) {
            fake(args[1], Path.of(args[2]));
        } else {
            watch(args[0], Integer.parseInt(args[1]), Integer.parseInt(args[2]));
            System.exit(0);
        }
    }

    /** Says where it listens; then ends jobs by name, or says how often it was asked how jobs stand. */
    private static void fake(String kind, Path folder) throws IOException {
        FakeCluster cluster;
        Consumer<String> finish;
        String mesos = "";
        switch (kind) {
            case "aurora" -> {
                var aurora = new FakeAurora(folder);
                aurora.paper();
                cluster = aurora;
                finish = aurora::finish;
            }
            case "chronos" -> {
                var chronos = new FakeChronos(folder, true, "me:secret");
                chronos.mesos().paper();
                cluster = chronos;
                mesos = chronos.mesos().url().toString();
                finish = name -> chronos.mesos().finish("ChronosTask:" + name);
            }
            case "marathon" -> {
                var marathon = new FakeMarathon(folder, "me:secret");
                marathon.mesos().paper();
                cluster = marathon;
                mesos = marathon.mesos().url().toString();
                finish = marathon.mesos()::finish;
            }
            default -> {
                var master = new FakeMaster(folder);
                for (int i = 0; i < 50; i++) {
                    master.paperAgent(1_000, 2_000_000);
                }
                cluster = master;
                finish = master::finish;
            }
        }
        System.out.println(cluster.url() + " " + mesos);
        try (var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                if (line.isEmpty()) {
                    System.out.println(cluster.asked().stream().filter(WatchBench::isStatus).count());
                } else {
                    System.out.println(Instant.now());
                    finish.accept(line);
                }
            }
        }
        System.exit(0);
    }

    private static boolean isStatus(String asked) {
        return asked.equals("POST /api") || asked.contains("/jobs/summary") || asked.startsWith("GET /v2/apps?") || asked.endsWith("/api/v1/scheduler");
    }

    private static void watch(String kind, int jobs, int seconds) throws Exception {
        var folder = Files.createTempDirectory("watch-bench");
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx700m", "-XX:+UseSerialGC", "-cp",
                        System.getProperty("java.class.path"), WatchBench.class.getName(), "fake", kind, folder.resolve("fake").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var said = process.inputReader();
                var orders = new PrintWriter(process.outputWriter(), true)) {
            var ended = new ConcurrentHashMap<LaunchId, Instant>();
            var ends = new LinkedBlockingQueue<LaunchId>();
            var running = new CountDownLatch(jobs);
            try (var backend = backend(kind, folder, said.readLine().split(" ", -1))) {
                backend.watch(news -> {
                    if (news instanceof News.Started) {
                        running.countDown();
                    } else if (news instanceof News.Ended) {
                        ended.put(news.launch(), Instant.now());
                        ends.add(news.launch());
                    }
                });
                var launches = submit(backend, folder, jobs);
                running.await();
                TimeUnit.SECONDS.sleep(SETTLING);   // logs that stay silent are looked at less and less
                long askedBefore = asked(orders, said);
                var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
                long before = machine.getProcessCpuTime();
                var threadsBefore = threads();
                long since = System.nanoTime();
                TimeUnit.SECONDS.sleep(seconds);
                double spent = System.nanoTime() - since;
                double share = (machine.getProcessCpuTime() - before) / spent;
                double own = threads().entrySet().stream().mapToLong(each -> each.getValue() - threadsBefore.getOrDefault(each.getKey(), 0L)).sum() / spent;
                double questions = (asked(orders, said) - askedBefore) / (spent / 1e9);
                var late = new double[ENDS];
                for (int i = 0; i < ENDS; i++) {
                    var launch = launches.get(i * 7);
                    orders.println(names.get(launch.id()));
                    var at = Instant.parse(said.readLine());
                    while (!ends.take().equals(launch.id())) {
                        Thread.onSpinWait();
                    }
                    late[i] = at.until(ended.get(launch.id()), ChronoUnit.MICROS) / 1000.0;
                }
                Arrays.sort(late);
                System.out.printf(Locale.ROOT, "%-8s %d running jobs: %.2f %% of a core (%.2f %% without compiling and collecting), %.2f questions a second; an end is noticed after %.0f ms (median), "
                        + "%.0f ms (worst of %d)%n", kind, jobs, share * 100, own * 100, questions, late[ENDS / 2], late[ENDS - 1], ENDS);
            }
        } finally {
            process.destroyForcibly();
        }
    }

    /** Processor time of each thread of the program. */
    private static Map<Long, Long> threads() {
        var threads = ManagementFactory.getThreadMXBean();
        return LongStream.of(threads.getAllThreadIds()).boxed().collect(Collectors.toMap(id -> id, id -> Math.max(0, threads.getThreadCpuTime(id))));
    }

    private static long asked(PrintWriter orders, BufferedReader said) throws IOException {
        orders.println();
        return Long.parseLong(said.readLine());
    }

    private static JobBackend backend(String kind, Path folder, String[] at) throws IOException {
        Files.writeString(folder.resolve("me.json"), "{\"url\": \"%s\", \"user\": \"me\", \"password\": \"secret\"}".formatted(at[0]));
        Map<String, Object> keys = switch (kind) {
            case "aurora" -> Map.of("kind", kind, "url", at[0], "observer", at[0] + "/observer/{host}");
            case "chronos", "marathon" -> Map.of("kind", kind, "credentials", "me.json", "mesos", at[1]);
            default -> Map.of("kind", kind, "master", at[0], "user", "jobs");
        };
        var ground = new Ground(Vault.EMPTY, null, 1 << 20, Ground.USUALLY_APART, InstantSource.system());
        return Backends.of(new Cluster(kind, keys, folder), ground).orElseThrow();
    }

    private static final Map<LaunchId, String> names = new ConcurrentHashMap<>();

    private static List<LaunchIntent> submit(JobBackend backend, Path folder, int jobs) {
        var launches = new ArrayList<LaunchIntent>();
        for (int i = 0; i < jobs; i++) {
            var block = new LinkedHashMap<String, Object>(Map.of("command", "true", "cpus", "0.1", "mem", "32m", "disk", "1m", "backend", backend.name()));
            var id = new LaunchId(new DagId("bench"), "manual-20261121t040000.000z", new TaskId("t" + i), -1, 1, 1);
            launches.add(new LaunchIntent(id, "command", new JobLaunch(PlainData.plain(block), Map.of(), folder, folder.resolve("logs/" + i)).stored(), "s"));
        }
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            launches.forEach(launch -> threads.execute(() -> {
                if (backend.submit(launch) instanceof Submission.Accepted(var name, var _)) {
                    names.put(launch.id(), name);
                } else {
                    throw new IllegalStateException(launch.id() + " was not taken");
                }
            }));
        }
        return launches;
    }
}
