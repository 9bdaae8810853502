package comporta.app;

import comporta.basic.Waits;
import comporta.dag.Dag;
import comporta.dag.PlainData;
import comporta.decide.Notice;
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
import comporta.store.Store;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a server does while it has the lead: the engine, the operators under it, and those who hear of it. */
final class ServerTerm implements Term {
    private static final Logger LOG = LoggerFactory.getLogger(ServerTerm.class);
    /** Of what is the scheduler's own, jobs see only this. */
    private static final Set<String> PASSED_ON = Set.of("PATH", "HOME", "LANG", "TZ", "TMPDIR");

    private final Wiring wiring;
    private final Store store;
    private final Waits waits;
    private final Engine engine;
    private final Rounds rounds;
    private final ServerObserver observer;
    private final Notifier notifier;
    private final Forecasts forecasts;
    private final Warnings warnings = new Warnings();
    private final SecondStarts secondStarts = new SecondStarts();
    private final DeadlineMeasures deadlineMeasures = new DeadlineMeasures(this::tell);
    private final Control control;
    private final Runnable ending;
    private final CompletableFuture<Engine> serving = new CompletableFuture<>();

    /**
     * @param url where this server answers
     * @param ending done before the engine is closed
     */
    ServerTerm(
            Server.Order order, String url, Configuration configuration, Map<String, String> environment, Home home, Store store,
            StoredVault vault,
            ServerClock clock, SecureRandom random, PrometheusMeterRegistry metrics, Runnable ending) {
        this.ending = ending;
        this.store = store;
        var passedOn = new LinkedHashMap<>(environment);
        passedOn.keySet().retainAll(PASSED_ON);
        if (environment.containsKey("COMPORTA_HOME")) {
            passedOn.put("COMPORTA_HOME", configuration.home().toAbsolutePath().toString());   // of jobs that ask us for something
        }
        wiring = new Wiring(
                home.server(), passedOn, order.parallel(), configuration.logLimit(),
                local -> Backends.of(
                        configuration, local, Backends.ground(configuration, url, vault, clock),
                        name -> new StoredMesos(store.framework(name), this::byTheEngine)),
                MachineSource.of(configuration, home.server(), "server " + store.archive().stream(), clock),
                Backends.spark(configuration),
                configuration.timezone(), vault, configuration.policy(), this::tell, clock);
        var otherDags = new EngineDags(store);
        waits = new Waits(otherDags, clock);
        var operators = new LinkedHashMap<>(wiring.operators());
        waits.operators().forEach(operator -> operators.put(operator.name(), operator));
        Budgets.over(operators, store, configuration.prices(), clock, (dag, run, words) -> {
            LOG.warn("run {}/{}: {}", dag.id(), run, words);
            Notices.costs(dag, run, words, clock.instant()).ifPresent(notice -> {
                var _ = serving.thenAccept(_ -> post(List.of(notice)));
            });
        });
        var stored = new StoredSettings(store, configuration.timezone(), order.parallel(), Wiring.isLocal(configuration));
        var history = new DurationHistory(home.durations());
        observer = new ServerObserver(store, history, new EngineFigures(metrics, store), clock);
        var settings = settings(configuration, home, stored, history);
        engine = new Engine(
                store, operators, settings, SchedulerSettings.of(vault), clock.alarm(), clock, random, observer);
        serving.complete(engine);
        rounds = new Rounds(
                store, wiring.pools(), stored, engine, configuration.janitor(), configuration.machines(),
                new Inspection(Backends.clusters(configuration), clock), metrics, clock);
        forecasts = new Forecasts(engine, store, configuration.timezone(), clock, this::hear);
        control = new Control(configuration, new StoredSupervision(store.supervised(), this::byTheEngine), metrics, clock);
        otherDags.speakTo(engine);
        notifier = new Notifier(
                store.outbox(), new Channels(PlainData.block(configuration.values(), "notifications"), configuration.home()),
                Notifier.WAITS,
                vault.mask()::hide, clock, deed -> engine.onLoop(() -> {
                    deed.run();
                    return true;
                }));
    }

    static EngineSettings settings(Configuration configuration, Home home, StoredSettings stored, DurationHistory history) {
        return new EngineSettings(
                home.logs(), stored.surroundings(), stored.capacity(), configuration.platformRetries(), configuration.unreachableTimeout(),
                configuration.relaunchUnreachable(), history::took);
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
        rounds.start();
        control.start();
    }

    /** On the thread of the forecasts. */
    private void hear(RunPicture picture, RunForecast forecast) {
        deadlineMeasures.tell(picture, forecast);
        for (var each : secondStarts.of(picture, forecast)) {
            var _ = engine.speculate(picture.run().id(), each.task(), each.mapIndex());
        }
        var notices = warnings.of(picture, forecast);
        if (!notices.isEmpty()) {
            post(notices);
        }
    }

    private void post(List<Notice> notices) {
        var told = engine.onLoop(() -> store.outbox().post(notices));
        var _ = told.thenAccept(fresh -> {
            if (fresh > 0) {
                notifier.wake();
            }
        });
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

    /** What is served from now on: the deadlines that have alarms. */
    void serves(Collection<Dag> dags) {
        control.wantAlarms(dags);
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
        rounds.close();
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
