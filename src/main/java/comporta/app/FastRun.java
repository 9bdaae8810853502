package comporta.app;

import comporta.dag.Dag;
import comporta.dag.Param;
import comporta.dag.TaskId;
import comporta.decide.Capacity;
import comporta.decide.Change;
import comporta.decide.Took;
import comporta.loop.EngineSettings;
import comporta.loop.Observer;
import comporta.loop.RunPicture;
import comporta.run.DagRun;
import comporta.run.RunState;
import comporta.simulate.Rehearsal;
import comporta.simulate.Simulation;
import comporta.simulate.StandInValues;
import comporta.simulate.StandIns;
import comporta.simulate.UsualConduct;
import comporta.simulate.VirtualTime;
import comporta.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/** Carries out local runs on the virtual clock: the same engine, with stand-ins for all that tasks do. */
final class FastRun implements LocalRunner {
    /** Not today: the same seed is to tell the same story tomorrow. */
    private static final LocalDate SOME_DAY = LocalDate.of(2030, 1, 1);

    private static final Duration SHORTEST_LOOK = Duration.ofSeconds(10);
    private static final int LOOKS = 100;

    @Override
    public List<PlannedTask> plan(RunOrder order) {
        return DryRunner.plan(order.dag(), planned(order, dice(order)), order.surroundings());
    }

    @Override
    public int run(RunOrder order, RunScreen screen) {
        var dice = dice(order);
        var plan = planned(order, dice);
        var home = new Home(order.configuration().home());
        var known = new HandedOn(new OutputHistory(home.outputs()).last(order.dag()), asked(order).with(), order.dag());
        var rehearsal = Rehearsal.of(order.dag(), order.surroundings(), known.outputs());
        screen.note("simulated from " + JsonLines.instant(plan.queuedAt()) + " on, with seed " + asked(order).seed());
        known.notes().forEach(screen::note);
        inventedParams(order).forEach((name, value) -> screen.note("made up: params." + name + " is " + value));
        rehearsal.invented().forEach(screen::note);
        try (var store = Store.inMemory("comporta run --fast")) {
            var last = new Night(order, plan, rehearsal, store, dice, screen).last();
            screen.ended(last, null);
            return last.run().state() == RunState.SUCCESS ? ExitCode.DONE : ExitCode.NOT_SUCCESSFUL;
        }
    }

    private static RunPlan planned(RunOrder order, RandomGenerator dice) {
        var start = SOME_DAY.atStartOfDay(order.zone()).toInstant();
        return RunPlan.of(order, order.request().logicalDate(order.zone(), start), dice, inventedParams(order));
    }

    static Map<String, Object> inventedParams(RunOrder order) {
        var invented = new LinkedHashMap<String, Object>();
        for (Param param : order.dag().params().values()) {
            if (param.defaultValue() == null && !order.request().params().containsKey(param.name())) {
                invented.put(param.name(), StandInValues.of(param));
            }
        }
        return invented;
    }

    private static RunRequest.Fast asked(RunOrder order) {
        return Objects.requireNonNull(order.request().fast(), "only what is to be simulated comes here");
    }

    private static RandomGenerator dice(RunOrder order) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(asked(order).seed());
    }

    /** One run from its begin to its end. */
    private static final class Night implements Observer {
        private final RunOrder order;
        private final RunPlan plan;
        private final Rehearsal rehearsal;
        private final VirtualTime time;
        private final Simulation simulation;
        private final RunScreen screen;
        private Instant nextLook;
        private @Nullable RunPicture last;

        private Night(RunOrder order, RunPlan plan, Rehearsal rehearsal, Store store, RandomGenerator dice, RunScreen screen) {
            this.order = order;
            this.plan = plan;
            this.rehearsal = rehearsal;
            this.screen = screen;
            time = new VirtualTime(plan.queuedAt());
            nextLook = plan.queuedAt();
            var configuration = order.configuration();
            var home = new Home(configuration.home());
            var parallel = Objects.requireNonNullElse(order.request().parallel(), configuration.parallel());
            Map<TaskId, Duration> usual = new DurationHistory(home.durations()).usual(rehearsal.dag());
            var settings = new EngineSettings(
                    home.logs(), order.surroundings(), new Capacity(Map.of(), parallel, Wiring::isLocal), configuration.platformRetries(),
                    configuration.unreachableTimeout(), configuration.relaunchUnreachable(), _ -> Took.exactly(usual));
            var conduct = new UsualConduct(asked(order).seed(), usual, rehearsal.outputs());
            simulation = new Simulation(
                    store, StandIns.of(rehearsal.dag(), time, conduct), settings, time, dice, this, () -> Duration.ZERO);
        }

        private RunPicture last() {
            Dag dag = rehearsal.dag();
            Path file = order.file();
            var run = simulation.begin(dag, file, order.source(), version -> plan.newRun(dag, version), plan.leftOut());
            while (last == null && simulation.step()) {
                look(run);
            }
            return Objects.requireNonNull(last, "nothing is left to happen, and the run is not over");
        }

        /** As often as would be looked at a real run, by its length; each costs as much as a few tasks. */
        private void look(DagRun run) {
            if (time.instant().isBefore(nextLook)) {
                return;
            }
            simulation.picture(run.id()).forEach(picture -> {
                screen.show(picture);
                var end = picture.predictedEnd();
                var step = end == null ? SHORTEST_LOOK : Duration.between(plan.queuedAt(), end).dividedBy(LOOKS);
                nextLook = time.instant().plus(step.compareTo(SHORTEST_LOOK) < 0 ? SHORTEST_LOOK : step);
            });
        }

        @Override
        public void committed(DagRun run, List<Change> changes) {
            screen.committed(run, changes);
        }

        @Override
        public void over(RunPicture picture) {
            last = picture;
        }
    }
}
