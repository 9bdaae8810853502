package comporta.browser;

import comporta.access.Access;
import comporta.access.Desk;
import comporta.api.ApiServer;
import comporta.api.ApiSettings;
import comporta.api.DagShelf;
import comporta.api.Ground;
import comporta.api.LiveRuns;
import comporta.api.Readiness;
import comporta.api.Reports;
import comporta.cost.Prices;
import comporta.dag.DagId;
import comporta.dagfile.Checking;
import comporta.dagfile.DagFiles;
import comporta.decide.Capacity;
import comporta.decide.Change;
import comporta.decide.Movement;
import comporta.decide.Preview;
import comporta.decide.Surroundings;
import comporta.decide.Took;
import comporta.decide.Why;
import comporta.decide.Wish;
import comporta.loop.BackfillPreview;
import comporta.loop.Clockwork;
import comporta.loop.Engine;
import comporta.loop.EngineSettings;
import comporta.loop.Forecasts;
import comporta.loop.Observer;
import comporta.loop.RunForecast;
import comporta.loop.RunPicture;
import comporta.loop.ScheduledDag;
import comporta.loop.SchedulerSettings;
import comporta.loop.SteeredAlarm;
import comporta.operator.Operator;
import comporta.page.Pages;
import comporta.run.DagRun;
import comporta.run.RunState;
import comporta.run.Terms;
import comporta.secret.Sealer;
import comporta.secret.Vault;
import comporta.simulate.MachineStandIn;
import comporta.simulate.StandIn;
import comporta.simulate.VirtualTime;
import comporta.store.Databases;
import comporta.store.FreshDatabase;
import comporta.store.Store;
import comporta.timetable.Tick;
import comporta.timetable.Timetable;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/**
 * A night that never was, played by the real engine on the virtual clock up to 02:07, and then served by the real HTTP server with the clock
 * held still: whole nights of history in a moment, and the same pages whenever they are looked at.
 */
final class InventedNight implements AutoCloseable {
    /** Where its people live. */
    static final ZoneId ZONE = ZoneId.of("America/Sao_Paulo");
    /** The moment that is looked at: 02:07 there. */
    static final Instant NOW = Instant.parse("2026-11-21T05:07:12Z");

    private static final Observer NOBODY = new Nobody();

    /** Pages hear of it by the store. */
    private static class Nobody implements Observer {
        @Override
        public void committed(DagRun run, List<Change> changes) {}

        @Override
        public void over(RunPicture last) {}
    }

    /** What happens in a run changes its forecast. */
    private final Observer foresees = new Nobody() {
        @Override
        public void committed(DagRun run, List<Change> changes) {
            if (!run.state().isFinal()) {
                forecasts.touched(run.id());
            }
        }
    };
    private static final Capacity CAPACITY = new Capacity(Map.of("models", 1), 500, _ -> true);

    private final FreshDatabase database;
    private final Store store;
    private final VirtualTime time;
    private final Map<DagId, DagShelf.Shelved> shelf = new TreeMap<>();
    private final Map<String, Operator> operators;
    private final SteeredAlarm alarm = new SteeredAlarm();
    private final Engine engine;
    private final Forecasts forecasts;
    private final ApiServer server;
    private final int port;
    private volatile Instant now = NOW;

    /**
     * Plays and serves it.
     *
     * @param nights of history before it
     * @param files texts of DAG files besides those of the night
     */
    InventedNight(Path folder, int nights, List<String> files) {
        database = Databases.H2.withTables(folder);
        time = new VirtualTime(NOW.minus(Duration.ofDays(nights)).minus(Duration.ofHours(14)));
        var conduct = new NightlyConduct();
        operators = Map.of(
                "command", new StandIn("command", time, conduct), "spark-driver", new StandIn("spark-driver", time, conduct),
                "noop", new StandIn("noop", time, conduct), "scale-ec2", new RentedMachines(new MachineStandIn("scale-ec2", time, conduct)),
                "downscale-ec2", new StandIn("downscale-ec2", time, conduct));
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        var settings = new EngineSettings(
                folder.resolve("logs"), new Surroundings(ZONE, Map.of(), Map.of()), CAPACITY, Terms.PlatformRetries.DEFAULT, Duration.ofHours(6), false,
                dag -> Took.exactly(NightlyConduct.usual(dag)));
        try (var played = database.open()) {
            NightFiles.all().forEach(text -> put(text, played));
            files.forEach(text -> put(text, played));
            play(settings, played);
        }
        store = database.open();   // which only the engine's thread writes to
        InstantSource clock = () -> now;
        engine = new Engine(store, operators, settings, SchedulerSettings.of(Vault.EMPTY), alarm, clock, random, foresees);
        var foreseen = new Semaphore(0);
        forecasts = new Forecasts(engine, store, ZONE, clock, (_, _) -> foreseen.release());
        engine.start();
        engine.dags(scheduled()).join();
        var live = store.archive().runs(null, Set.of(RunState.RUNNING), Long.MAX_VALUE, 100);
        live.forEach(each -> forecasts.touched(each.run().id()));
        await(foreseen, live.size());
        Desk desk = new Desk() {
            @Override
            public <T> CompletableFuture<T> call(Supplier<T> deed) {
                return engine.onLoop(deed);
            }
        };
        var access = new Access(store.people(), desk, true, clock, random, 4);
        var ground = new Ground(
                store, desk, access, engine::wish, Vault.EMPTY, Sealer.of(folder.resolve("key"), random), new Shelf(), live(),
                folder.resolve("logs"), ZONE, "0.1", clock,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), true, () -> new Readiness("scheduler", List.of()), (_, _, _) -> Reports.Taken.UNKNOWN,
                Prices.example());
        server = new ApiServer(new ApiSettings("127.0.0.1", 0, Set.of("monitor.example.org"), null), ground, new Pages());
        port = server.start();
    }

    private static void await(Semaphore foreseen, int runs) {
        try {
            if (!foreseen.tryAcquire(runs, 2, TimeUnit.MINUTES)) {
                throw new AssertionError("no forecast was made of some of " + runs + " runs");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    private void put(String yaml, Store played) {
        var read = DagFiles.read("dag.yaml", yaml.getBytes(StandardCharsets.UTF_8), Checking.LENIENT);
        var dag = Optional.ofNullable(read.dag()).orElseThrow(() -> new AssertionError(read.problems()));
        var path = "/etc/comporta/dags/" + dag.id() + ".yaml";
        var version = played.pin(dag.id(), path, yaml, time.instant());
        var timetable = Timetable.of(dag.id(), dag.schedule(), ZONE, null);
        var next = timetable.next(NOW).map(Tick::at).orElse(null);
        shelf.put(dag.id(), new DagShelf.Shelved(
                dag, version.id(), version.number(), path, yaml, false, DagShelf.FileState.OK, List.of(), next, List.of(), timetable));
    }

    private List<ScheduledDag> scheduled() {
        return shelf.values().stream()
                .map(each ->
                        new ScheduledDag(each.dag(), each.versionId(), Path.of(each.path()), each.source(),
                                Timetable.of(each.dag().id(), each.dag().schedule(), ZONE, null)))
                .toList();
    }

    /** Everything up to the moment that is looked at. */
    private void play(EngineSettings settings, Store played) {
        var works = new Clockwork(
                played, operators, settings, SchedulerSettings.of(Vault.EMPTY), time, RandomGeneratorFactory.of("L64X128MixRandom").create(3), NOBODY,
                errand -> time.later(Duration.ofMillis(40), errand));
        works.start();
        works.turn();
        works.dags(scheduled());
        while (true) {
            if (works.turn()) {
                continue;
            }
            works.flush();
            var next = Optional.ofNullable(time.next()).orElse(Instant.MAX);
            var due = Optional.ofNullable(works.nextDue()).orElse(Instant.MAX);
            if (next.isAfter(NOW) && due.isAfter(NOW)) {
                time.reach(NOW);
                return;
            }
            if (due.isAfter(next)) {
                time.step();
            } else {
                time.reach(due);
                works.ring();
            }
        }
    }

    /** Time goes on: what is due happens. */
    void passes(Duration length) {
        var until = now.plus(length);
        for (var next = time.next(); next != null && !next.isAfter(until); next = time.next()) {
            now = next;
            time.step();
            engine.onLoop(() -> "").join();
        }
        time.reach(until);
        now = until;
        alarm.ring();
        engine.onLoop(() -> "").join();
    }

    @Override
    public void close() {
        server.close();
        forecasts.close();
        engine.close();
        store.close();
        database.close();
    }

    private final class Shelf implements DagShelf {
        @Override
        public List<Shelved> all() {
            return List.copyOf(shelf.values());
        }

        @Override
        public Optional<Shelved> find(DagId dag) {
            return Optional.ofNullable(shelf.get(dag));
        }

        @Override
        public List<Version> versions(DagId dag) {
            return find(dag).map(each -> List.of(new Version(each.versionId(), each.version(), each.path(), NOW.minus(Duration.ofDays(30))))).orElse(List.of());
        }
    }

    private LiveRuns live() {
        return new LiveRuns() {
            @Override
            public CompletableFuture<List<RunPicture>> picture(long run) {
                return engine.picture(run)
                        .thenApply(found -> found.stream().map(each -> forecasts.latest(run).map(each::with).orElse(each)).toList());
            }

            @Override
            public CompletableFuture<Optional<RunForecast>> supposing(long run, Map<Integer, Duration> set) {
                return forecasts.supposing(run, set);
            }

            @Override
            public CompletableFuture<List<Why>> why(long run, @Nullable String task) {
                return engine.why(run, task);
            }

            @Override
            public CompletableFuture<Optional<BackfillPreview>> backfill(DagId dag, Map<String, Object> details) {
                return engine.preview(dag, details).thenApply(Optional::of);
            }

            @Override
            public CompletableFuture<Optional<Preview>> preview(Wish wish) {
                return engine.preview(wish);
            }

            @Override
            public CompletableFuture<Optional<Movement>> movement(Wish wish) {
                return engine.movement(wish);
            }
        };
    }
}
