import comporta.dag.Dag;
import comporta.dag.PlainData;
import comporta.dagfile.Checking;
import comporta.dagfile.DagFiles;
import comporta.job.CommandOperator;
import comporta.job.JobBackends;
import comporta.local.LocalBackend;
import comporta.local.LocalSettings;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.News;
import comporta.operator.Operator;
import comporta.operator.Try;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * How fast the engine runs tasks that do nothing, beside the floor: a Java loop that only starts and awaits {@code /bin/true}. Started by
 * {@code bench/engine}, which gives the class path of the built application. Whole processes of {@code comporta run} are measured, with
 * state that is safe against {@code kill -9} at every step.
 */
final class EngineBench {
    private static final int SIDE_BY_SIDE = 16;

    private final Path comporta;
    private final Path folder;
    private final int rounds;

    private EngineBench(Path comporta, Path folder, int rounds) {
        this.comporta = comporta;
        this.folder = folder;
        this.rounds = rounds;
    }

    /**
     * @param args launcher of the program, rounds; and for PostgreSQL too its address, or the folder of {@code initdb} where one is to be
     *     started
     */
    public static void main(String[] args) throws Exception {
        var folder = Files.createTempDirectory("comporta-bench");
        var comporta = Path.of(args[0]);
        var bench = new EngineBench(comporta, folder, Integer.parseInt(args[1]));
        try {
            if (args.length < 3) {
                bench.all();
            } else if (args[2].contains("://")) {
                bench.onBoth(args[2]);
            } else {
                try (var server = PostgresqlServer.start(Objects.requireNonNull(comporta.getParent()), Path.of(args[2]))) {
                    bench.onBoth(server.url());
                }
            }
        } finally {
            try (var files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            }
        }
    }

    private void all() throws Exception {
        System.out.printf("%d processors, Java %s, %d rounds; medians%n", Runtime.getRuntime().availableProcessors(),
                Runtime.version().feature(), rounds);
        var chain = chain(100);
        var fan = fan(500);
        var layers = layers(100, 50);
        run(chain, 1);   // class data, page cache
        var floorChain = new ArrayList<Double>();
        var shimChain = new ArrayList<Double>();
        var floorFan = new ArrayList<Double>();
        var shimFan = new ArrayList<Double>();
        var runs = new LinkedHashMap<String, List<Measured>>();
        floor(200);
        shim(200, 1);
        for (int round = 0; round < rounds; round++) {
            floorChain.add(floor(200));
            shimChain.add(shim(200, 1));
            add(runs, "chain of 100", run(chain, SIDE_BY_SIDE));
            floorFan.add(floorSideBySide(1000));
            shimFan.add(shim(1000, SIDE_BY_SIDE));
            add(runs, "1 -> 500 -> 1", run(fan, SIDE_BY_SIDE));
            add(runs, "100 layers x 50", run(layers, SIDE_BY_SIDE));
        }
        double floor = median(floorChain);
        double floorRate = median(floorFan);
        double shimRate = median(shimFan);
        System.out.printf("floor, one after the other   %6.2f ms a task%n", floor);
        System.out.printf("shim alone                   %6.2f ms a task   %5.2f x floor%n", median(shimChain), median(shimChain) / floor);
        System.out.printf("floor, 16 side by side       %6.0f tasks a second%n", floorRate);
        System.out.printf("shim alone, 16 side by side  %6.0f tasks a second   %3.0f %% of the floor%n", shimRate, 100 * shimRate / floorRate);
        runs.forEach((name, measured) -> {
            double perTask = median(measured.stream().map(Measured::millisPerTask).toList());
            double rate = 1000 / perTask;
            System.out.printf("%-28s %6.2f ms a task   %s   %4.1f CPU-ms a task   %4.0f MB resident   first task after %.2f s   last tenth at %3.0f %% of the mean rate%n",
                    name, perTask,
                    name.startsWith("chain")
                            ? String.format("%5.2f x floor (target 2.2)", perTask / floor)
                            : String.format("%5.0f a second, %3.0f %% of the floor (target 40), %3.0f %% of the shim (target 75)", rate,
                                    100 * rate / floorRate, 100 * rate / shimRate),
                    median(measured.stream().map(Measured::cpuPerTask).toList()),
                    median(measured.stream().map(Measured::residentMegabytes).toList()),
                    median(measured.stream().map(Measured::firstTaskSeconds).toList()),
                    100 * median(measured.stream().map(Measured::lastTenth).toList()));
        });
        cold();
    }

    /** Chain and fan-out on H2 and on PostgreSQL, turn about, beside the floor and what one commit costs there. */
    private void onBoth(String url) throws Exception {
        System.out.printf("%d processors, Java %s, %d rounds; medians%n", Runtime.getRuntime().availableProcessors(),
                Runtime.version().feature(), rounds);
        var chain = chain(100);
        var fan = fan(500);
        run(chain, 1, null);
        run(chain, 1, url);
        floor(200);
        OneCommit.millis(url);
        var floors = new ArrayList<Double>();
        var commits = new ArrayList<Double>();
        var runs = new LinkedHashMap<String, List<Measured>>();
        for (int round = 0; round < rounds; round++) {
            floors.add(floor(200));
            add(runs, "chain, H2", run(chain, SIDE_BY_SIDE, null));
            commits.add(OneCommit.millis(url));
            add(runs, "chain, PostgreSQL", run(chain, SIDE_BY_SIDE, url));
            add(runs, "fan, H2", run(fan, SIDE_BY_SIDE, null));
            add(runs, "fan, PostgreSQL", run(fan, SIDE_BY_SIDE, url));
        }
        double floor = median(floors);
        double commit = median(commits);
        double most = 1.5 * floor + 1.5 * commit;
        double step = millis(runs, "chain, PostgreSQL");
        double rate = 1000 / millis(runs, "fan, PostgreSQL");
        double share = 100 * millis(runs, "fan, H2") / millis(runs, "fan, PostgreSQL");
        System.out.printf("floor, one after the other        %6.2f ms a task%n", floor);
        System.out.printf("one commit on PostgreSQL          %6.2f ms%n", commit);
        System.out.printf("chain of 100, H2                  %6.2f ms a task%n", millis(runs, "chain, H2"));
        System.out.printf("chain of 100, PostgreSQL          %6.2f ms a task   target %.2f (1.5 x floor + 1.5 x commit): %s%n",
                step, most, step <= most ? "met" : "missed");
        System.out.printf("1 -> 500 -> 1, H2                 %6.0f a second%n", 1000 / millis(runs, "fan, H2"));
        System.out.printf("1 -> 500 -> 1, PostgreSQL         %6.0f a second    %.0f %% of H2 (target 50): %s%n",
                rate, share, share >= 50 ? "met" : "missed");
    }

    private static double millis(Map<String, List<Measured>> runs, String name) {
        return median(Objects.requireNonNull(runs.get(name)).stream().map(Measured::millisPerTask).toList());
    }

    /** Whole-process wall time of the smallest run and of the help text. */
    private void cold() throws Exception {
        var one = write("one", "  only: {job: {command: [/bin/true]}}\n");
        var wall = new ArrayList<Double>();
        var help = new ArrayList<Double>();
        for (int i = 0; i < 2 * rounds + 1; i++) {
            wall.add(wall(List.of(comporta.toString(), "run", one.toString())));
            help.add(wall(List.of(comporta.toString(), "--help")));
        }
        System.out.printf("one task, cold               %6.2f s (target 0.9)%n", median(wall));
        System.out.printf("--help                       %6.2f s (target 0.35)%n", median(help));
    }

    private double wall(List<String> command) throws Exception {
        long begin = System.nanoTime();
        var process = builder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(command + " ended with " + process.exitValue());
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    private ProcessBuilder builder(List<String> command) {
        var builder = new ProcessBuilder(command);
        builder.environment().put("COMPORTA_HOME", folder.resolve("home").toString());
        return builder;
    }

    /** What one run cost. */
    private record Measured(
            double millisPerTask, double cpuPerTask, double residentMegabytes, double firstTaskSeconds, double lastTenth) {}

    private Measured run(Path dag, int parallel) throws Exception {
        return run(dag, parallel, null);
    }

    /** @param database address of a PostgreSQL; null: a file */
    private Measured run(Path dag, int parallel, String database) throws Exception {
        var process = builder(List.of(
                        comporta.toString(), "run", dag.toString(), "--fresh", "--output", "json", "--parallel", Integer.toString(parallel),
                        "--database", database == null ? "h2" : database))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var usage = new Usage(process.pid());
        var sampler = Thread.ofPlatform().daemon().start(usage);
        var ends = new ArrayList<Instant>();
        Instant started = null;
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var event = PlainData.mapFromJson(line);
                var at = event.get("at");
                if ("run_started".equals(event.get("event"))) {
                    started = Instant.parse(String.valueOf(at));
                } else if ("task_state".equals(event.get("event")) && "success".equals(event.get("state"))) {
                    ends.add(Instant.parse(String.valueOf(at)));
                }
            }
        }
        if (process.waitFor() != 0 || started == null) {
            throw new IllegalStateException(dag + " ended with " + process.exitValue());
        }
        sampler.join();
        double total = seconds(started, ends.getLast());
        int tenth = Math.max(1, ends.size() / 10);
        double last = tenth / seconds(ends.get(ends.size() - 1 - tenth), ends.getLast());
        return new Measured(
                total * 1000 / ends.size(), usage.cpuMillis() / ends.size(), usage.peakMegabytes(), seconds(started, ends.getFirst()),
                last / (ends.size() / total));
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e9;
    }

    /** CPU time and peak memory of a process, read while it lives. */
    private static final class Usage implements Runnable {
        private final Path proc;
        private volatile double cpuMillis;
        private volatile double peakMegabytes;

        Usage(long pid) {
            proc = Path.of("/proc", Long.toString(pid));
        }

        @Override
        public void run() {
            try {
                while (Files.exists(proc)) {
                    var stat = Files.readString(proc.resolve("stat"));
                    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                    if (fields[0].equals("Z")) {
                        return;
                    }
                    cpuMillis = Math.max(cpuMillis, (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10.0);
                    for (var line : Files.readAllLines(proc.resolve("status"))) {
                        if (line.startsWith("VmHWM:")) {
                            peakMegabytes = Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
                        }
                    }
                    Thread.sleep(20);
                }
            } catch (IOException e) {
                // It has just ended: what was read last counts.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        double cpuMillis() {
            return cpuMillis;
        }

        double peakMegabytes() {
            return peakMegabytes;
        }
    }

    private static double floor(int count) throws Exception {
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            startTrue().waitFor();
        }
        return (System.nanoTime() - begin) / 1e6 / count;
    }

    private static Process startTrue() throws IOException {
        return new ProcessBuilder("/bin/true")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static double floorSideBySide(int count) throws Exception {
        long begin = System.nanoTime();
        try (var threads = Executors.newFixedThreadPool(SIDE_BY_SIDE)) {
            for (int i = 0; i < count; i++) {
                threads.submit(() -> startTrue().waitFor());
            }
        }
        return count / ((System.nanoTime() - begin) / 1e9);
    }

    /** The local backend alone: milliseconds a task one after the other, or tasks a second side by side. */
    private double shim(int count, int sideBySide) throws Exception {
        var state = Files.createTempDirectory(folder, "shim");
        var text = "dag: shim\ntasks: {only: {job: {command: [/bin/true]}}}\n";
        var dag = Objects.requireNonNull(DagFiles.read("shim.yaml", text.getBytes(StandardCharsets.UTF_8), Checking.LENIENT).dag());
        var done = new CountDownLatch(count);
        var free = new Semaphore(sideBySide);
        try (var backend = new LocalBackend(new LocalSettings(state, System.getenv(), sideBySide, 1 << 20), InstantSource.system())) {
            var command = new CommandOperator(JobBackends.only(backend));
            backend.watch(news -> {
                if (news instanceof News.Ended) {
                    free.release();
                    done.countDown();
                }
            });
            long begin = System.nanoTime();
            for (int i = 0; i < count; i++) {
                free.acquire();
                backend.submit(intent(dag, command, state, i));
            }
            done.await();
            double seconds = (System.nanoTime() - begin) / 1e9;
            return sideBySide == 1 ? seconds * 1000 / count : count / seconds;
        }
    }

    private static LaunchIntent intent(Dag dag, Operator command, Path state, int number) {
        var task = dag.tasks().values().iterator().next();
        var logs = state.resolve("logs").resolve(Integer.toString(number));
        var attempt = new Try(dag, task, "run" + number, -1, 1, task.settings(), Map.of(), state, logs, List.of(), 0);
        var id = new LaunchId(dag.id(), attempt.run(), task.id(), -1, 1, 1);
        return new LaunchIntent(id, command.name(), command.prepare(attempt).getFirst(), "token");
    }

    private Path chain(int length) throws IOException {
        var tasks = new StringBuilder();
        for (int i = 0; i < length; i++) {
            tasks.append("  t").append(i).append(": {job: {command: [/bin/true]}").append(i == 0 ? "" : ", depends_on: t" + (i - 1)).append("}\n");
        }
        return write("chain", tasks.toString());
    }

    private Path fan(int width) throws IOException {
        var tasks = new StringBuilder("  first: {job: {command: [/bin/true]}}\n");
        var names = new ArrayList<String>();
        for (int i = 0; i < width; i++) {
            names.add("t" + i);
            tasks.append("  t").append(i).append(": {job: {command: [/bin/true]}, depends_on: first}\n");
        }
        tasks.append("  last: {job: {command: [/bin/true]}, depends_on: [").append(String.join(", ", names)).append("]}\n");
        return write("fan", tasks.toString());
    }

    /** Each task of a layer waits for three of the layer before. */
    private Path layers(int depth, int width) throws IOException {
        var tasks = new StringBuilder();
        for (int layer = 0; layer < depth; layer++) {
            for (int i = 0; i < width; i++) {
                tasks.append("  t").append(layer).append('-').append(i).append(": {job: {command: [/bin/true]}");
                if (layer > 0) {
                    var above = new ArrayList<String>();
                    for (int k : new int[] {i, (i + 1) % width, (i + 7) % width}) {
                        above.add("t" + (layer - 1) + "-" + k);
                    }
                    tasks.append(", depends_on: [").append(String.join(", ", above)).append("]");
                }
                tasks.append("}\n");
            }
        }
        return write("layers", tasks.toString());
    }

    private Path write(String name, String tasks) throws IOException {
        var file = folder.resolve(name + ".yaml");
        Files.writeString(file, "dag: " + name + "\nowner: bench\ndefaults: {execution_timeout: 1h}\ntasks:\n" + tasks);
        return file;
    }

    private static void add(Map<String, List<Measured>> runs, String name, Measured measured) {
        runs.computeIfAbsent(name, _ -> new ArrayList<>()).add(measured);
    }

    private static double median(List<Double> figures) {
        var sorted = figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
