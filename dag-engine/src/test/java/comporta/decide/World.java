package comporta.decide;

import comporta.dag.TaskId;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.Finding;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.LaunchSpec;
import comporta.operator.LeaseTerms;
import comporta.operator.News;
import comporta.operator.Submission;
import comporta.run.DagRun;
import comporta.run.RunState;
import comporta.run.RunType;
import comporta.run.TaskInstance;
import comporta.run.Terms;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A seed makes the DAG, the outside world and the people; the run is decided upon until nothing is left to happen. */
final class World {
    static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
    static final TaskId NOBODY = new TaskId("nobody");
    private static final int ENOUGH = 20_000;
    private static final long LINES = Long.getLong("comporta.stories.lines", 30);

    private final RandomGenerator random;
    private final PriorityQueue<Happening> to = new PriorityQueue<>();
    private final List<Object> log = new ArrayList<>();
    private final Slots slots = new Slots();
    private final RunView view;
    private final Outside outside;
    private final Recount recount;
    private Instant now = START;
    private long happenings;

    private record Happening(Instant at, long order, Runnable deed) implements Comparable<Happening> {
        @Override
        public int compareTo(Happening other) {
            return at.equals(other.at) ? Long.compare(order, other.order) : at.compareTo(other.at);
        }
    }

    private World(long seed) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        var dag = RandomDag.of(random);
        boolean relaunch = chance(50);
        var plan = Plan.of(
                dag,
                task -> new Terms(
                        task.retry(), new Terms.PlatformRetries(2, Duration.ofSeconds(1), Duration.ofMinutes(1)), task.timeouts(), task.skipOn(),
                        Duration.ofHours(6), relaunch, seed),
                Map.of());
        var run = new DagRun(
                1, dag.id(), "manual-1", 1, RunType.MANUAL, RunState.QUEUED, null, "", START, null, null, Map.of(), "", null, START, null,
                null);
        var instances = IntStream.range(0, plan.size())
                .mapToObj(task -> chance(3) ? TaskInstance.leftOut(task) : TaskInstance.fresh(task)).toList();
        view = new RunView(
                plan, run, instances, slots, new Capacity(RandomDag.POOLS, 5, task -> task.id().value().endsWith("1")),
                new Surroundings(ZoneOffset.UTC, Map.of(), Map.of()));
        outside = new Outside(this, random);
        recount = new Recount(view, slots);
    }

    /** Runs the story of a seed to its end, and returns everything that changed, in order. */
    static List<Object> story(long seed) {
        var world = new World(seed);
        try {
            world.runUntilQuiet();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + " at " + world.now + ": " + e.getMessage() + "\n"
                    + world.log.stream().skip(Math.max(0, world.log.size() - LINES)).map(World::inWords).collect(Collectors.joining("\n")), e);
        }
        return world.log;
    }

    Instant now() {
        return now;
    }

    void later(Duration after, Runnable deed) {
        to.add(new Happening(now.plus(after), happenings++, deed));
    }

    private void runUntilQuiet() {
        decide(new Event.Begun());
        for (int i = random.nextInt(4); i > 0; i--) {
            later(Duration.ofSeconds(random.nextInt(3000)), this::wish);
        }
        later(Duration.ofSeconds(random.nextInt(3000)), outside::tellForeign);
        for (int steps = 0; step(); steps++) {
            if (steps > ENOUGH) {
                throw new AssertionError("it does not come to an end");
            }
        }
        recount.atTheEnd();
        if (outside.alive() > 0) {
            throw new AssertionError(outside.alive() + " jobs are left alive outside");
        }
    }

    private boolean step() {
        var due = view.nextDue();
        var next = to.peek();
        if (due != null && (next == null || !due.isAfter(next.at()))) {
            now = due.isAfter(now) ? due : now;
            decide(view.takeDue(now));
            return true;
        }
        if (next == null) {
            return false;
        }
        to.remove();
        now = next.at();
        next.deed().run();
        return true;
    }

    private void decide(Event event) {
        int before = log.size();
        apply(event);
        admit(before);
    }

    private void admit(int before) {
        var admission = new Admission(List.of(view), now);
        for (var pick = admission.next(); pick != null; pick = admission.next()) {
            recount.mayStart(pick.task());
            apply(new Event.Prepared(pick.task(), prepare(pick.task())));
        }
        if (log.size() > before + 2) {
            recount.always(now);   // more happened than that it was heard
        }
    }

    private void apply(Event event) {
        log.add(now);
        log.add(event);
        var decision = Decider.decide(view, event, now);
        for (var change : decision.changes()) {
            log.add(change);
            view.apply(change);
        }
        for (var command : decision.commands()) {
            log.add(command);
            switch (command) {
                case Command.Submit submit -> outside.submit(submit.intent());
                case Command.Stop stop -> outside.stop(stop.intent(), stop.force());
                case Command.Find find -> outside.find(find.intent());
                case Command.Settle settle -> outside.settled(settle.intent());
                case Command.Shrink _ -> { }
                case Command.Release release -> {
                    if (chance(60)) {
                        later(Duration.ofSeconds(5), () -> decide(new Event.Released(release.lease().id())));
                    }
                }
            }
        }
    }

    /** Short enough to be read where a story goes wrong. */
    private static String inWords(Object happened) {
        return switch (happened) {
            case Instant at -> at.toString();
            case Change.TaskMoved moved -> "    task " + moved.after().task()
                    + (moved.after().mapIndex() < 0 ? "" : "[" + moved.after().mapIndex() + "]") + ": " + moved.before().state().word()
                    + " -> " + moved.after().state()
                    + " " + moved.after().progress().fraction();
            case Change.LaunchMoved moved -> "    " + moved.after().intent().id() + " is " + moved.after().state() + " " + moved.after().sequence();
            case Change.RunMoved moved -> "    the run is " + moved.after().state() + ", halt " + moved.after().halt();
            case Change.Expanded expanded -> "    expanded: " + expanded.after();
            case Change.LeaseMoved moved -> "    lease " + moved.after().id() + " is " + moved.after().state();
            default -> "    " + happened;
        };
    }

    private Preparation prepare(int task) {
        if (Gates.isGate(view.plan().task(task))) {
            return Gates.decide(view, task);
        }
        if (!view.plan().isTeardown(task) && chance(3)) {
            return new Preparation.Impossible(Cause.USER, "no variable x");
        }
        var launches = chance(5) ? 0 : isWide(task) ? 3 : 1;
        var tryNumber = view.instance(task).tries() + 1;
        var lease = recount.isSetup(task) && view.plan().taskOf(task) % 2 == 0
                ? Leases.next(view, task, terms(), now)
                : null;
        return new Preparation.Ready(
                Map.of(), IntStream.rangeClosed(1, launches).mapToObj(number -> intent(task, tryNumber, number)).toList(), launches, lease);
    }

    private LeaseTerms terms() {
        var ttl = chance(10) ? Duration.ofMinutes(1 + random.nextInt(90)) : Duration.ofHours(12);
        return new LeaseTerms("pool", "pool", "simulated", 1, ttl, chance(30) ? Duration.ofMinutes(20) : Duration.ZERO);
    }

    private LaunchIntent intent(int task, int tryNumber, int number) {
        var id = new LaunchId(
                view.run().dag(), view.run().key(), view.plan().task(task).id(), view.plan().indexOf(task), tryNumber, number);
        return new LaunchIntent(id, "command", new LaunchSpec(Map.of()), "");
    }

    /** Tasks that launch several jobs side by side, as a set-up of machines does. */
    private boolean isWide(int node) {
        return view.plan().taskOf(node) % 7 == 3;
    }

    boolean isSingle(LaunchId id) {
        return !isWide(view.plan().graph().number(id.task()));
    }

    /** What a success hands on: sometimes a list that others are expanded over. */
    Map<String, Object> outputs() {
        return chance(50) ? Map.of() : Map.of("models", IntStream.range(0, random.nextInt(5)).mapToObj(Long::valueOf).toList());
    }

    /** Some tasks are models: they go on with a second launch after the first. */
    private @Nullable FollowUp followUp(LaunchId id, Exit exit) {
        var launch = view.launch(id);
        if (launch == null || !launch.isOpen() || !view.isLastOpen(id)) {
            return null;
        }
        int node = view.plan().node(launch);
        var so = view.launches(node).size();
        return exit.isSuccess() && launch.task() % 7 == 5 && so < 2
                ? new FollowUp.GoOn(List.of(intent(node, id.tryNumber(), so + 1)))
                : new FollowUp.Finish(exit);
    }

    void answered(LaunchId id, Submission submission) {
        var followUp = submission instanceof Submission.NotAccepted no
                ? followUp(id, Exit.failure(no.cause(), null, no.why()))
                : null;
        decide(new Event.Answered(id, submission, followUp));
    }

    void hears(News news) {
        decide(new Event.Heard(news, news instanceof News.Ended ended ? followUp(news.launch(), ended.exit()) : null));
    }

    void found(Finding finding, Instant asked) {
        var followUp = switch (finding) {
            case Finding.AlreadyEnded ended -> followUp(finding.launch(), ended.end().exit());
            case Finding.NeverStarted _ -> followUp(finding.launch(), Exit.failure(Cause.PLATFORM, null, "never started"));
            case Finding.Alive _, Finding.OutOfSight _ -> null;
        };
        decide(new Event.Found(finding, asked, followUp));
    }

    private void wish() {
        var verbs = Wish.Verb.values();
        var verb = chance(20) ? Wish.Verb.CLEAR : verbs[random.nextInt(verbs.length)];
        var tasks = new ArrayList<String>();
        for (int i = random.nextInt(4); i > 0; i--) {
            tasks.add(someone());
        }
        var units = view.plan().units();
        if (verb == Wish.Verb.CLEAR && !units.isEmpty() && chance(60)) {
            var unit = units.get(random.nextInt(units.size()));
            IntStream.of(unit.givers()).forEach(giver -> tasks.add(view.plan().task(giver).id().value()));
            tasks.add(unit.id());
        }
        recount.wished(verb, tasks);
        var wish = new Wish(1, 1, null, verb, tasks, details(verb), "ana", "");
        var preview = Preview.of(view, wish, now);
        var before = log.size();
        apply(new Event.Wished(wish));
        PreviewCheck.compare(view, preview, log.subList(before, log.size()));
        admit(before);
        if (verb == Wish.Verb.BREAKPOINT) {
            later(Duration.ofMinutes(20), () -> decide(new Event.Wished(new Wish(2, 1, null, verb, tasks, Map.of("remove", true), "ana", ""))));
        }
        if (view.run().state() == RunState.PAUSED) {
            later(Duration.ofMinutes(10), () -> decide(new Event.Wished(new Wish(2, 1, Wish.Verb.RESUME, List.of(), "ana", ""))));
        }
    }

    private Map<String, Object> details(Wish.Verb verb) {
        var details = new LinkedHashMap<String, Object>();
        if (verb == Wish.Verb.CLEAR || verb == Wish.Verb.RERUN) {
            List.of("upstream", "downstream", "failed_only").stream().filter(_ -> chance(25)).forEach(key -> details.put(key, true));
            if (chance(10)) {
                details.put("only", chance(50) ? "running" : "new");
            }
        }
        return details;
    }

    /** A task, an instance, or the group. */
    private String someone() {
        var nodes = Nodes.all(view).toArray();
        var node = nodes[random.nextInt(nodes.length)];
        var task = view.plan().task(node);
        var group = task.group();
        return group != null && chance(40)
                ? group.value()
                : view.plan().indexOf(node) < 0 || !Nodes.isSummedUp(view, node) || chance(40) ? task.id().value() : Nodes.name(view, node);
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }
}
