package comporta.app;

import comporta.basic.Waits;
import comporta.dag.PlainData;
import comporta.decide.Notices;
import comporta.elasticity.Measure;
import comporta.elasticity.Supervisor;
import comporta.job.JobBackends;
import comporta.loop.Engine;
import comporta.loop.EngineSettings;
import comporta.loop.Forecasts;
import comporta.loop.RunForecast;
import comporta.loop.RunPicture;
import comporta.loop.SchedulerSettings;
import comporta.loop.Term;
import comporta.notify.Channels;
import comporta.notify.Notifier;
import comporta.operator.Lease;
import comporta.store.Store;
import comporta.store.Survey;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a server does while it has the lead: the engine, the operators under it, and those who hear of it. */
final class ServerTerm implements Term {
    private static final Logger LOG = LoggerFactory.getLogger(ServerTerm.class);
    /** Of what is the scheduler's own, jobs see only this. */
    private static final Set<String> PASSED_ON = Set.of("PATH", "HOME", "LANG", "TZ", "TMPDIR");
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Wiring wiring;
    private final Store store;
    private final Duration janitor;
    private final Duration machines;
    private final Waits waits;
    private final Engine engine;
    private final StoredSettings stored;
    private final ServerObserver observer;
    private final Notifier notifier;
    private final Forecasts forecasts;
    private final Control control;
    private final Runnable ending;
    private final CompletableFuture<Engine> serving = new CompletableFuture<>();
    private final ScheduledExecutorService looks =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("settings").factory());

    /**
     * @param url where this server answers
     * @param ending done before the engine is closed
     */
    ServerTerm(
            Server.Order order, String url, Configuration configuration, Map<String, String> environment, Home home, Store store, StoredVault vault,
            ServerClock clock, SecureRandom random, PrometheusMeterRegistry metrics, Runnable ending) {
        this.ending = ending;
        this.store = store;
        this.janitor = configuration.janitor();
        this.machines = configuration.machines();
        var passedOn = environment.entrySet().stream()
                .filter(entry -> PASSED_ON.contains(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        wiring = new Wiring(
                home.server(), passedOn, order.parallel(), configuration.logLimit(),
                local -> Backends.of(
                        configuration, local, Backends.ground(configuration, url, vault, clock),
                        name -> new StoredMesos(store.framework(name), this::byTheEngine)),
                MachineSource.of(configuration, home.server(), "server " + store.archive().stream(), clock),
                Backends.spark(configuration),
                configuration.timezone(), vault, configuration.law(), this::tell, clock);
        var otherDags = new EngineDags(store);
        waits = new Waits(otherDags, clock);
        var operators = new LinkedHashMap<>(wiring.operators());
        waits.operators().forEach(operator -> operators.put(operator.name(), operator));
        Budgets.over(operators, store, configuration.prices(), clock, LOG::warn);
        stored = new StoredSettings(store, configuration.timezone(), order.parallel(), Wiring.isLocal(configuration));
        var history = new DurationHistory(home.durations());
        observer = new ServerObserver(store, history, clock);
        var settings = settings(configuration, home, stored, history);
        engine = new Engine(
                store, operators, settings, SchedulerSettings.of(vault), clock.alarm(), clock, random, observer);
        serving.complete(engine);
        forecasts = new Forecasts(engine, store, configuration.timezone(), clock, this::warn);
        control = new Control(configuration, new StoredSupervision(store.supervised(), this::byTheEngine), metrics, clock);
        otherDags.speakTo(engine);
        notifier = new Notifier(
                store.outbox(), new Channels(PlainData.block(configuration.values(), "notifications"), configuration.home()), Notifier.WAITS,
                vault.mask()::hide, clock, deed -> engine.onLoop(() -> {
                    deed.run();
                    return true;
                }));
    }

    static EngineSettings settings(Configuration configuration, Home home, StoredSettings stored, DurationHistory history) {
        return new EngineSettings(
                home.logs(), stored.surroundings(), stored.capacity(), configuration.platformRetries(), configuration.unreachableTimeout(),
                configuration.relaunchUnreachable(), history::usual);
    }

    private void tell(List<Measure> told) {
        control.measures().take(told);
    }

    /** Done by the thread that writes, which there is once the engine is. */
    private void byTheEngine(Runnable deed) {
        serving.thenCompose(engine -> engine.onLoop(() -> {
            deed.run();
            return true;
        })).join();
    }

    /** Goes on with what is on record. */
    void start() {
        observer.tellTo(engine);
        observer.wakes(notifier);
        observer.forecastBy(forecasts);
        engine.start();
        notifier.start();
        var _ = looks.scheduleWithFixedDelay(this::sweep, janitor.toMillis(), janitor.toMillis(), TimeUnit.MILLISECONDS);
        var _ = looks.scheduleWithFixedDelay(this::watchMachines, machines.toMillis(), machines.toMillis(), TimeUnit.MILLISECONDS);
        control.start();
        var _ = looks.scheduleWithFixedDelay(this::look, BETWEEN_LOOKS.toMillis(), BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Machines that nobody would end: of a crash at a bad moment, or of a scheduler that is no more. */
    private void sweep() {
        try {
            var known = store.survey().openLeases().stream().map(each -> each.lease().id()).collect(Collectors.toSet());
            wiring.pools().sweep(known).forEach(ended -> LOG.warn("a machine that was left over is ended: {}", ended));
        } catch (RuntimeException e) {
            LOG.warn("nobody knows whether machines are left over: {}", e.getMessage());
        }
    }

    /** Spot machines are taken away while they are at work. */
    private void watchMachines() {
        try {
            var open = store.survey().openLeases().stream().map(Survey.OwnedLease::lease).filter(lease -> lease.state() == Lease.State.OPEN).toList();
            if (!open.isEmpty()) {
                wiring.pools().look(open).forEach(word -> LOG.warn("{}", word));
            }
        } catch (RuntimeException e) {
            LOG.warn("nobody knows whether machines are lost: {}", e.getMessage());
        }
    }

    /** Pools, variables and connections may have been changed by anybody. */
    private void look() {
        try {
            stored.refresh(engine);
        } catch (RuntimeException e) {
            LOG.warn("pools, variables and connections cannot be read: {}", e.getMessage());
        }
    }

    /** Whoever hears of a missed deadline hears once when it is likely to be. */
    private void warn(RunPicture picture, RunForecast forecast) {
        var tasks = List.copyOf(picture.dag().tasks().values());
        for (var each : forecast.deadlines()) {
            var task = each.task() < 0 ? null : tasks.get(each.task());
            var deadlines = task == null ? picture.dag().deadlines() : task.deadlines();
            double line = each.number() < deadlines.size() ? deadlines.get(each.number()).atRisk() : 0;
            if (line > 0 && each.late() >= line) {
                Notices.atRisk(picture.dag(), picture.run(), task == null ? null : task.id(), each.late(), each.p50(), each.dueAt()).ifPresent(notice -> {
                    var told = engine.onLoop(() -> store.outbox().post(List.of(notice)));   // told before, it is in the outbox already
                    var _ = told.thenAccept(fresh -> {
                        if (fresh > 0) {
                            observer.announced(notice);
                        }
                    });
                });
            }
        }
    }

    /** What is ahead of all live runs. */
    Forecasts forecasts() {
        return forecasts;
    }

    /** A picture with what is forecast of its run. */
    RunPicture foreseen(RunPicture picture) {
        return forecasts.latest(picture.run().id()).map(picture::with).orElse(picture);
    }

    /** Where jobs from outside any DAG report. */
    Supervisor supervisor() {
        return control.supervisor();
    }

    /** Where its jobs run. */
    JobBackends jobs() {
        return wiring.backends();
    }

    @Override
    public Engine engine() {
        return engine;
    }

    @Override
    public void close() {
        looks.shutdown();
        forecasts.close();
        control.close();
        ending.run();
        notifier.close();   // what became of the last letters is written by the engine
        engine.close();
        observer.close();
        waits.close();
        wiring.close();
    }
}
