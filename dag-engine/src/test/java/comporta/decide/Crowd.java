package comporta.decide;

import static comporta.decide.Dags.task;

import comporta.dag.Dag;
import comporta.decide.Dags.TaskWords;
import comporta.operator.Exit;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.LaunchSpec;
import comporta.operator.News;
import comporta.run.DagRun;
import comporta.run.RunState;
import comporta.run.RunType;
import comporta.run.TaskInstance;
import comporta.run.TaskState;
import comporta.run.Terms;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/**
 * Runs that a seed makes up come and come, and ask for more than there is, while pools change their sizes. Slots are counted anew from who
 * runs; and once a task has been ready for longer than it needs be patient, it starts as soon as those before it in the line could have run.
 */
final class Crowd {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
    private static final List<String> NAMES = List.of("default", "narrow", "wide", "tag:x", "dag:d1", "dag:d2");
    /** No job takes longer. */
    private static final Duration LONGEST = Duration.ofMinutes(40);
    private static final Duration BEAT = Duration.ofMinutes(5);

    private final RandomGenerator random;
    private final Slots slots = new Slots();
    private final List<RunView> live = new ArrayList<>();
    private final Map<String, Instant> ends = new TreeMap<>();
    private final List<String> started = new ArrayList<>();
    /** By task: how many were in line before it when it had been patient for long enough, and since when. */
    private final Map<String, Instant> latest = new HashMap<>();
    private final Map<String, Integer> grandfathered = new HashMap<>();
    private Capacity capacity = new Capacity(Map.of(), 3, task -> task.id().value().endsWith("1"));
    private Instant now = START;
    private int runs;

    private Crowd(long seed) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /** Who started, in order. */
    static List<String> throng(long seed) {
        var crowd = new Crowd(seed);
        try {
            crowd.goOn();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + " at " + crowd.now + ": " + e.getMessage(), e);
        }
        return crowd.started;
    }

    private void goOn() {
        resize();
        int beats = random.nextInt(10, 40);
        for (int beat = 0; !live.isEmpty() || beat < beats; beat++) {
            if (beat > 2_000) {
                throw new AssertionError("it does not come to an end: " + live.stream().map(view -> view.run().key()).toList());
            }
            if (beat < beats && random.nextInt(100) < 40) {
                begin();
            }
            if (beat < beats && random.nextInt(100) < 10) {
                resize();
            } else if (beat == beats) {
                capacity = sized(1);
                slots.resize(capacity);
            }
            endJobs();
            admit();
            now = now.plus(BEAT);
        }
        if (slots.limits() != 0) {
            throw new AssertionError(slots.limits() + " limits are left behind");
        }
    }

    private void resize() {
        capacity = sized(random.nextInt(100) < 30 ? 0 : 1);
        slots.resize(capacity);
    }

    private Capacity sized(int least) {
        var sizes = new LinkedHashMap<String, Integer>();
        NAMES.forEach(name -> sizes.put(name, random.nextInt(least, 6)));
        var paused = least == 0 ? Set.of(NAMES.get(random.nextInt(3))) : Set.<String>of();
        return new Capacity(sizes, paused, 3, capacity.isLocal());
    }

    private void begin() {
        var dag = dag();
        var plan = Plan.of(dag, task -> new Terms(
                task.retry(), Terms.PlatformRetries.DEFAULT, task.timeouts(), task.skipOn(), Duration.ofHours(6), false, 1), Map.of());
        var type = random.nextInt(100) < 30 ? RunType.BACKFILL : RunType.SCHEDULED;
        var run = new DagRun(
                ++runs, dag.id(), type.word() + "-" + runs, 1, type, RunState.QUEUED, null, "", now, null, null, Map.of(), "", null, now, null, null);
        var view = new RunView(
                plan, run, IntStream.range(0, plan.size()).mapToObj(TaskInstance::fresh).toList(), slots, capacity,
                new Surroundings(ZoneOffset.UTC, Map.of(), Map.of()));
        live.add(view);
        Decider.taken(view, new Event.Begun(), now);
    }

    private Dag dag() {
        var tasks = IntStream.range(0, random.nextInt(1, 7)).mapToObj(this::work).toArray(TaskWords[]::new);
        return Dags.dag(
                "d" + random.nextInt(1, 4), random.nextBoolean() ? List.of("x") : List.of(), random.nextInt(100) < 30 ? random.nextInt(1, 4) : null, tasks);
    }

    private TaskWords work(int number) {
        var words = task("t" + number).weight(random.nextInt(5)).pool(NAMES.get(random.nextInt(3)), random.nextInt(1, 7));
        return random.nextInt(100) < 20 ? words.maxActive(random.nextInt(1, 3)) : words;
    }

    private void endJobs() {
        for (var view : List.copyOf(live)) {
            for (int task = 0; task < view.plan().size(); task++) {
                var end = view.instance(task).isAtRest() ? null : ends.get(name(view, task));
                if (end != null && !end.isAfter(now)) {
                    var exit = Exit.success(Map.of());
                    Decider.taken(view, new Event.Heard(new News.Ended(launch(view, task), 1, now, exit), new FollowUp.Finish(exit)), now);
                }
            }
            if (view.run().state().isFinal()) {
                view.letGo();
                live.remove(view);
            }
        }
    }

    private void admit() {
        var admission = new Admission(live, now);
        for (var pick = admission.next(); pick != null; pick = admission.next()) {
            var intent = new LaunchIntent(launch(pick.view(), pick.task()), "command", new LaunchSpec(Map.of()), "");
            Decider.taken(pick.view(), new Event.Prepared(pick.task(), new Preparation.Ready(Map.of(), List.of(intent), 1, null)), now);
            var name = name(pick.view(), pick.task());
            started.add(name);
            ends.put(name, now.plusSeconds(random.nextLong(1, LONGEST.toSeconds())));
            exceedsNothing(pick);
            latest.remove(name);
            grandfathered.remove(name);
        }
        line();
    }

    /** Each that is overdue starts before so many jobs could have run one after the other as were in line before it. */
    private void line() {
        var ready = new HashMap<String, Instant>();
        var shut = new HashSet<String>();
        for (var view : live) {
            for (int task = 0; task < view.plan().size(); task++) {
                if (view.instance(task).state() instanceof TaskState.Queued queued) {
                    var name = name(view, task);
                    ready.put(name, queued.since());
                    if (IntStream.of(demand(view, task).limits()).anyMatch(slots::isShut)) {
                        shut.add(name);
                    }
                    if (Admission.isOverdue(view, queued, now)) {
                        latest.putIfAbsent(name, now);
                    }
                }
            }
        }
        latest.forEach((name, since) -> grandfathered.computeIfAbsent(
                name, _ -> (int) ready.values().stream().filter(other -> !other.isAfter(ready.getOrDefault(name, since))).count()));
        shut.forEach(name -> {
            latest.computeIfPresent(name, (_, _) -> now);
            grandfathered.remove(name);
        });
        if (!shut.isEmpty()) {
            latest.replaceAll((_, _) -> now);   // who waits behind a pool that is shut counts from its opening
        }
        latest.forEach((name, since) -> {
            int before = grandfathered.getOrDefault(name, Integer.MAX_VALUE / 100_000);
            if (now.isAfter(since.plus(LONGEST.plus(BEAT).multipliedBy(before + 1L)))) {
                throw new AssertionError(name + " starves: overdue since " + since + " with " + before + " in line before it");
            }
        });
    }

    /** Counted anew over all that hold slots. */
    private void exceedsNothing(Admission.Pick just) {
        var used = new TreeMap<Integer, Integer>();
        var holders = new TreeMap<Integer, Integer>();
        for (var view : live) {
            for (int task = 0; task < view.plan().size(); task++) {
                if (view.instance(task).state() instanceof TaskState.InTry) {
                    var demand = demand(view, task);
                    for (int i = 0; i < demand.limits().length; i++) {
                        used.merge(demand.limits()[i], demand.slots()[i], Integer::sum);
                        holders.merge(demand.limits()[i], 1, Integer::sum);
                    }
                }
            }
        }
        for (int limit : demand(just.view(), just.task()).limits()) {
            if ((used.getOrDefault(limit, 0) > slots.size(limit) && holders.getOrDefault(limit, 0) > 1) || slots.isShut(limit)) {
                throw new AssertionError(name(just.view(), just.task()) + " starts, and " + slots.name(limit) + " has " + used.get(limit) + " of "
                        + slots.size(limit) + " slots in use" + (slots.isPaused(limit) ? " and is paused" : ""));
            }
        }
    }

    private static Slots.Demand demand(RunView view, int task) {
        return view.demands().of(view.demands().classOf(task));
    }

    private static LaunchId launch(RunView view, int task) {
        return new LaunchId(view.run().dag(), view.run().key(), view.plan().task(task).id(), -1, 1, 1);
    }

    private static String name(RunView view, int task) {
        return view.run().key() + "/" + view.plan().task(task).id();
    }
}
