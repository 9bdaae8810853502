package comporta.app;

import comporta.decide.Census;
import comporta.decide.Change;
import comporta.decide.Reason;
import comporta.decide.TimeLimit;
import comporta.loop.Engine;
import comporta.run.DagRun;
import comporta.run.Launch;
import comporta.run.RunState;
import comporta.run.TaskState;
import comporta.store.KeptForecast;
import comporta.store.SettledTick;
import comporta.store.Store;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Figures of an engine for Prometheus: what was done is counted as it is told; what there is, is counted when somebody looks. */
final class EngineFigures implements AutoCloseable {
    /** Who looks reads some forty figures in one go: they are of one count. */
    private static final Duration SAME_LOOK = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final List<RunState> LIVE = List.of(RunState.QUEUED, RunState.RUNNING, RunState.PAUSED);
    private static final List<String> UNDER_WAY =
            List.of("waiting", "queued", "launching", "running", "deferred", "up_for_retry", "stopping", "unreachable");
    private static final List<Reason.Code> FOR_A_SLOT = List.of(
            Reason.Code.POOL_SLOTS, Reason.Code.DAG_LIMIT, Reason.Code.RUN_LIMIT, Reason.Code.TASK_LIMIT, Reason.Code.TAG_LIMIT,
            Reason.Code.RUN_PAUSED);

    private final MeterRegistry registry;
    private final Store store;
    private final List<Meter> ofThisTerm = new ArrayList<>();

    private record Look(Census census, long at) {}

    EngineFigures(MeterRegistry registry, Store store) {
        this.registry = registry;
        this.store = store;
    }

    /** Counts what that engine has in hand, from now until this is closed. */
    void countOf(Engine engine) {
        var looks = new Supplier<Census>() {
            private final Census nothing = new Census(Map.of(), Map.of(), Map.of(), 0, 0);
            private Look last = new Look(nothing, System.nanoTime() - SAME_LOOK.toNanos());

            @Override
            public synchronized Census get() {
                if (System.nanoTime() - last.at() >= SAME_LOOK.toNanos()) {
                    last = new Look(count(), System.nanoTime());
                }
                return last.census();
            }

            private Census count() {
                try {
                    return engine.census().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                } catch (ExecutionException | TimeoutException _) {
                    return nothing;   // it is closing, or busy: its loop time says so
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                    return nothing;
                }
            }
        };
        for (var state : LIVE) {
            gauge("comporta.runs", "Runs that are not over", "state", state.word(), looks, census -> census.runs().getOrDefault(state, 0));
        }
        for (var state : UNDER_WAY) {
            gauge("comporta.tasks", "Task instances of runs that have begun", "state", state, looks,
                    census -> census.tasks().getOrDefault(state, 0));
        }
        for (var why : FOR_A_SLOT) {
            gauge("comporta.queue", "Ready task instances, by what keeps them from a slot", "reason",
                    why.name().toLowerCase(Locale.ROOT), looks,
                    census -> census.queued().getOrDefault(why, 0));
        }
        gauge("comporta.leases.open", "Node pools that are leased", "run", "any", looks, Census::leases);
        gauge("comporta.leases.open", "Node pools that are leased", "run", "over", looks, Census::leasesAfterRuns);
        ofThisTerm.add(Gauge.builder("comporta.loop.backlog", engine, Engine::backlog)
                .description("Signals that wait for the engine's next turn").register(registry));
        ofThisTerm.add(FunctionCounter.builder("comporta.commits", store, Store::commits)
                .description("Transactions of the engine").register(registry));
    }

    private void gauge(String name, String help, String tag, String value, Supplier<Census> looks, ToDoubleFunction<Census> of) {
        ofThisTerm.add(Gauge.builder(name, () -> of.applyAsDouble(looks.get())).description(help).tag(tag, value).register(registry));
    }

    void turned(int signals, Duration took) {
        registry.timer("comporta.loop").record(took);
    }

    void committed(DagRun run, List<Change> changes) {
        for (var change : changes) {
            switch (change) {
                case Change.RunMoved moved when moved.after().state().isFinal() && !moved.before().state().isFinal() ->
                    count("comporta.runs.ended", "state", moved.after().state().word());
                case Change.TaskMoved moved -> {
                    if (moved.before().state() instanceof TaskState.Queued queued && moved.after().state() instanceof TaskState.InTry) {
                        registry.timer("comporta.queue.wait").record(between(queued.since(), moved.at()));
                    }
                }
                case Change.LaunchMoved moved -> {
                    var launch = moved.after();
                    var exit = launch.exit();
                    if (launch.state() == Launch.State.INTENDED) {
                        count("comporta.launches", "operator", launch.intent().operator());
                    } else if (!launch.isOpen()) {
                        count("comporta.launches.ended", "cause", exit == null || exit.cause() == null ? "none" : exit.cause().word());
                    }
                }
                case Change.LimitMoved moved when moved.after().firedAt() != null && moved.after().kind() == TimeLimit.Kind.DEADLINE ->
                    count("comporta.deadlines.missed", "dag", run.dag().value());
                default -> { }
            }
        }
    }

    void settled(SettledTick tick) {
        count("comporta.ticks", "outcome", tick.state().word());
        if (tick.state() == SettledTick.State.RUN) {
            registry.timer("comporta.tick.lag").record(between(tick.at(), tick.settledAt()));
        }
    }

    /**
     * By how much the first forecast of a run that is over strayed, and whether it ended before its p90.
     *
     * @param kept what was forecast of it and of others
     */
    void ended(DagRun run, List<KeptForecast> kept) {
        var ended = run.endedAt();
        var first = kept.stream().filter(each -> each.run() == run.id()).min(Comparator.comparingInt(KeptForecast::checkpoint))
                .orElse(null);
        if (ended != null && first != null) {
            registry.timer("comporta.forecast.error").record(between(first.p50(), ended).abs());
            count("comporta.forecasts", "ended", ended.isAfter(first.p90()) ? "after_p90" : "by_p90");
        }
    }

    private void count(String name, String tag, String value) {
        registry.counter(name, tag, value).increment();
    }

    private static Duration between(Instant from, Instant to) {
        return Duration.between(from, to);
    }

    @Override
    public void close() {
        ofThisTerm.forEach(registry::remove);
    }
}
