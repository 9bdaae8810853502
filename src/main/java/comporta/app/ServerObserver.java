package comporta.app;

import comporta.dag.DagId;
import comporta.decide.Change;
import comporta.decide.Notice;
import comporta.loop.Engine;
import comporta.loop.Forecasts;
import comporta.loop.Observer;
import comporta.loop.Paces;
import comporta.loop.RunPicture;
import comporta.notify.Notifier;
import comporta.run.DagRun;
import comporta.store.Problem;
import comporta.store.RunSpan;
import comporta.store.SettledTick;
import comporta.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a server does about what its engine tells: durations are remembered, what a person has to know of becomes a problem. */
final class ServerObserver implements Observer, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerObserver.class);

    private static final Duration TO_CLOSE = Duration.ofSeconds(5);

    private final Store store;
    private final DurationHistory history;
    private final EngineFigures figures;
    private final RunLog log = new RunLog();
    private final InstantSource clock;
    private final ExecutorService aside = Executors.newSingleThreadExecutor(Thread.ofPlatform().name("observer").factory());
    private volatile @Nullable Engine engine;
    private volatile @Nullable Notifier notifier;
    private volatile @Nullable Forecasts forecasts;

    ServerObserver(Store store, DurationHistory history, EngineFigures figures, InstantSource clock) {
        this.store = store;
        this.history = history;
        this.figures = figures;
        this.clock = clock;
    }

    /** Problems are written on that engine's thread. */
    void tellTo(Engine engine) {
        this.engine = engine;
        figures.countOf(engine);
    }

    /** Who delivers what lies in the outbox. */
    void wakes(Notifier told) {
        notifier = told;
    }

    /** Who looks ahead after each event. */
    void forecastBy(Forecasts by) {
        forecasts = by;
    }

    @Override
    public boolean keepsNotices() {
        return true;
    }

    @Override
    public void announced(Notice notice) {
        var told = notifier;
        if (told != null) {
            told.wake();
        }
    }

    @Override
    public void committed(DagRun run, List<Change> changes) {
        log.committed(run, changes);
        figures.committed(run, changes);
        var foresees = forecasts;
        if (foresees != null && !run.state().isFinal()) {
            foresees.touched(run.id());
        }
    }

    @Override
    public void over(RunPicture last) {
        aside.execute(() -> {
            try {
                history.add(last, Paces.of(store.survey(), last.dag()));
                judge(last.run());
            } catch (RuntimeException e) {   // the store closes at the end of a term
                LOG.debug("run {} has taught nothing", last.run().id(), e);
            }
        });
    }

    @Override
    public void turned(int signals, Duration took) {
        figures.turned(signals, took);
    }

    @Override
    public void settled(SettledTick tick) {
        figures.settled(tick);
        if (tick.state() == SettledTick.State.MISSED) {
            raise(new Problem(
                    Problem.Kind.MISSED_TICK, tick.dag() + " " + tick.at(),
                    "the tick of " + tick.at() + " of DAG " + tick.dag() + " was missed: " + tick.reason(),
                    null, "Run it with comporta runs trigger " + tick.dag() + " --date " + tick.at(),
                    new Problem.Subject("dag", tick.dag().value())));
        }
    }

    @Override
    public void paused(DagId dag, String reason) {
        LOG.warn("DAG {} is paused: {}", dag, reason);
    }

    @Override
    public void overdue(Instant due, Duration late) {
        raise(new Problem(
                Problem.Kind.CLOCK, "overdue",
                "the tick of " + due + " is overdue by " + late.toSeconds() + " s: the engine has not served it",
                null, "Look into the log of the server; was the machine asleep, or its clock set?", null));
    }

    @Override
    public void givenUp(DagRun run, String why) {
        raise(new Problem(
                Problem.Kind.STORE, "given up " + run.id(), "run " + run.key() + " of DAG " + run.dag() + " cannot be gone on with: " + why,
                null, "Move it to another version with comporta runs move, or cancel it", 
                new Problem.Subject("run", run.dag() + "/" + run.key())));
    }

    /** What was forecast of the run that is over, and whether the forecasts of its DAG hold what they say. */
    private void judge(DagRun run) {
        var dag = run.dag();
        var runs = store.survey().over(dag, Inspection.JUDGED);
        // a backfilled run may be older than all of those that are judged
        var ids = Stream.concat(Stream.of(run.id()), runs.stream().map(RunSpan::id)).distinct().toList();
        var kept = store.survey().forecasts(ids);
        figures.ended(run, kept);
        Inspection.forecasts(dag, runs, kept).ifPresentOrElse(this::raise, () -> forecastsAreRight(dag));
    }

    /** Most DAGs never had that problem: the engine's thread is asked for nothing then. */
    private void forecastsAreRight(DagId dag) {
        var writer = engine;
        if (writer != null && store.problems().isOpen(Problem.Kind.FORECAST_OFF, dag.value())) {
            writer.onLoop(() -> store.problems().clear(Problem.Kind.FORECAST_OFF, dag.value(), clock.instant())).exceptionally(e -> {
                LOG.warn("that the forecasts of DAG {} are right again could not be put on record", dag, e);
                return false;
            });
        }
    }

    private void raise(Problem problem) {
        LOG.warn("{}", problem.text());
        var writer = engine;
        if (writer != null) {
            var done = writer.onLoop(() -> store.problems().raise(problem, clock.instant()));
            done.exceptionally(e -> {
                LOG.warn("this problem could not be put on record", e);
                return null;
            });
        }
    }

    /** What is remembered of the last runs is written to its end, unless that takes long. */
    @Override
    public void close() {
        figures.close();
        aside.shutdown();
        try {
            if (!aside.awaitTermination(TO_CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("not all runs that are over could be looked at in time");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
