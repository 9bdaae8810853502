package comporta.app;

import comporta.dag.Task;
import comporta.decide.Capacity;
import comporta.decide.Wish;
import comporta.elasticity.Measures;
import comporta.job.JobBackends;
import comporta.local.LocalBackend;
import comporta.loop.Engine;
import comporta.loop.EngineSettings;
import comporta.loop.Paces;
import comporta.loop.QuartzAlarmClock;
import comporta.loop.RunPicture;
import comporta.loop.UnreadableRun;
import comporta.nodes.Provider;
import comporta.run.DagRun;
import comporta.run.RunState;
import comporta.store.Store;
import comporta.store.StoreSettings;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Carries out local runs on the engine: begins one, or goes on with one that was cut off; follows it; sums up. */
final class LocalRun implements LocalRunner {
    private final Map<String, String> environment;
    private final InstantSource clock = InstantSource.system();

    /** @param environment of the caller, which every job inherits */
    LocalRun(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public List<PlannedTask> plan(RunOrder order) {
        return DryRunner.plan(order.dag(), checked(order), order.surroundings());
    }

    @Override
    public int run(RunOrder order, RunScreen screen) {
        Thread.ofPlatform().daemon().name("warm-up").start(LocalBackend::warmUp);
        var plan = checked(order);
        var home = new Home(order.configuration().home());
        var name = order.dag().id() + "-" + plan.key();
        var database = RunDatabase.of(order.request().database(), order.configuration(), environment);
        try (var folder = RunFolder.take(home.runs(), name, request(order, database), order.request().fresh())) {
            var schema = database.map(settings -> new RunSchema(settings, home.schemas(), folder.folder()));
            folder.left()
                    .forEach(left -> screen.note("run " + left.getFileName() + " of this file was cut off and is not gone on with: its "
                    + "text or options were others, or --fresh was asked for. Jobs of it may still run; the command that began it goes on with "
                    + "it. Remove " + left + " to forget it"));
            var code = run(order, plan, folder, () -> schema.map(RunSchema::open).orElseGet(() -> store(folder)), home, screen);
            if (code.isEmpty()) {
                return ExitCode.INTERRUPTED;
            }
            folder.delete();
            schema.ifPresent(RunSchema::remove);
            return code.getAsInt();
        }
    }

    /** Empty: it was let go, and is not over. */
    private OptionalInt run(RunOrder order, RunPlan plan, RunFolder folder, Supplier<Store> opening, Home home, RunScreen screen) {
        var configuration = order.configuration();
        var parallel = Objects.requireNonNullElse(order.request().parallel(), configuration.parallel());
        var history = new DurationHistory(home.durations());
        var pinned = new PinnedSurroundings(folder.folder());
        var watch = new Watch(screen);
        try (var wiring = new Wiring(
                        folder.folder(), environment, parallel, configuration.logLimit(), backends(order, folder),
                        machines(order, folder), Backends.spark(configuration), configuration.timezone(), order.vault(),
                        configuration.policy(), Measures.NONE, clock);
                var store = opening.get()) {
            var known = folder.goesOn() ? store.newest() : Optional.<DagRun>empty();
            var around = known.isEmpty() ? order.surroundings() : pinned.pinned();
            var settings = new EngineSettings(
                    home.logs(), around, new Capacity(Map.of(), parallel, local(order)), configuration.platformRetries(),
                    configuration.unreachableTimeout(), configuration.relaunchUnreachable(), history::took);
            Budgets.over(wiring.operators(), store, configuration.prices(), clock,
                    (_, _, words) -> screen.note("the run costs much: " + words));
            try (var engine = new Engine(store, wiring.operators(), settings, new QuartzAlarmClock(), clock, new SecureRandom(), watch)) {
                var isOver = store.live().isEmpty();
                engine.start();
                if (known.isEmpty()) {
                    pinned.pin(around);
                    folder.begun();
                    return follow(engine, store, begun(engine, order, plan), watch, screen, home);
                }
                var run = known.get();
                if (isOver) {
                    screen.note("run " + run.key() + " was over, but cut off before that could be told; --fresh begins anew");
                    return OptionalInt.of(ended(last(engine, run), screen, home));
                }
                screen.note("going on with run " + run.key() + ", which was cut off; --fresh begins anew");
                var changed = PinnedSurroundings.changed(around, order.surroundings());
                if (!changed.isEmpty()) {
                    screen.note("changed since then, and not for this run, which keeps to what it began with: "
                            + String.join(", ", changed));
                }
                return follow(engine, store, run, watch, screen, home);
            }
        }
    }

    private Function<LocalBackend, JobBackends> backends(RunOrder order, RunFolder folder) {
        return order.request().asWritten()
                ? local -> Backends.of(
                        order.configuration(), local, Backends.ground(order.configuration(), null, order.vault(), clock),
                        Backends.inFolder(folder.folder().resolve("mesos")))
                : JobBackends::only;
    }

    private static Predicate<Task> local(RunOrder order) {
        return order.request().asWritten() ? Wiring.isLocal(order.configuration()) : Wiring::isLocal;
    }

    /** Real ones only for a run as it is written. Whoever goes on with the run is their owner, too. */
    private Provider machines(RunOrder order, RunFolder folder) {
        var state = folder.folder();
        return order.request().asWritten()
                ? MachineSource.of(order.configuration(), state, "run " + ServerDatabase.host() + " " + state, clock)
                : MachineSource.simulated(state, clock);
    }

    private static DagRun begun(Engine engine, RunOrder order, RunPlan plan) {
        var kept = plan.with(order.vault().sealed(order.dag(), plan.params()));
        return engine.begin(
                        order.dag(), order.file(), order.source(),
                        version -> kept.newRun(order.dag(), version), plan.leftOut())
                .join();
    }

    private static RunPicture last(Engine engine, DagRun run) {
        try {
            return engine.last(run.id()).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof UnreadableRun unreadable
                    ? new UsageException(unreadable.getMessage() + "\n--fresh begins anew.")
                    : e;
        }
    }

    private static OptionalInt follow(Engine engine, Store store, DagRun run, Watch watch, RunScreen screen, Home home) {
        var interrupts = new Interrupts(
                () -> watch.interrupted(engine, run, Wish.Verb.CANCEL,
                        "cancelling: what runs is stopped, teardowns still run; once more to force the end"),
                () -> watch.interrupted(engine, run, Wish.Verb.FORCE, "forcing the end: everything is killed"),
                watch::letGo);
        interrupts.listen();
        var over = watch.untilOver(engine, run);
        if (over.isEmpty()) {
            screen.note("run " + run.key() + " is let go: what runs goes on, and nothing new starts; the same command goes on with it");
            engine.picture(run.id()).join().forEach(screen::show);
            return OptionalInt.empty();
        }
        var last = over.get();
        new DurationHistory(home.durations()).add(last, Paces.of(store.survey(), last.dag()));
        new OutputHistory(home.outputs()).add(run.dag(), watch.outputs(last.dag()));
        var code = ended(last, screen, home);
        return OptionalInt.of(interrupts.happened() ? ExitCode.INTERRUPTED : code);
    }

    private static int ended(RunPicture last, RunScreen screen, Home home) {
        screen.ended(last, home.logs().resolve(last.run().dag().value()).resolve(last.run().key()));
        return last.run().state() == RunState.SUCCESS ? ExitCode.DONE : ExitCode.NOT_SUCCESSFUL;
    }

    private RunPlan checked(RunOrder order) {
        return RunPlan.of(order, clock.instant(), new SecureRandom(), Map.of());
    }

    private static Store store(RunFolder folder) {
        var owner = "comporta run, process " + ProcessHandle.current().pid();
        return Store.open(ServerDatabase.h2(folder.database(), owner));
    }

    /** What makes two commands the same run: file, text, options and where its state is. */
    private static RunFolder.Request request(RunOrder order, Optional<StoreSettings> database) {
        var request = order.request();
        var file = order.file().toAbsolutePath().normalize();
        return new RunFolder.Request(file, String.join("\n", List.of(
                String.valueOf(request.date()), new TreeMap<>(request.params()).toString(), new TreeMap<>(request.variables()).toString(),
                String.valueOf(request.only()), String.valueOf(request.from()), String.valueOf(request.until()),
                Boolean.toString(request.asWritten()), database.map(where -> where.user() + " " + where.url()).orElse(""),
                order.source())));
    }
}
