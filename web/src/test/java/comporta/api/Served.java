package comporta.api;

import comporta.access.Access;
import comporta.access.Desk;
import comporta.catalogue.DagCatalogue;
import comporta.cost.Prices;
import comporta.dag.Dag;
import comporta.dag.DagId;
import comporta.dagfile.Checking;
import comporta.dagfile.DagFiles;
import comporta.decide.Capacity;
import comporta.decide.Change;
import comporta.decide.Movement;
import comporta.decide.Preview;
import comporta.decide.Surroundings;
import comporta.decide.Why;
import comporta.decide.Wish;
import comporta.elasticity.Told;
import comporta.job.Report;
import comporta.loop.BackfillPreview;
import comporta.loop.Engine;
import comporta.loop.EngineSettings;
import comporta.loop.Observer;
import comporta.loop.RunPicture;
import comporta.loop.ScheduledDag;
import comporta.loop.SchedulerSettings;
import comporta.loop.SteeredAlarm;
import comporta.loop.SteeredClock;
import comporta.loop.SteeredOperator;
import comporta.run.DagRun;
import comporta.run.Terms;
import comporta.secret.Connection;
import comporta.secret.Mask;
import comporta.secret.Sealer;
import comporta.secret.Vault;
import comporta.store.Databases;
import comporta.store.FreshDatabase;
import comporta.store.Store;
import comporta.timetable.Timetable;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/** A server on a port of its own, before a real engine and a real database; what becomes of jobs is up to the test. */
final class Served implements AutoCloseable, Observer, DagShelf, Desk, Reports {
    static final String NIGHTLY = """
            dag: nightly
            description: Loads the night
            owner: data
            tags: [night]
            schedule: {cron: "0 1 * * *", timezone: America/Sao_Paulo}
            params:
              filter: {type: string, default: all}
              token: {type: string, default: hush, secret: true}
              limit: {type: integer, default: 1, minimum: 1}
            tasks:
              extract: {run: extract}
              load: {run: load, depends_on: extract, retries: 1}
              report: {run: report, depends_on: load}
            """;
    static final String HOURLY = """
            dag: hourly
            tasks:
              tick: {run: tick}
            """;

    final Vault vault;
    final SteeredClock clock = new SteeredClock("2030-01-01T00:00:00Z");
    final SteeredOperator jobs = new SteeredOperator("command");
    final Path folder;
    final List<Report> reported = new ArrayList<>();
    final Store store;
    final Engine engine;
    final Client client;
    final Access access;
    final Ground ground;
    private final FreshDatabase database;
    private final ApiServer server;
    private final Map<DagId, Shelved> shelf = new TreeMap<>();
    private volatile @Nullable DagCatalogue catalogue;
    private volatile Readiness readiness = new Readiness("scheduler", List.of());

    Served(Path folder) {
        this(Databases.H2, folder, new ApiSettings("127.0.0.1", 0, Set.of("comporta.example.org"), null));
    }

    Served(Databases databases, Path folder, ApiSettings settings) {
        this.folder = folder;
        database = databases.withTables(folder);
        store = database.open();
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        var sealer = Sealer.of(folder.resolve("key"), random);
        vault = vault(sealer);
        engine = new Engine(
                store, Map.of(jobs.name(), jobs),
                new EngineSettings(
                        folder.resolve("logs"), new Surroundings(ZoneOffset.UTC, Map.of(), Map.of()), new Capacity(Map.of(), 100, _ -> true),
                        Terms.PlatformRetries.DEFAULT, Duration.ofHours(6), false, _ -> Map.of()),
                SchedulerSettings.of(vault), new SteeredAlarm(), clock, random, this);
        engine.start();
        access = new Access(store.people(), this, settings.isLoopback(), clock, random, 4);
        ground = new Ground(
                store, this, access, engine::wish, vault, sealer, this, live(engine), folder.resolve("logs"), ZoneOffset.UTC, "0.1", clock,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), true, () -> readiness, this, Prices.example());
        put(NIGHTLY);
        put(HOURLY);
        server = new ApiServer(settings, ground, null);
        client = new Client(server.start());
    }

    @Override
    public Optional<Told> supervise(String what, Map<String, Object> parts) {
        return Optional.of(parts.containsKey("uuid") ? Told.TAKEN : Told.MALFORMED);
    }

    /** Keeps what jobs report, in their words. */
    @Override
    public Reports.Taken take(String launch, String token, Report report) {
        if (!token.equals("secret-of-" + launch)) {
            return Reports.Taken.UNKNOWN;
        }
        reported.add(report);
        return Reports.Taken.YES;
    }

    private static LiveRuns live(Engine engine) {
        return new LiveRuns() {
            @Override
            public CompletableFuture<List<RunPicture>> picture(long run) {
                return engine.picture(run);
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

    private static Vault vault(Sealer sealer) {
        return new Vault() {
            private final Mask mask = new Mask();

            @Override
            public Optional<Connection> connection(String name) {
                return Optional.empty();
            }

            @Override
            public Optional<String> variable(String name) {
                return Optional.empty();
            }

            @Override
            public String opened(String sealed, String param) {
                return sealer.open(sealed, param);
            }

            @Override
            public String sealed(String json, String param) {
                return sealer.seal(json, param);
            }

            @Override
            public Mask mask() {
                return mask;
            }
        };
    }

    static Dag dag(String yaml) {
        var read = DagFiles.read("dag.yaml", yaml.getBytes(StandardCharsets.UTF_8), Checking.LENIENT);
        return Optional.ofNullable(read.dag()).orElseThrow(() -> new AssertionError(read.problems()));
    }

    /** Puts a DAG file into the folder. */
    void put(String yaml) {
        var dag = dag(yaml);
        var path = "/dags/" + dag.id() + ".yaml";
        var version = engine.onLoop(() -> store.pin(dag.id(), path, yaml, clock.instant())).join();
        shelf.put(dag.id(), new Shelved(
                dag, version.id(), version.number(), path, yaml, false, FileState.OK, List.of(), Instant.parse("2030-01-01T04:00:00Z"), List.of(),
                Timetable.of(dag.id(), dag.schedule(), ZoneOffset.UTC, null)));
        engine.dags(shelf.values().stream().map(each -> new ScheduledDag(
                each.dag(), each.versionId(), Path.of(each.path()), each.source(),
                Timetable.of(each.dag().id(), each.dag().schedule(), ZoneOffset.UTC, null))).toList()).join();
    }

    void readiness(Readiness now) {
        readiness = now;
    }

    @Override
    public <T> CompletableFuture<T> call(Supplier<T> deed) {
        return engine.onLoop(deed);
    }

    @Override
    public List<Shelved> all() {
        return List.copyOf(shelf.values());
    }

    @Override
    public Optional<Shelved> find(DagId dag) {
        return Optional.ofNullable(shelf.get(dag));
    }

    /** What changes DAGs from now on. */
    void catalogue(DagCatalogue changes) {
        catalogue = changes;
    }

    @Override
    public Optional<DagCatalogue> catalogue() {
        return Optional.ofNullable(catalogue);
    }

    @Override
    public List<Version> versions(DagId dag) {
        return find(dag).map(each -> List.of(new Version(each.versionId(), each.version(), each.path(), clock.instant()))).orElse(List.of());
    }

    @Override
    public synchronized void committed(DagRun run, List<Change> changes) {
        notifyAll();
    }

    @Override
    public synchronized void over(RunPicture last) {
        notifyAll();
    }

    /** Waits until a commit has made it so. */
    synchronized void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            wait(50);
        }
    }

    /** Waits until that launch, such as {@code extract.t1}, was submitted. */
    void awaitSubmitted(String launch) throws InterruptedException {
        await(() -> jobs.submitted().contains(launch));
    }

    /** A run of the nightly, under way. */
    String begun(String key) throws InterruptedException {
        var before = new ArrayList<>(jobs.submitted());
        var run = client.post("/api/v1/dags/nightly/runs", "{}", "Idempotency-Key", key);
        await(() -> jobs.submitted().size() > before.size());
        return String.valueOf(run.json().get("run_id"));
    }

    /** Only what answers requests ends. */
    void closeHttp() {
        server.close();
    }

    @Override
    public void close() {
        server.close();
        engine.close();
        store.close();
        database.close();
    }
}
