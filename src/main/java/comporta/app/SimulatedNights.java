package comporta.app;

import comporta.dag.Dag;
import comporta.dag.TaskId;
import comporta.decide.Capacity;
import comporta.decide.Change;
import comporta.decide.Took;
import comporta.loop.EngineSettings;
import comporta.loop.Observer;
import comporta.loop.RunPicture;
import comporta.loop.TaskPicture;
import comporta.operator.Operator;
import comporta.run.DagRun;
import comporta.run.RunType;
import comporta.simulate.DeadlineJudge;
import comporta.simulate.GeneratedNights;
import comporta.simulate.MachineTime;
import comporta.simulate.Rehearsal;
import comporta.simulate.Simulation;
import comporta.simulate.StandIns;
import comporta.simulate.VirtualTime;
import comporta.store.NewRun;
import comporta.store.Store;
import comporta.timetable.Tick;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/** A DAG night after night on the virtual clock, each a run of its own; one begins when its tick has come and the one before is over. */
final class SimulatedNights implements Observer {
    private static final DateTimeFormatter KEY = DateTimeFormatter.ofPattern("'scheduled-'uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    /** So many task instances in a database in memory, and then another one. */
    private static final int INSTANCES_OF_A_STORE = 20_000;

    private final RunOrder order;
    private final Dag dag;
    private final ZoneId zone;
    private final long seed;
    private final VirtualTime time;
    private final GeneratedNights nights;
    private final Map<String, Operator> operators;
    private final EngineSettings settings;
    private final DeadlineJudge judge;
    private final EventLog log;
    private final Consumer<RunPicture> each;
    private JsonLines lines;
    private MachineTime machines;
    private @Nullable RunPicture last;

    private SimulatedNights(
            RunOrder order, long seed, Rehearsal rehearsal, Supposed supposed, boolean isUsual, Instant start, EventLog log,
            Consumer<RunPicture> each) {
        this.each = each;
        this.order = order;
        this.seed = seed;
        this.log = log;
        dag = rehearsal.dag();
        zone = order.zone();
        time = new VirtualTime(start);
        var configuration = order.configuration();
        var home = new Home(configuration.home());
        Map<TaskId, Duration> usual = supposed.on(new DurationHistory(home.durations()).usual(dag));
        nights = isUsual
                ? GeneratedNights.usual(dag, usual, rehearsal.outputs())
                : new GeneratedNights(dag, seed, usual, supposed.factors(), rehearsal.outputs());
        var known = GeneratedNights.withBoots(dag, usual);
        operators = StandIns.of(dag, time, nights);
        settings = new EngineSettings(
                home.logs(), order.surroundings(), new Capacity(Map.of(), Integer.MAX_VALUE, _ -> false), configuration.platformRetries(),
                configuration.unreachableTimeout(), configuration.relaunchUnreachable(),
                _ -> Took.exactly(known));
        judge = new DeadlineJudge(dag, zone);
        lines = lines();
        machines = new MachineTime(dag);
    }

    /** @param ticks of the nights, in order; never empty */
    static NightsReport of(RunOrder order, long seed, Rehearsal rehearsal, Supposed supposed, List<Tick> ticks, EventLog log) {
        return of(order, seed, rehearsal, supposed, false, ticks, log, _ -> {});
    }

    /**
     * The same.
     *
     * @param isUsual nights on which each task takes exactly its usual time
     * @param each hears of each night as it ended
     */
    static NightsReport of(
            RunOrder order, long seed, Rehearsal rehearsal, Supposed supposed, boolean isUsual, List<Tick> ticks, EventLog log,
            Consumer<RunPicture> each) {
        return new SimulatedNights(order, seed, rehearsal, supposed, isUsual, ticks.getFirst().at(), log, each).all(ticks);
    }

    private NightsReport all(List<Tick> ticks) {
        int atATime = Math.max(1, INSTANCES_OF_A_STORE / dag.tasks().size());
        var lengths = new ArrayList<Duration>();
        int hits = 0;
        int peak = 0;
        var idle = new Idle(0, 0, 0);
        var cost = new SimulatedCost(dag, order.configuration());
        for (int from = 0; from < ticks.size(); from += atATime) {
            try (var store = Store.inMemory("comporta simulate");
                    var life = new Simulation(store, operators, settings, time, new SplittableRandom(seed), this, () -> Duration.ZERO)) {
                for (var tick : ticks.subList(from, Math.min(ticks.size(), from + atATime))) {
                    var over = night(life, tick);
                    lengths.add(Duration.between(tick.at(), Objects.requireNonNull(over.run().endedAt(), "it is over")));
                    hits += judge.met(over.run(), over.tasks().stream().map(TaskPicture::instance).toList()) ? 1 : 0;
                    peak = Math.max(peak, machines.peak());
                    idle = idle.and(machines);
                    cost.add(machines);
                }
            }
        }
        return new NightsReport(
                seed, judge.hasDeadlines() ? hits : null, ticks.getFirst().at(), lengths, peak, idle, cost.amount(), log.sha256(),
                null, Map.of());
    }

    private RunPicture night(Simulation life, Tick tick) {
        while (isDueBefore(tick.startsAt()) && life.step()) {
            // what the night before has left, such as machines to give back
        }
        time.reach(tick.startsAt());
        last = null;
        lines = lines();
        machines = new MachineTime(dag);
        var key = KEY.format(tick.at());
        var params = RunPlan.of(
                order, tick.at(), RandomGeneratorFactory.of("L64X128MixRandom").create(seed), FastRun.inventedParams(order)).params();
        nights.next(key, tick.at().atZone(zone).getDayOfWeek());
        life.begin(dag, order.file(), order.source(), version -> new NewRun(
                dag.id(), key, version, RunType.SCHEDULED, tick.at(), tick.intervalStart(), tick.intervalEnd(), params, Map.of(), "",
                time.instant()), Set.of());
        while (last == null && life.step()) {
            // until the run is over
        }
        var over = Objects.requireNonNull(last, "nothing is left to happen, and the run is not over");
        lines.ended(over, null);
        each.accept(over);
        return over;
    }

    private boolean isDueBefore(Instant start) {
        var next = time.next();
        return next != null && next.isBefore(start);
    }

    private JsonLines lines() {
        return new JsonLines(log.out(), new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), dag);
    }

    @Override
    public void committed(DagRun run, List<Change> changes) {
        lines.committed(run, changes);
        machines.committed(changes);
    }

    @Override
    public void over(RunPicture picture) {
        last = picture;
    }
}
