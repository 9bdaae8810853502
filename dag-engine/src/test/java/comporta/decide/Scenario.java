package comporta.decide;

import comporta.dag.Dag;
import comporta.operator.Cause;
import comporta.operator.Exit;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.LaunchSpec;
import comporta.operator.Lease;
import comporta.operator.LeaseTerms;
import comporta.operator.News;
import comporta.operator.Submission;
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
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** A run that is decided upon without store, threads or outside world: given, time passes, then. */
final class Scenario {
    static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    final List<Command> commands = new ArrayList<>();
    final RunView view;
    private final Slots slots;
    private Instant now = START;
    private final BitSet setups = new BitSet();
    private long news;
    private String broken = "";
    private String outcome = "";
    private final Map<String, Map<String, String>> rendered = new HashMap<>();

    private Scenario(Dag dag, Map<String, Integer> pools, Slots slots, long number) {
        this.slots = slots;
        var plan = Plan.of(
                dag,
                task -> new Terms(
                        task.retry(), Terms.PlatformRetries.DEFAULT, task.timeouts(), task.skipOn(), Duration.ofHours(6), false, 1),
                Map.of());
        var run = new DagRun(
                number, dag.id(), "manual-" + number, 1, RunType.MANUAL, RunState.QUEUED, null, "", START, null, null, defaults(dag), "", null, START, null,
                null);
        view = new RunView(
                plan, run, IntStream.range(0, plan.size()).mapToObj(TaskInstance::fresh).toList(), slots,
                new Capacity(pools, 10_000, _ -> true), new Surroundings(ZoneOffset.UTC, Map.of(), Map.of()));
        for (int task = 0; task < plan.size(); task++) {
            Arrays.stream(plan.graph().setupsOf(task)).forEach(setups::set);
        }
    }

    private static Map<String, Object> defaults(Dag dag) {
        var params = new TreeMap<String, Object>();
        dag.params().forEach((name, param) -> params.put(name, Objects.requireNonNull(param.defaultValue())));
        return params;
    }

    static Scenario of(Dag dag) {
        return of(dag, Map.of());
    }

    static Scenario of(Dag dag, Map<String, Integer> pools) {
        return begun(new Scenario(dag, pools, new Slots(), 1));
    }

    /** Another run that takes slots of the same limits. */
    Scenario beside(Dag dag, Map<String, Integer> pools) {
        return begun(new Scenario(dag, pools, slots, view.run().id() + 1));
    }

    private static Scenario begun(Scenario scenario) {
        scenario.decide(new Event.Begun());
        return scenario;
    }

    Instant now() {
        return now;
    }

    void decide(Event event) {
        var decision = Decider.decide(view, event, now);
        decision.changes().forEach(view::apply);
        decision.changes().forEach(change -> outcome = change instanceof Change.WishSettled settled ? settled.outcome() : outcome);
        commands.addAll(decision.commands());
        var admission = new Admission(List.of(view), now);
        for (var pick = admission.next(); pick != null; pick = admission.next()) {
            var prepared = Decider.decide(view, new Event.Prepared(pick.task(), prepare(pick.task())), now);
            prepared.changes().forEach(view::apply);
            commands.addAll(prepared.commands());
        }
    }

    /** One launch a try, or as many as there are machines; set-ups (tasks that another tears down) hold a lease. */
    private Preparation prepare(int task) {
        if (Nodes.name(view, task).equals(broken)) {
            return new Preparation.Impossible(Cause.USER, "no variable x");
        }
        if (Gates.isGate(view.plan().task(task))) {
            return Gates.decide(view, task);
        }
        var tryNumber = view.instance(task).tries() + 1;
        int machines = machines(task);
        var intents = IntStream.rangeClosed(1, machines)
                .mapToObj(number -> new LaunchIntent(launch(task, tryNumber, number), "command", new LaunchSpec(Map.of()), "")).toList();
        rendered.put(Nodes.name(view, task), Rendering.environment(view, task));
        var lease = setups.get(view.plan().taskOf(task))
                ? Leases.next(view, task, new LeaseTerms("pool", "pool", "simulated", machines, Duration.ofHours(12), Duration.ZERO), now)
                : null;
        return new Preparation.Ready(Map.of(), intents, machines, lease);
    }

    /** One launch for each machine of a set-up; else one. */
    private int machines(int node) {
        var nodes = view.plan().task(node).block("node_pool").get("nodes");
        return nodes instanceof Number number && setups.get(view.plan().taskOf(node)) ? number.intValue() : 1;
    }

    void cannotPrepare(String task) {
        broken = task;
    }

    void starts(String task) {
        hears(task, (launch, sequence) -> new News.Started(launch, sequence, now, launch.externalId(), null));
    }

    void succeeds(String... tasks) {
        for (var task : tasks) {
            ends(task, Exit.success(Map.of()));
        }
    }

    /** What runs or is being stopped ends well, and all that follows, too. */
    void endsWell() {
        for (boolean goesOn = true; goesOn; ) {
            var running = Nodes.all(view).filter(node -> view.instance(node).state() instanceof TaskState.InTry).boxed().toList();
            running.forEach(node -> succeeds(Nodes.name(view, node)));
            goesOn = !running.isEmpty();
        }
    }

    void fails(String task) {
        ends(task, Exit.failure(Cause.USER, 1, "exit code 1"));
    }

    void ends(String task, Exit exit) {
        int node = number(task);
        ends(node, view.instance(node).tries(), exit);
    }

    void ends(String task, int tryNumber, Exit exit) {
        ends(number(task), tryNumber, exit);
    }

    private void ends(int node, int tryNumber, Exit exit) {
        int machines = machines(node);
        for (int number = 1; number <= machines; number++) {
            var id = launch(node, tryNumber, number);
            decide(new Event.Heard(new News.Ended(id, ++news, now, exit), new FollowUp.Finish(exit)));
        }
    }

    void hears(String task, BiFunction<LaunchId, Long, News> told) {
        var id = launch(number(task), view.instance(number(task)).tries());
        decide(new Event.Heard(told.apply(id, ++news), null));
    }

    void answered(String task, Submission submission) {
        decide(new Event.Answered(launch(number(task), view.instance(number(task)).tries()), submission, null));
    }

    void wishes(Wish.Verb verb, String... tasks) {
        wishes(verb, Map.of(), tasks);
    }

    /** Returns what became of it. */
    String wishes(Wish.Verb verb, Map<String, Object> details, String... tasks) {
        return wishes(new Wish(1, 1, null, verb, List.of(tasks), details, "ana", ""));
    }

    String wishes(Wish wish) {
        decide(new Event.Wished(wish));
        return outcome;
    }

    void timePasses(Duration duration) {
        now = now.plus(duration);
        decide(view.takeDue(now));
    }

    /** It is told how all that it waits for in other runs stands. */
    void hearsOfOthers(boolean isMet, String words) {
        var told = new HashMap<Awaited, Standing>();
        view.plan().awaited().forEach(awaited -> told.put(awaited, new Standing(isMet, words)));
        decide(view.learn(told));
    }

    /** Pools have these sizes from now on. */
    void resizes(Map<String, Integer> pools, Set<String> paused) {
        slots.resize(new Capacity(pools, paused, 10_000, _ -> true));
        decide(view.takeDue(now));
    }

    private LaunchId launch(int node, int tryNumber) {
        return launch(node, tryNumber, 1);
    }

    private LaunchId launch(int node, int tryNumber, int number) {
        return new LaunchId(
                view.run().dag(), view.run().key(), view.plan().task(node).id(), view.plan().indexOf(node), tryNumber, number);
    }

    /** The node of {@code score}, {@code score[0]} or {@code score[churn]}. */
    int number(String name) {
        return Nodes.all(view).filter(node -> Nodes.name(view, node).equals(name) || plainName(node).equals(name)).findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + name));
    }

    private String plainName(int node) {
        return view.plan().task(node).id() + "[" + view.plan().indexOf(node) + "]";
    }

    /** What the environment of the latest try became. */
    Map<String, String> environment(String name) {
        return rendered.getOrDefault(name, Map.of());
    }

    String stateOf(String task) {
        return view.instance(number(task)).state().word();
    }

    /** Why a task stands where it stands. */
    String reasonOf(String task) {
        return Reasons.of(view, slots, number(task));
    }

    String run() {
        return view.run().state().word();
    }

    /** Task to state, in the order of ids. */
    Map<String, String> states() {
        var states = new TreeMap<String, String>();
        Nodes.all(view).forEach(node -> states.put(Nodes.name(view, node), view.instance(node).state().word()));
        return states;
    }

    Lease.State lease(String setup) {
        var lease = view.lease(number(setup));
        if (lease == null) {
            throw new AssertionError(setup + " has no lease");
        }
        return lease.state();
    }

    List<String> stopped() {
        var stopped = new ArrayList<String>();
        each(Command.Stop.class, stop -> stopped.add(Nodes.name(view, Objects.requireNonNull(view.plan().node(stop.intent().id())))));
        return stopped;
    }

    <C extends Command> void each(Class<C> kind, Consumer<C> deed) {
        commands.stream().filter(kind::isInstance).map(kind::cast).forEach(deed);
    }
}
