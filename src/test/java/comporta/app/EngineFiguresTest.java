package comporta.app;

import static org.assertj.core.api.Assertions.assertThat;

import comporta.dag.Dag;
import comporta.dag.DagId;
import comporta.dag.Moment;
import comporta.dagfile.Checking;
import comporta.dagfile.DagFiles;
import comporta.decide.Capacity;
import comporta.decide.Surroundings;
import comporta.loop.Engine;
import comporta.loop.EngineSettings;
import comporta.loop.SteeredAlarm;
import comporta.loop.SteeredClock;
import comporta.loop.SteeredOperator;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.run.RunType;
import comporta.run.TaskState;
import comporta.run.Terms;
import comporta.secret.Vault;
import comporta.store.Databases;
import comporta.store.FreshDatabase;
import comporta.store.KeptForecast;
import comporta.store.NewRun;
import comporta.store.Problem;
import comporta.store.SettledTick;
import comporta.store.Store;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus reads of an engine. */
class EngineFiguresTest {
    private static final String YAML = """
            dag: three
            owner: data
            defaults: {execution_timeout: 1h}
            tasks:
              a: {job: {command: [x]}, pool: narrow}
              b: {job: {command: [x]}, pool: narrow}
              c: {job: {command: [x]}, depends_on: [a, b]}
            """;
    private static final Dag DAG = Objects.requireNonNull(DagFiles.read("three.yaml", YAML.getBytes(StandardCharsets.UTF_8), Checking.LENIENT).dag());

    @TempDir
    Path folder;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final SteeredClock clock = new SteeredClock("2030-01-01T00:00:00Z");
    private final SteeredOperator jobs = new SteeredOperator("command");
    private FreshDatabase database;
    private Store store;
    private Engine engine;
    private ServerObserver observer;

    @BeforeEach
    void start() {
        database = Databases.H2.withTables(folder);
        store = database.open();
        observer = new ServerObserver(store, new DurationHistory(folder.resolve("durations")), new EngineFigures(registry, store), clock);
        var settings = new EngineSettings(
                folder.resolve("logs"), new Surroundings(ZoneOffset.UTC, Map.of(), Map.of()), new Capacity(Map.of("narrow", 1), 100, _ -> true),
                Terms.PlatformRetries.DEFAULT, Duration.ofHours(6), false, _ -> Map.of());
        engine = new Engine(
                store, Map.of(jobs.name(), jobs), settings, new SteeredAlarm(), clock, RandomGeneratorFactory.of("L64X128MixRandom").create(1), observer);
        observer.tellTo(engine);
        engine.start();
    }

    @AfterEach
    void stop() {
        engine.close();
        observer.close();
        store.close();
        database.close();
    }

    @Test
    void everyStateOfATaskThatIsNotAtRestIsCounted() {
        var counted = registry.find("comporta.tasks").gauges().stream().map(gauge -> gauge.getId().getTag("state")).toList();

        assertThat(counted).containsExactlyInAnyOrderElementsOf(Stream.of(TaskState.class.getPermittedSubclasses())
                .filter(state -> !TaskState.AtRest.class.isAssignableFrom(state))
                .map(state -> state.getSimpleName().replaceAll("(?<=.)([A-Z])", "_$1").toLowerCase(Locale.ROOT))
                .toList());
    }

    @Test
    void whatIsInHandAndWhatWasDone() {
        var run = engine.begin(
                DAG, Path.of("three.yaml"), YAML,
                version -> new NewRun(DAG.id(), "manual-1", version, RunType.MANUAL, clock.instant(), null, null, Map.of(), Map.of(), "",
                        clock.instant()), Set.of()).join();
        awaitSubmitted("a.t1");
        assertThat(registry.scrape()).contains(
                "comporta_runs{state=\"running\"} 1.0", "comporta_runs{state=\"queued\"} 0.0",
                "comporta_tasks{state=\"launching\"} 1.0", "comporta_tasks{state=\"queued\"} 1.0", "comporta_tasks{state=\"waiting\"} 1.0",
                "comporta_queue{reason=\"pool_slots\"} 1.0", "comporta_queue{reason=\"run_limit\"} 0.0", "comporta_leases_open{run=\"any\"} 0.0");

        clock.passes(Duration.ofSeconds(30));
        jobs.ends("a", Exit.success(Map.of()));
        awaitSubmitted("b.t1");
        jobs.ends("b", Exit.failure(Cause.USER, 1, "it broke"));
        awaitScraped("comporta_runs_ended_total{state=\"failed\"} 1.0");
        assertThat(run.dag()).isEqualTo(DAG.id());
        assertThat(registry.scrape()).contains(
                "comporta_launches_total{operator=\"command\"} 2.0", "comporta_launches_ended_total{cause=\"none\"} 1.0",
                "comporta_launches_ended_total{cause=\"user\"} 1.0", "comporta_queue_wait_seconds_count 2", "comporta_queue_wait_seconds_sum 30.0");
        assertThat(registry.get("comporta.commits").functionCounter().count()).isEqualTo((double) store.commits()).isPositive();
        assertThat(registry.get("comporta.loop").timer().count()).isPositive();

        observer.close();
        assertThat(registry.scrape()).as("who does not lead has nothing in hand").doesNotContain("comporta_tasks").contains("comporta_launches_total");
    }

    @Test
    void aTickTellsHowLateItWasServed() {
        var due = Instant.parse("2030-01-01T04:00:00Z");
        observer.settled(new SettledTick(new DagId("three"), due, SettledTick.State.RUN, 1L, "", due.plusMillis(1500)));
        observer.settled(new SettledTick(new DagId("three"), due, SettledTick.State.SKIPPED, null, "paused", due.plusSeconds(90)));
        assertThat(registry.scrape()).contains(
                "comporta_ticks_total{outcome=\"run\"} 1.0", "comporta_ticks_total{outcome=\"skipped\"} 1.0", "comporta_tick_lag_seconds_sum 1.5");
    }

    @Test
    void aForecastIsHeldToTheEnd() {
        var run = engine.begin(
                DAG, Path.of("three.yaml"), YAML,
                version -> new NewRun(DAG.id(), "manual-1", version, RunType.MANUAL, clock.instant(), null, null, Map.of(), Map.of(), "",
                        clock.instant()), Set.of()).join();
        var now = clock.instant();
        engine.onLoop(() -> {
            store.problems().raise(new Problem(Problem.Kind.FORECAST_OFF, "three", "they stray", null, "wait", null), now);
            store.problems().raise(new Problem(Problem.Kind.FORECAST_OFF, "four", "they stray", null, "wait", null), now);
            store.keep(List.of(
                    new KeptForecast(run.id(), 0, now, now.plusSeconds(60), now.plusSeconds(70), now.plusSeconds(60), now.plusSeconds(70), null),
                    new KeptForecast(run.id(), 1, now, now.plusSeconds(90), now.plusSeconds(99), now.plusSeconds(90), now.plusSeconds(99), null)));
            return true;
        }).join();
        for (var task : List.of("a", "b", "c")) {
            awaitSubmitted(task + ".t1");
            clock.passes(Duration.ofSeconds(25));
            jobs.ends(task, Exit.success(Map.of()));
        }
        awaitScraped("comporta_forecasts_total{ended=\"after_p90\"} 1.0");
        assertThat(registry.scrape()).contains("comporta_forecast_error_seconds_sum 15.0");
        while (store.problems().isOpen(Problem.Kind.FORECAST_OFF, "three")) {   // one run is too few to say that they stray
            Moment.pass();
        }
        assertThat(store.problems().isOpen(Problem.Kind.FORECAST_OFF, "four")).as("of another DAG").isTrue();
    }

    /** What happens after a commit happens on other threads. */
    private void awaitSubmitted(String launch) {
        while (!jobs.submitted().contains(launch)) {
            Moment.pass();
        }
    }

    private void awaitScraped(String line) {
        while (!registry.scrape().contains(line)) {
            Moment.pass();
        }
    }
}
