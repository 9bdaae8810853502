package comporta.decide;

import comporta.operator.Cause;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.LaunchSpec;
import comporta.operator.LeaseTerms;
import comporta.run.Expansion;
import comporta.run.Launch;
import comporta.run.TaskInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A state brought to life for one move: the view as a restart would load it, but for the slots, which are as the engine counted them. */
final class Life {
    static final Comparator<LaunchId> BY_TASK = Comparator.comparing((LaunchId id) -> id.task().value())
            .thenComparingInt(LaunchId::mapIndex).thenComparingInt(LaunchId::tryNumber).thenComparingInt(LaunchId::number);
    private static final Comparator<Command> BY_SUBJECT =
            Comparator.comparing(command -> Snapshot.words(command).replaceFirst("^\\w+ ", ""));

    final SmallDag dag;
    final RunView view;
    final Map<LaunchId, Snapshot.Job> jobs;
    final List<Command> pending;
    final List<Event> letters;
    Instant now;
    int wishesLeft;
    Mishaps mishaps;
    private final Deciding deciding;
    private final Coverage coverage;
    private final Slots slots = new Slots();
    private final Recount recount;
    private final Judge judge;
    private final Set<Awaited> met = new HashSet<>();

    Life(SmallDag dag, Snapshot from, Deciding deciding, Coverage coverage) {
        this.dag = dag;
        this.deciding = deciding;
        this.coverage = coverage;
        view = new RunView(dag.plan, from.run(), from.instances(), from.expansions(), slots, dag.capacity(), dag.surroundings())
                .with(from.launches(), from.outputs(), from.leases()).ordered(from.orders());
        met.addAll(from.met());
        view.learn(standings());
        jobs = new TreeMap<>(BY_TASK);
        jobs.putAll(from.jobs());
        pending = new ArrayList<>(from.pending());
        letters = new ArrayList<>(from.letters());
        now = from.now();
        wishesLeft = from.wishesLeft();
        mishaps = from.mishaps();
        for (int limit = 0; limit < from.used().size(); limit++) {
            slots.giveBack(new Slots.Demand(new int[] {limit}, new int[] {slots.used(limit) - from.used().get(limit)}));
        }
        recount = new Recount(view, slots);
        for (int i = 0; i < dag.wishes.size(); i++) {
            if ((wishesLeft & 1 << i) == 0) {
                recount.wished(dag.wishes.get(i).verb(), dag.wishes.get(i).tasks());
            }
        }
        judge = new Judge(this);
    }

    /** What is left when the scheduler dies: that which is committed, and the world outside. */
    static Snapshot crashed(Snapshot at) {
        return new Snapshot(
                at.now(), at.run(), at.instances(), at.expansions(), at.launches(), at.outputs(), at.leases(), List.of(), at.jobs(), List.of(),
                List.of(), at.wishesLeft(), at.mishaps().crash(), at.orders(), at.met());
    }

    Snapshot freeze() {
        var instances = new ArrayList<TaskInstance>();
        var launches = new ArrayList<Launch>();
        var outputs = new TreeMap<Integer, Map<String, Object>>();
        Nodes.all(view).forEach(node -> {
            instances.add(view.instance(node));
            launches.addAll(view.launches(node));
            var values = view.outputs(node);
            if (values != null) {
                outputs.put(node, values);
            }
        });
        var expansions = new ArrayList<Expansion>();
        for (int unit = 0; unit < dag.plan.units().size(); unit++) {
            var expansion = view.expansion(unit);
            if (expansion != null) {
                expansions.add(expansion);
            }
        }
        pending.sort(BY_SUBJECT);
        letters.sort(Comparator.comparing(Snapshot::words));
        return new Snapshot(
                now, view.run(), instances, expansions, launches, outputs, view.leases(),
                IntStream.range(0, recount.limits().length()).mapToObj(slots::used).toList(), jobs, List.copyOf(pending),
                List.copyOf(letters), wishesLeft, mishaps, orders(), Set.copyOf(met));
    }

    private List<Change.Ordered> orders() {
        return view.orders().entrySet().stream().sorted(Map.Entry.comparingByKey())
                .map(order -> new Change.Ordered(1, dag.plan.task(order.getKey()).id(), dag.plan.indexOf(order.getKey()), order.getValue(), now)).toList();
    }

    private Map<Awaited, Standing> standings() {
        var standings = new HashMap<Awaited, Standing>();
        dag.plan.awaited().forEach(awaited -> standings.put(awaited, new Standing(met.contains(awaited), "")));
        return standings;
    }

    /** Other runs are now as they are waited for, or are not any more. */
    void told(boolean isMet) {
        met.addAll(dag.plan.awaited());
        if (!isMet) {
            met.clear();
        }
        decide(view.learn(standings()));
    }

    boolean isMet() {
        return met.containsAll(dag.plan.awaited());
    }

    private void mayStart(int node) {
        recount.mayStart(node);
        boolean isBypassed = view.order(node).bypass() || view.order(dag.plan.taskOf(node)).bypass();
        Judge.require(
                isMet() || isBypassed || dag.plan.isTeardown(node) || dag.plan.waits(node).isEmpty(),
                () -> Nodes.name(view, node) + " starts before other runs are as it waits for");
        Judge.require(!view.order(dag.plan.taskOf(node)).breakpoint() || dag.plan.isTeardown(node),
                () -> Nodes.name(view, node) + " starts though there is a breakpoint");
    }

    /** The scheduler lives again, and asks what became of what may be alive. */
    void recover() {
        view.openLaunches().forEach(launch -> pend(new Command.Find(launch.intent())));
        decide(new Event.Begun());
    }

    void wished(int place) {
        wishesLeft &= ~(1 << place);
        var wish = dag.wishes.get(place);
        recount.wished(wish.verb(), wish.tasks());
        decide(new Event.Wished(wish));
    }

    void decide(Event event) {
        apply(event);
        var admission = new Admission(List.of(view), now);
        for (var pick = admission.next(); pick != null; pick = admission.next()) {
            mayStart(pick.task());
            apply(new Event.Prepared(pick.task(), prepare(pick.task())));
        }
        recount.always(now);
        judge.always();
    }

    private void apply(Event event) {
        var decision = deciding.taken(view, event, now);
        coverage.decided(view, event, decision);
        judge.decided(decision);
        decision.commands().forEach(this::pend);
    }

    /** What is asked for twice before it is carried out is asked for once; but for a submission, which nobody may ask for twice. */
    private void pend(Command command) {
        switch (command) {
            case Command.Settle settle -> {
                var job = jobs.get(settle.intent().id());
                if (job == null || job.isAlive()) {
                    throw new AssertionError(settle.intent().id() + " is settled before its end");
                }
                jobs.put(settle.intent().id(), job.forgotten());
            }
            case Command.Submit _ -> pending.add(command);
            case Command.Shrink _ -> { }   // machines are not looked at here
            case Command.Stop _, Command.Find _, Command.Release _ -> {
                if (!pending.contains(command)) {
                    pending.add(command);
                }
            }
        }
    }

    void post(Event letter) {
        if (!letters.contains(letter)) {
            letters.add(letter);
        }
    }

    private Preparation prepare(int node) {
        var task = dag.plan.task(node);
        if (Gates.isGate(task)) {
            return Gates.decide(view, node);
        }
        if (task.id().value().equals("broken")) {
            return new Preparation.Impossible(Cause.USER, "no variable x");
        }
        int launches = task.id().value().equals("many") ? 2 : 1;
        int tryNumber = view.instance(node).tries() + 1;
        var intents = IntStream.rangeClosed(1, launches)
                .mapToObj(number -> new LaunchId(view.run().dag(), view.run().key(), task.id(), dag.plan.indexOf(node), tryNumber, number))
                .map(id -> new LaunchIntent(id, "command", new LaunchSpec(Map.of()), "")).toList();
        var lease = dag.setups.get(dag.plan.taskOf(node))
                ? Leases.next(view, node, new LeaseTerms("pool", "pool", "simulated", launches, Duration.ofHours(12), Duration.ZERO), now)
                : null;
        return new Preparation.Ready(Map.of(), intents, launches, lease);
    }

    /** When the next clock of a task or of the run runs out, reminders left out; the far future: never. */
    Instant nextClock() {
        var due = Instant.MAX;
        for (int node : Nodes.all(view).toArray()) {
            var at = view.instance(node).dueAt(dag.plan.terms(node));
            due = at != null && at.isBefore(due) ? at : due;
            var outside = Holds.dueAt(view, node);
            due = outside != null && outside.isBefore(due) ? outside : due;
        }
        var runDue = view.runDue();
        return runDue != null && runDue.isBefore(due) ? runDue : due;
    }

    Judge judge() {
        return judge;
    }

    Recount recount() {
        return recount;
    }
}
