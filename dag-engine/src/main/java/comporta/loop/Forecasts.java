package comporta.loop;

import comporta.decide.TimeLimit;
import comporta.forecast.Correction;
import comporta.store.KeptForecast;
import comporta.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forecasts of all live runs, on a thread of their own: after an event of a run, at most four times a second of each, always once after the
 * last event, and once in half a minute because time goes by. Runs with nothing due ahead share a fifth of a core: the more of them, the
 * rarer. Who asks is answered at once, from the latest.
 */
public final class Forecasts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Forecasts.class);
    private static final Duration BETWEEN = Duration.ofMillis(250);
    /** Forecasts of so long go on record in one commit: who needs them needs them when the run is over. */
    private static final Duration TOGETHER = Duration.ofSeconds(1);
    private static final Duration IDLE = Duration.ofSeconds(30);
    /** With nothing due ahead, all forecasts together take one part in so many of a core. */
    private static final int PARTS = 5;

    private final Engine engine;
    private final Store store;
    private final ZoneId zone;
    private final InstantSource clock;
    private final BiConsumer<RunPicture, RunForecast> hears;
    private final Map<Long, Foreseen> latest = new ConcurrentHashMap<>();
    private final Map<Long, Boolean> waiting = new ConcurrentHashMap<>();
    private final ScheduledExecutorService thread;
    /** What a forecast took, lately, in nanoseconds; written by the thread alone. */
    private volatile long usual;

    // of the thread alone
    private final Map<Long, Forecasting> runs = new HashMap<>();
    private final Map<Long, Integer> checkpoints = new HashMap<>();
    private final List<KeptForecast> unwritten = new ArrayList<>();
    private final Memories memories;

    /**
     * Forecasts for the runs of an engine.
     *
     * @param zone in which DAGs without one have their weekdays
     * @param hears of each forecast, on the thread of the forecasts
     */
    public Forecasts(Engine engine, Store store, ZoneId zone, InstantSource clock, BiConsumer<RunPicture, RunForecast> hears) {
        this.engine = engine;
        this.store = store;
        this.zone = zone;
        this.clock = clock;
        this.hears = hears;
        memories = new Memories(store.survey());
        thread = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("forecast").factory());
        var _ = thread.scheduleWithFixedDelay(() -> List.copyOf(latest.keySet()).forEach(this::touched), IDLE.toSeconds(), IDLE.toSeconds(),
                TimeUnit.SECONDS);
    }

    /** Something happened in a run: a forecast of it is made soon. From any thread; never waits. */
    public void touched(long run) {
        if (waiting.putIfAbsent(run, true) == null && !thread.isShutdown()) {
            var age = latest.get(run);
            var wait = age == null
                    ? Duration.ZERO
                    : pause(age.forecast()).minus(Duration.between(age.forecast().madeAt(), clock.instant()));
            var _ = thread.schedule(() -> make(run), Math.max(0, wait.toMillis()), TimeUnit.MILLISECONDS);
        }
    }

    private Duration pause(RunForecast latest) {
        var fair = Duration.ofNanos(PARTS * usual * this.latest.size());
        return latest.deadlines().isEmpty() && fair.compareTo(BETWEEN) > 0 ? Collections.min(List.of(fair, IDLE)) : BETWEEN;
    }

    /** The latest of a run; empty: nothing is known of how long its tasks take, or it is over. */
    public Optional<RunForecast> latest(long run) {
        return Optional.ofNullable(latest.get(run)).map(Foreseen::forecast);
    }

    /** The latest of all live runs. */
    public List<Foreseen> all() {
        return List.copyOf(latest.values());
    }

    /**
     * What would be forecast if tasks took otherwise; nothing is kept.
     *
     * @param set by task number
     */
    public CompletableFuture<Optional<RunForecast>> supposing(long run, Map<Integer, Duration> set) {
        return CompletableFuture.supplyAsync(() -> engine.scene(run).join().stream().findFirst()
                .map(scene -> forecasting(run, scene).supposing(scene, set)), thread);
    }

    /**
     * What would be forecast if an instance of a task started then, whatever it waits for; nothing is kept. Empty: it does not wait.
     *
     * @param mapIndex of an instance of an expanded task, else -1
     */
    public CompletableFuture<Optional<RunForecast>> starting(long run, int task, int mapIndex, Instant at) {
        return CompletableFuture.supplyAsync(() -> engine.scene(run).join().stream().findFirst().flatMap(scene -> {
            var forecasting = forecasting(run, scene);
            return forecasting.isPossible(scene) ? forecasting.starting(scene, task, mapIndex, at) : Optional.empty();
        }), thread);
    }

    private void make(long run) {
        waiting.remove(run);
        long began = System.nanoTime();
        try {
            var scenes = engine.scene(run).join();
            if (scenes.isEmpty() || scenes.getFirst().picture().run().state().isFinal()) {
                forget(run);
                return;
            }
            var scene = scenes.getFirst();
            var forecasting = forecasting(run, scene);
            if (forecasting.isPossible(scene)) {
                var made = forecasting.at(scene);
                latest.put(run, new Foreseen(scene.picture().dag(), scene.picture().run().key(), made.forecast()));
                keep(run, made);
                hears.accept(scene.picture(), made.forecast());
                long before = usual;
                usual = before + (System.nanoTime() - began - before) / 8;
            }
        } catch (CompletionException | EngineClosed e) {
            LOG.debug("no forecast of run {}", run, e);
        } catch (RuntimeException e) {
            LOG.warn("run {} cannot be forecast", run, e);
        }
    }

    private void forget(long run) {
        latest.remove(run);
        runs.remove(run);
        checkpoints.remove(run);
    }

    private Forecasting forecasting(long run, Scene scene) {
        return runs.computeIfAbsent(run, _ -> {
            var dag = scene.picture().dag();
            var own = dag.schedule().zone() == null ? zone : dag.schedule().zone();
            var memory = memories.of(dag, own);
            var day = scene.picture().run().logicalDate().atZone(own).getDayOfWeek().getValue() - 1;
            Supplier<Paces> paces = () -> memory.paces.isEmpty() ? memory.paces : memory.paces.of(store.survey().given(List.of(run)));
            return new Forecasting(memory.lessons.before(day), memory.correction, paces, scene.picture().run().key().hashCode());
        });
    }

    /** The first forecast of each sixteenth of a usual run goes on record. */
    private void keep(long run, Forecasting.Made made) {
        if (made.checkpoint() >= 2 * Correction.CHECKPOINTS || Objects.equals(checkpoints.put(run, made.checkpoint()), made.checkpoint())) {
            return;
        }
        var forecast = made.forecast();
        @Nullable Double late = forecast.deadlines().stream()
                .filter(each -> each.task() == TimeLimit.RUN)
                .map(RunForecast.OfDeadline::late)
                .max(Double::compare)
                .orElse(null);
        var kept = new KeptForecast(run, made.checkpoint(), forecast.madeAt(), forecast.p50(), forecast.p90(), made.rawP50(),
                made.rawP90(), late);
        if (unwritten.isEmpty()) {
            var _ = thread.schedule(this::write, TOGETHER.toMillis(), TimeUnit.MILLISECONDS);
        }
        unwritten.add(kept);
    }

    private void write() {
        var written = List.copyOf(unwritten);
        unwritten.clear();
        engine.onLoop(() -> {
            store.keep(written);
            return true;
        }).exceptionally(e -> {
            LOG.debug("forecasts could not be kept", e);
            return false;
        });
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
