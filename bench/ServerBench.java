import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How fast the server is: whole processes of {@code comporta start}, asked over HTTP, beside the local run and the floor. Started by
 * {@code bench/server}, which gives the class path of the built application.
 */
final class ServerBench {
    private static final int SIDE_BY_SIDE = 16;
    private static final int IDLE_DAGS = 200;
    private static final int DUE_DAGS = 1_000;
    private static final int CALLS = 200;
    private static final int A_PAGE = 50;

    private final Path comporta;
    private final Path folder;
    private final String database;

    private ServerBench(Path comporta, Path folder, String database) {
        this.comporta = comporta;
        this.folder = folder;
        this.database = database;
    }

    /** @param args launcher of the program, its database (h2, an address, or the folder of {@code initdb}), and the parts to measure */
    public static void main(String[] args) throws Exception {
        var folder = Files.createTempDirectory("comporta-bench");
        var comporta = Path.of(args[0]);
        var parts = args.length > 2 ? List.of(args).subList(2, args.length) : List.of("ready", "trigger", "chain", "mesh", "idle", "due", "past");
        System.out.printf("%d processors, Java %s, %s%n", Runtime.getRuntime().availableProcessors(), Runtime.version().feature(),
                args[1].equals("h2") ? "H2" : "PostgreSQL");
        try {
            for (var part : parts) {     // a database of its own for each
                var place = Files.createDirectories(folder.resolve(part));
                if (args[1].equals("h2") || args[1].contains("://")) {
                    new ServerBench(comporta, place, args[1].equals("h2") ? null : args[1]).measure(part);
                } else {
                    try (var server = PostgresqlServer.start(Objects.requireNonNull(comporta.getParent()), Path.of(args[1]))) {
                        new ServerBench(comporta, place, server.url()).measure(part);
                    }
                }
            }
        } finally {
            try (var files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            }
        }
    }

    private void measure(String part) throws Exception {
        switch (part) {
            case "ready" -> ready();
            case "trigger" -> trigger();
            case "chain" -> chainAndFan();
            case "mesh" -> mesh();
            case "idle" -> idle();
            case "due" -> due();
            case "past" -> past();
            default -> throw new IllegalArgumentException("no part " + part + ". Use ready, trigger, chain, mesh, idle, due or past");
        }
    }

    /** From the start of the launcher on a checkout that is built, to the line that says ready. */
    private void ready() throws Exception {
        var dags = Objects.requireNonNull(comporta.getParent()).resolve("dags");
        try (var first = start(dags)) {
            System.out.printf("ready, new database                  %6.2f s   (target 2)%n", first.readySeconds());
        }
        var again = new ArrayList<Double>();
        for (int i = 0; i < 5; i++) {
            try (var server = start(dags)) {
                again.add(server.readySeconds());
            }
        }
        System.out.printf("ready, again                         %6.2f s   (target 2)%n", median(again));
    }

    private void trigger() throws Exception {
        try (var server = start(shapes().one("one", "").getParent())) {
            starts(server, 30);
            var millis = starts(server, CALLS);
            System.out.printf("trigger to first task, p50           %6.1f ms  (target 20; %d calls)%n", quantile(millis, 0.5), CALLS);
            System.out.printf("trigger to first task, p95           %6.1f ms  (target 50)%n", quantile(millis, 0.95));
        }
    }

    /** Milliseconds from the moment before the request to the start of the task, one run after the other. */
    private static double[] starts(BenchServer server, int calls) throws Exception {
        var millis = new double[calls];
        for (int i = 0; i < calls; i++) {
            var asked = Instant.now();
            var run = server.trigger("one");
            server.ended("one", run);
            var task = server.items("dags/one/runs/" + run + "/tasks").getFirst();
            millis[i] = 1000 * BenchServer.seconds(asked, task.get("started_at"));
        }
        return millis;
    }

    private void chainAndFan() throws Exception {
        var chain = shapes().chain(100);
        var fan = shapes().fan(500);
        var through = new LinkedHashMap<String, List<Double>>();
        var local = new LinkedHashMap<String, List<Double>>();
        try (var server = start(chain.getParent())) {
            throughServer(server, "chain", 100);
            LocalRun.of(comporta, folder.resolve("local"), chain, SIDE_BY_SIDE, database);
            for (int i = 0; i < 5; i++) {
                add(through, "chain of 100", throughServer(server, "chain", 100));
                add(local, "chain of 100", LocalRun.of(comporta, folder.resolve("local"), chain, SIDE_BY_SIDE, database).millisPerTask());
                add(through, "1 -> 500 -> 1", throughServer(server, "fan", 502));
                add(local, "1 -> 500 -> 1", LocalRun.of(comporta, folder.resolve("local"), fan, SIDE_BY_SIDE, database).millisPerTask());
            }
        }
        through.forEach((name, millis) -> System.out.printf("%-36s %6.2f ms a task, local %.2f: %.2f x   (target 1.3)%n",
                name + ", server", median(millis), median(local.get(name)), median(millis) / median(local.get(name))));
    }

    private static double throughServer(BenchServer server, String dag, int tasks) throws Exception {
        var run = server.ended(dag, server.trigger(dag));
        return 1000 * BenchServer.seconds(run.get("started_at"), run.get("ended_at")) / tasks;
    }

    /** Sixty runs at once of a mesh of twenty tasks. */
    private void mesh() throws Exception {
        Floor.rate(200, SIDE_BY_SIDE);
        var floors = new ArrayList<Double>();
        var rates = new ArrayList<Double>();
        try (var server = start(shapes().layers("mesh", 5, 4).getParent())) {
            for (int round = 0; round < 4; round++) {
                floors.add(Floor.rate(1000, SIDE_BY_SIDE));
                long begin = System.nanoTime();
                var runs = new ArrayList<String>();
                for (int i = 0; i < 60; i++) {
                    runs.add(server.trigger("mesh"));
                }
                for (var run : runs) {
                    server.ended("mesh", run);
                }
                rates.add(60 * 20 / ((System.nanoTime() - begin) / 1e9));
            }
        }
        double floor = median(floors);
        double rate = median(rates.subList(1, rates.size()));
        System.out.printf("60 runs of a 20-task mesh            %6.0f tasks a second, %3.0f %% of the floor's %.0f   (target 40)%n", rate, 100 * rate / floor, floor);
    }

    private void idle() throws Exception {
        for (int i = 0; i < IDLE_DAGS; i++) {
            shapes().one("idle" + i, "{cron: \"0 1 * * *\"}");
        }
        try (var server = start(folder)) {
            Thread.sleep(Duration.ofSeconds(20));    // what follows a start is over
            double before = server.usage().cpuMillis();
            Thread.sleep(Duration.ofSeconds(60));
            var after = server.usage();
            System.out.printf("%d idle DAGs                        %6.2f %% of a core over 60 s   (target 1)   %.0f MB   (target 250)%n",
                    IDLE_DAGS, (after.cpuMillis() - before) / 600, after.residentMegabytes());
        }
    }

    /** A thousand DAGs due in the same second. */
    private void due() throws Exception {
        var at = Instant.now().plusSeconds(100).truncatedTo(ChronoUnit.MINUTES);
        var minute = at.toString().substring(14, 16);
        for (int i = 0; i < DUE_DAGS; i++) {
            shapes().one("due" + i, "{cron: \"" + Integer.parseInt(minute) + " * * * *\", timezone: UTC}");
        }
        try (var server = start(folder)) {
            if (Instant.now().isAfter(at)) {
                throw new IllegalStateException("the server was ready only after the runs were due");
            }
            var last = at;
            Thread.sleep(Duration.between(Instant.now(), at).plusSeconds(15));
            for (int i = 0; i < DUE_DAGS; i++) {
                var dag = "due" + i;
                var run = String.valueOf(((Map<?, ?>) server.items("dags/" + dag + "/runs").getFirst()).get("run_id"));
                server.ended(dag, run);
                var began = Instant.parse(String.valueOf(server.items("dags/" + dag + "/runs/" + run + "/tasks").getFirst().get("started_at")));
                last = began.isAfter(last) ? began : last;
            }
            System.out.printf("%d DAGs due at once                %6.2f s until the last one's task runs   (target 10)%n",
                    DUE_DAGS, BenchServer.seconds(at, last));
        }
    }

    /** The same questions, turn about, to a server with an empty database and to one with a long past: what else this machine does meets both. */
    private void past() throws Exception {
        shapes().one("one", "");
        shapes().layers("wide", 5, 10);
        for (int i = 0; i < 98; i++) {
            shapes().one("d" + i, "");
        }
        start(folder).close();   // which makes the tables, and knows the DAGs
        long begin = System.nanoTime();
        try (var connection = connect()) {
            BulkHistory.load(connection, "wide", 100_000, 50);
        }
        System.out.printf("100,000 runs, 5 million task instances loaded in %.0f s%n", (System.nanoTime() - begin) / 1e9);
        try (var without = beside().start(folder); var with = start(folder)) {
            System.out.printf("ready, with the past                 %6.2f s%n", with.readySeconds());
            starts(without, 20);
            starts(with, 20);
            compare("trigger to first task", () -> starts(without, 1)[0], () -> starts(with, 1)[0]);
            var run = aPage(with);
            var itsTwin = aPage(without);
            for (var path : List.of("dags", "dags/wide", "dags/wide/runs?limit=50", "dags/wide/runs?state=failed", "dags/wide/runs/RUN",
                    "dags/wide/runs/RUN/tasks", "night", "dags/wide/grid", "leases", "problems", "audit", "find?q=wide", "deadlines")) {
                compare("GET " + path, () -> asked(without, path.replace("RUN", itsTwin)), () -> asked(with, path.replace("RUN", run)));
            }
        }
    }

    /** How many milliseconds something took. */
    private interface Timed {
        double millis() throws Exception;
    }

    private static void compare(String what, Timed without, Timed with) throws Exception {
        var before = new double[CALLS];
        var now = new double[CALLS];
        for (int i = 0; i < CALLS; i++) {
            before[i] = without.millis();
            now[i] = with.millis();
        }
        double empty = quantile(before, 0.5);
        double full = quantile(now, 0.5);
        System.out.printf("%-36s %6.1f ms, empty %.1f: %s   (target 1.5 x or 5 ms more; p50 of %d)%n",
                what, full, empty, full <= Math.max(1.5 * empty, empty + 5) ? "met" : "missed", CALLS);
    }

    private static double asked(BenchServer server, String path) throws Exception {
        long begin = System.nanoTime();
        server.get(path);
        return (System.nanoTime() - begin) / 1e6;
    }

    /** With little past, too, a page is full: how long its rows take is not what is asked. Gives the last run of it. */
    private static String aPage(BenchServer server) throws Exception {
        var run = "";
        for (int i = 0; i < A_PAGE; i++) {
            run = server.trigger("wide");
            server.ended("wide", run);
        }
        return run;
    }

    /** The same with an empty database. */
    private ServerBench beside() throws Exception {
        var place = Files.createDirectories(folder.resolve("beside"));
        if (database == null) {
            return new ServerBench(comporta, place, null);
        }
        try (var connection = connect(); var statement = connection.createStatement()) {
            statement.execute("drop database if exists comporta_bench");
            statement.execute("create database comporta_bench");
        }
        return new ServerBench(comporta, place, database.replaceFirst("/[^/?]+(?=\\?|$)", "/comporta_bench"));
    }

    private Connection connect() throws Exception {
        return database == null
                ? DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("home/db/comporta") + ";CACHE_SIZE=262144", "sa", "")
                : OneCommit.connect(database);
    }

    private Shapes shapes() {
        return new Shapes(folder);
    }

    private BenchServer start(Path dags) throws IOException {
        return BenchServer.start(comporta, folder.resolve("home"), dags, SIDE_BY_SIDE, database);
    }

    private static void add(Map<String, List<Double>> to, String name, double figure) {
        to.computeIfAbsent(name, _ -> new ArrayList<>()).add(figure);
    }

    private static double median(List<Double> figures) {
        return quantile(figures.stream().mapToDouble(Double::doubleValue).toArray(), 0.5);
    }

    private static double quantile(double[] figures, double share) {
        var sorted = figures.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
    }
}
