package comporta.simulate;

import comporta.dag.Dag;
import comporta.dag.TaskId;
import comporta.dagfile.Checking;
import comporta.dagfile.DagFiles;
import comporta.dagfile.DagProblem;
import comporta.dagfile.Reading;
import comporta.decide.Capacity;
import comporta.decide.Decider;
import comporta.decide.Deciding;
import comporta.decide.PlantedFault;
import comporta.decide.Surroundings;
import comporta.decide.Wish;
import comporta.loop.EngineSettings;
import comporta.loop.WorksInTheHands;
import comporta.operator.Operator;
import comporta.run.DagRun;
import comporta.run.RunType;
import comporta.run.Terms;
import comporta.store.NewRun;
import comporta.store.Store;
import comporta.store.StoreFailed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/**
 * A seed makes the DAG, the world outdoors, the people and what goes wrong; the real loop, store and recovery live through it on the virtual
 * clock, one life after the other.
 */
final class SeededWorld {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
    private static final Path FILE = Path.of("/dags/world.yaml");
    private static final int ENOUGH = 60_000;
    /** All but those that name a lease, of which nobody here knows. */
    private static final List<Wish.Verb> VERBS =
            Arrays.stream(Wish.Verb.values()).filter(verb -> verb != Wish.Verb.KEEP && verb != Wish.Verb.RELEASE).toList();
    private static final long LINES = Long.getLong("comporta.worlds.lines", 60);

    /** Where a world's stores lie. */
    interface Ground {
        Store open();

        /** Writes behind a store's back. */
        void meddle(String sql);
    }

    private final Ground ground;
    private final @Nullable PlantedFault fault;
    private final long seed;
    private final RandomGenerator random;
    private final VirtualTime time = new VirtualTime(START);
    private final Story story = new Story(time);
    private final Outdoors outdoors;
    private final Watch watch;
    private final Map<String, Operator> operators = new LinkedHashMap<>();
    private final EngineSettings settings;
    private final String text;
    private final Dag dag;
    private final List<Long> runs = new ArrayList<>();
    private final Set<Long> wishes = new LinkedHashSet<>();
    private Store store;
    private Simulation life;
    private int faults;
    private boolean crashing;

    private SeededWorld(long seed, Ground ground, @Nullable PlantedFault fault) {
        this.seed = seed;
        this.ground = ground;
        this.fault = fault;
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        outdoors = new Outdoors(time, random, story, fault);
        watch = new Watch(outdoors, story);
        List.of("command", "noop", "model", "sensor").forEach(name -> operators.put(name, new RoughOperator(name, outdoors)));
        operators.put("scale-ec2", new RoughOperator.Machines("scale-ec2", outdoors, watch));
        boolean relaunch = chance(50);
        settings = new EngineSettings(
                Path.of("/logs"), new Surroundings(ZoneOffset.UTC, Map.of(), Map.of()), new Capacity(WorldDag.POOLS, 1000, _ -> true),
                new Terms.PlatformRetries(2, Duration.ofSeconds(1), Duration.ofMinutes(1)),
                chance(50) ? Duration.ofHours(6) : Duration.ofMinutes(10), relaunch, _ -> Map.of());
        var written = WorldDag.text("w" + seed, random);
        var reading = read(written);
        for (int i = 0; i < 9 && reading.dag() == null; i++) {
            written = repaired(written, reading.problems());
            reading = read(written);
        }
        text = written;
        var problems = reading.problems().stream().filter(problem -> problem.severity() == DagProblem.Severity.ERROR).toList();
        dag = Objects.requireNonNull(reading.dag(), () -> text + problems);
        store = ground.open();
        life = born();
    }

    private static Reading read(String text) {
        return DagFiles.read(FILE.toString(), text.getBytes(StandardCharsets.UTF_8), Checking.LENIENT);
    }

    /** Without rules that could never hold and outputs that there never are: with these a file is not read. */
    private static String repaired(String text, List<DagProblem> problems) {
        var lines = new ArrayList<>(text.lines().toList());
        for (var problem : problems) {
            if (problem.severity() == DagProblem.Severity.ERROR) {
                var line = lines.get(problem.line() - 1);
                lines.set(problem.line() - 1, problem.id().equals("never-runs")
                        ? line.replaceFirst("trigger_rule: \\w+", "trigger_rule: all_done")
                        : line.replaceFirst("\"\\{\\{ outputs[^\"]*\"", "[1, 2]"));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    /** Lives the world of a seed to its end, and returns its story; the same seed tells the same. */
    static List<String> lived(long seed, Ground ground, @Nullable PlantedFault fault) {
        var world = new SeededWorld(seed, ground, fault);
        world.live();
        return world.story.last(Long.MAX_VALUE);
    }

    /** The same, without the story. */
    static void live(long seed, Ground ground, @Nullable PlantedFault fault) {
        new SeededWorld(seed, ground, fault).live();
    }

    private void live() {
        try {
            begin();
            plan();
            untilQuiet();
            if (faults + outdoors.faults() == 0) {
                crash();
                untilQuiet();
            }
            if (chance(15)) {
                wish(Wish.Verb.CLEAR);
                untilQuiet();
            }
            watch.atTheEnd();
            watch.compare(store);
            wishes.forEach(wish -> Broken.unless(store.outcome(wish).isPresent(), "wish %s has no answer", wish));
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + " at " + time.instant() + ": " + e.getMessage() + "\n" + text
                    + String.join("\n", story.last(LINES)), e);
        } finally {
            life.close();
            store.close();
        }
    }

    private Simulation born() {
        store.pin(dag.id(), FILE.toString(), text, time.instant());   // who writes first is the one who writes
        Deciding deciding = fault == null ? Decider::taken : fault;
        return new Simulation(
                time, new VirtualErrands(time, () -> Duration.ofMillis(chance(70) ? 0 : random.nextInt(3000))),
                errands -> WorksInTheHands.of(store, operators, settings, time, new SplittableRandom(seed), watch, errands, deciding));
    }

    private void begin() {
        int count = chance(15) ? 2 : 1;
        for (int i = 1; i <= count; i++) {
            var key = "manual-" + i;
            var leftOut = new LinkedHashSet<TaskId>();
            dag.tasks().keySet().stream().filter(_ -> chance(2)).forEach(leftOut::add);
            DagRun run = life.begin(dag, FILE, text, version -> new NewRun(
                    dag.id(), key, version, RunType.MANUAL, time.instant(), null, null, Map.of(), Map.of(), "", time.instant()), leftOut);
            watch.begun(dag, run, leftOut);
            runs.add(run.id());
        }
    }

    /** What goes wrong, and when. */
    private void plan() {
        for (int i = random.nextInt(4); i > 0; i--) {
            time.later(seconds(chance(30) ? 10 : 1500), this::wish);
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            time.later(seconds(1500), this::crashSoon);
        }
        if (chance(20)) {
            time.later(seconds(1500), this::refuseCommits);
        }
        if (chance(20)) {
            time.later(seconds(1500), () -> jump(Duration.ofSeconds(random.nextInt(-4000, 4000))));
        }
        if (chance(30)) {
            time.later(seconds(1500), outdoors::tellForeign);
        }
    }

    private void crashSoon() {
        crashing = true;
    }

    private void untilQuiet() {
        for (int steps = 0; life.step(); steps++) {
            Broken.unless(steps < ENOUGH, "it does not come to an end");
            watch.limitsHold();
            if (crashing) {
                crash();
            }
        }
    }

    /** The scheduler dies between two steps; when it lives again, some time has passed without it. */
    private void crash() {
        crashing = false;
        faults++;
        story.add("the scheduler dies");
        life.close();
        store.close();
        outdoors.unwatch();
        for (int i = chance(50) ? 0 : random.nextInt(20); i > 0; i--) {
            time.step();
        }
        crashing = false;
        story.add("the scheduler lives again");
        store = ground.open();
        store.pin(dag.id(), FILE.toString(), text, time.instant());
        watch.compare(store);
        life = born();
    }

    private void refuseCommits() {
        faults++;
        long run = runs.get(random.nextInt(runs.size()));
        story.add("somebody else writes to a run");
        ground.meddle("update run set version = version + 1 where id = " + run);
    }

    private void jump(Duration by) {
        faults++;
        story.add("the clock jumps by %s", by);
        time.jump(by);
    }

    private void wish() {
        wish(VERBS.get(random.nextInt(VERBS.size())));
    }

    private void wish(Wish.Verb verb) {
        var tasks = new ArrayList<String>();
        var all = List.copyOf(dag.tasks().keySet());
        for (int i = random.nextInt(4); i > 0; i--) {
            tasks.add(all.get(random.nextInt(all.size())).value());
        }
        wish(new Wish(0, runs.get(random.nextInt(runs.size())), verb, tasks, "ana", ""));
    }

    private void wish(Wish wish) {
        faults++;
        story.add("wish: %s %s", wish.verb(), wish.tasks());
        watch.wished(wish);
        try {
            wishes.add(life.wish(wish, dag.id() + "-" + wishes.size()));
        } catch (StoreFailed e) {
            time.later(Duration.ofMinutes(1), () -> wish(wish));   // nobody is there to hear it
        }
        if (wish.verb() == Wish.Verb.BREAKPOINT && !wish.details().containsKey("remove")) {
            var removed = new Wish(0, wish.run(), null, Wish.Verb.BREAKPOINT, wish.tasks(), Map.of("remove", true), "ana", "");
            time.later(Duration.ofMinutes(20), () -> wish(removed));
        }
        if (wish.verb() == Wish.Verb.PAUSE) {
            time.later(Duration.ofMinutes(10), () -> wish(new Wish(0, wish.run(), Wish.Verb.RESUME, List.of(), "ana", "")));
        }
    }

    private Duration seconds(int most) {
        return Duration.ofMillis(random.nextInt(most * 1000));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }
}
