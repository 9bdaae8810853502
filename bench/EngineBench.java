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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
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
    private final Shapes shapes;

    private EngineBench(Path comporta, Path folder, int rounds) {
        this.comporta = comporta;
        this.folder = folder;
        this.rounds = rounds;
        shapes = new Shapes(folder);
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
        var chain = shapes.chain(100);
        var fan = shapes.fan(500);
        var layers = shapes.layers("layers", 100, 50);
        run(chain, 1, null);   // class data, page cache
        var floorChain = new ArrayList<Double>();
        var shimChain = new ArrayList<Double>();
        var floorFan = new ArrayList<Double>();
        var shimFan = new ArrayList<Double>();
        var runs = new LinkedHashMap<String, List<LocalRun>>();
        Floor.millis(200);
        shim(200, 1);
        for (int round = 0; round < rounds; round++) {
            floorChain.add(Floor.millis(200));
            shimChain.add(shim(200, 1));
            add(runs, "chain of 100", run(chain, SIDE_BY_SIDE, null));
            floorFan.add(Floor.rate(1000, SIDE_BY_SIDE));
            shimFan.add(shim(1000, SIDE_BY_SIDE));
            add(runs, "1 -> 500 -> 1", run(fan, SIDE_BY_SIDE, null));
            add(runs, "100 layers x 50", run(layers, SIDE_BY_SIDE, null));
        }
        double floor = median(floorChain);
        double floorRate = median(floorFan);
        double shimRate = median(shimFan);
        System.out.printf("floor, one after the other   %6.2f ms a task%n", floor);
        System.out.printf("shim alone                   %6.2f ms a task   %5.2f x floor%n", median(shimChain), median(shimChain) / floor);
        System.out.printf("floor, 16 side by side       %6.0f tasks a second%n", floorRate);
        System.out.printf("shim alone, 16 side by side  %6.0f tasks a second   %3.0f %% of the floor%n", shimRate, 100 * shimRate / floorRate);
        runs.forEach((name, measured) -> {
            double perTask = median(measured.stream().map(LocalRun::millisPerTask).toList());
            double rate = 1000 / perTask;
            System.out.printf("%-28s %6.2f ms a task   %s   %4.1f CPU-ms a task   %4.0f MB resident   first task after %.2f s   last tenth at %3.0f %% of the mean rate%n",
                    name, perTask,
                    name.startsWith("chain")
                            ? String.format("%5.2f x floor (target 2.2)", perTask / floor)
                            : String.format("%5.0f a second, %3.0f %% of the floor (target 40), %3.0f %% of the shim (target 75)", rate,
                                    100 * rate / floorRate, 100 * rate / shimRate),
                    median(measured.stream().map(LocalRun::cpuPerTask).toList()),
                    median(measured.stream().map(LocalRun::residentMegabytes).toList()),
                    median(measured.stream().map(LocalRun::firstTaskSeconds).toList()),
                    100 * median(measured.stream().map(LocalRun::lastTenth).toList()));
        });
        cold();
    }

    /** Chain and fan-out on H2 and on PostgreSQL, turn about, beside the floor and what one commit costs there. */
    private void onBoth(String url) throws Exception {
        System.out.printf("%d processors, Java %s, %d rounds; medians%n", Runtime.getRuntime().availableProcessors(),
                Runtime.version().feature(), rounds);
        var chain = shapes.chain(100);
        var fan = shapes.fan(500);
        run(chain, 1, null);
        run(chain, 1, url);
        Floor.millis(200);
        OneCommit.millis(url);
        var floors = new ArrayList<Double>();
        var commits = new ArrayList<Double>();
        var runs = new LinkedHashMap<String, List<LocalRun>>();
        for (int round = 0; round < rounds; round++) {
            floors.add(Floor.millis(200));
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

    private static double millis(Map<String, List<LocalRun>> runs, String name) {
        return median(Objects.requireNonNull(runs.get(name)).stream().map(LocalRun::millisPerTask).toList());
    }

    /** Whole-process wall time of the smallest run and of the help text. */
    private void cold() throws Exception {
        var one = shapes.one("one", "");
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

    private LocalRun run(Path dag, int parallel, String database) throws Exception {
        return LocalRun.of(comporta, folder.resolve("home"), dag, parallel, database);
    }

    private ProcessBuilder builder(List<String> command) {
        var builder = new ProcessBuilder(command);
        builder.environment().put("COMPORTA_HOME", folder.resolve("home").toString());
        return builder;
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

    private static void add(Map<String, List<LocalRun>> runs, String name, LocalRun measured) {
        runs.computeIfAbsent(name, _ -> new ArrayList<>()).add(measured);
    }

    private static double median(List<Double> figures) {
        var sorted = figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
