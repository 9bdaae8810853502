package comporta.loop;

import comporta.dag.Dag;
import comporta.dag.DagGraph;
import comporta.dag.TaskId;
import comporta.dagfile.Checking;
import comporta.dagfile.DagFiles;
import comporta.decide.Capacity;
import comporta.decide.Change;
import comporta.decide.Command;
import comporta.decide.Decider;
import comporta.decide.Notice;
import comporta.decide.Surroundings;
import comporta.decide.Wish;
import comporta.operator.LaunchIntent;
import comporta.operator.Operator;
import comporta.run.DagRun;
import comporta.run.RunType;
import comporta.run.TaskInstance;
import comporta.run.Terms;
import comporta.store.NewRun;
import comporta.store.Databases;
import comporta.store.FreshDatabase;
import comporta.store.Store;
import comporta.store.StoredRun;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A loop at work on a real database, without threads: signals are answered when the test says {@link #work}, and commands are carried out at
 * once. A {@link #restart} forgets everything but the database and the outside world.
 */
final class Shift implements AutoCloseable, Observer {
    final SteeredClock clock = new SteeredClock("2030-01-01T00:00:00Z");
    final SteeredOperator jobs = new SteeredOperator("command");
    final SteeredMachines machines = new SteeredMachines("scale-ec2");
    final SteeredOperator downscale = new SteeredOperator("downscale-ec2");
    final SteeredOperator probes = new SteeredOperator("done_when");
    final List<RunPicture> over = new ArrayList<>();
    final List<Notice> announced = new ArrayList<>();
    final List<String> committed = new ArrayList<>();
    final FreshDatabase database;
    int losses;
    Store store;
    Loop loop;
    DagRun run;
    private final Path folder;
    private final Capacity capacity;
    private final ArrayDeque<Signal> signals = new ArrayDeque<>();
    private final Dag dag;
    private int wishes;

    private Shift(Databases databases, Path folder, String yaml, Capacity capacity) {
        this.folder = folder;
        this.capacity = capacity;
        this.database = databases.withTables(folder);
        this.dag = dag(yaml);
        store = database.open();
        loop = newLoop();
        run = begin(yaml, "manual-1");
    }

    /** A run of the DAG, begun. */
    static Shift of(Databases databases, Path folder, String yaml) {
        return of(databases, folder, yaml, Map.of());
    }

    static Shift of(Databases databases, Path folder, String yaml, Map<String, Integer> pools) {
        return new Shift(databases, folder, yaml, new Capacity(pools, 1000, _ -> true));
    }

    /** The same on H2. */
    static Shift of(Path folder, String yaml) {
        return of(Databases.H2, folder, yaml);
    }

    static Shift of(Path folder, String yaml, Map<String, Integer> pools) {
        return of(Databases.H2, folder, yaml, pools);
    }

    static Dag dag(String yaml) {
        var reading = DagFiles.read("shift.yaml", yaml.getBytes(StandardCharsets.UTF_8), Checking.LENIENT);
        return Objects.requireNonNull(reading.dag(), () -> String.valueOf(reading.problems()));
    }

    static EngineSettings settings(Path folder, Capacity capacity) {
        return new EngineSettings(
                folder.resolve("logs"), new Surroundings(ZoneOffset.UTC, Map.of(), Map.of()), capacity, Terms.PlatformRetries.DEFAULT,
                Duration.ofHours(6), false, _ -> Map.of());
    }

    static NewRun newRun(Dag dag, String key, long version, Instant now) {
        return new NewRun(dag.id(), key, version, RunType.MANUAL, now, null, null, Map.of(), Map.of(), "", now);
    }

    private Loop newLoop() {
        var operators = new LinkedHashMap<String, Operator>();
        List.of(jobs, machines, downscale, probes).forEach(operator -> {
            operators.put(operator.name(), operator);
            operator.watch(news -> signals.add(new Signal.Told(news)));
        });
        var preparer = new Preparer(operators, RandomGeneratorFactory.of("L64X128MixRandom").create(1));
        return new Loop(store, settings(folder, capacity), preparer, command -> carryOut(operators, command), clock, this, Decider::taken);
    }

    /** One more run; its first turn is done. */
    DagRun begin(String yaml, String key) {
        return begin(yaml, key, RunType.MANUAL, clock.instant());
    }

    /** One more run of a kind and date. */
    DagRun begin(String yaml, String key, RunType type, Instant date) {
        var of = dag(yaml);
        var version = store.pin(of.id(), "shift.yaml", yaml, clock.instant());
        var graph = DagGraph.of(of);
        var instances = IntStream.range(0, graph.size()).mapToObj(TaskInstance::fresh).toList();
        var created = store.create(
                new NewRun(of.id(), key, version.id(), type, date, null, null, Map.of(), Map.of(), "", clock.instant()), instances,
                IntStream.range(0, graph.size()).mapToObj(graph::task).toList());
        signals.add(new Signal.Errand(() -> loop.begin(of, Path.of("shift.yaml"), created, instances)));
        work();
        return created;
    }

    private void carryOut(Map<String, Operator> operators, Command command) {
        switch (command) {
            case Command.Submit(var intent) ->
                signals.add(new Signal.Answered(intent.id(), operator(operators, intent).submit(intent)));
            case Command.Stop(var intent, var force) -> operator(operators, intent).stop(intent, force);
            case Command.Find(var intent) ->
                operator(operators, intent).find(List.of(intent)).forEach(finding -> signals.add(new Signal.FoundOut(finding, clock.instant())));
            case Command.Settle(var intent) -> operator(operators, intent).settled(intent);
            case Command.Shrink(var lease) -> machines.shrink(lease);
            case Command.Release(var lease) -> {
                if (machines.release(lease)) {
                    signals.add(new Signal.Released(lease.run(), lease.id()));
                }
            }
        }
    }

    private static Operator operator(Map<String, Operator> operators, LaunchIntent intent) {
        return Objects.requireNonNull(operators.get(intent.operator()));
    }

    /** One turn on all that was signalled so far; what it leads to waits for the next one. */
    void turn() {
        var group = List.copyOf(signals);
        signals.clear();
        loop.turn(group);
    }

    /** Turn after turn until nothing is signalled any more. */
    void work() {
        while (!signals.isEmpty()) {
            turn();
        }
    }

    void signal(Signal signal) {
        signals.add(signal);
    }

    void timePasses(Duration time) {
        clock.passes(time);
        signals.add(new Signal.Rang());
        work();
    }

    /** What became of the wish. */
    String wish(Wish.Verb verb, String... tasks) {
        return wish("wish-" + ++wishes, verb, tasks);
    }

    String wish(String key, Wish.Verb verb, String... tasks) {
        return wish(key, new Wish(0, run.id(), verb, List.of(tasks), "ana", ""));
    }

    String wish(String key, Wish wish) {
        var id = store.post(wish, key, clock.instant());
        signals.add(new Signal.Wished(wish.numbered(id)));
        work();
        return store.outcome(id).orElse("pending");
    }

    /** This process ends here; the next one finds the database and the outside world. */
    void restart() {
        store.close();
        signals.clear();
        store = database.open();
        goOn();
    }

    private void goOn() {
        loop = newLoop();
        signals.add(new Signal.Errand(() -> {
            var operators = Map.of(
                    jobs.name(), jobs, machines.name(), machines, downscale.name(), downscale, probes.name(), probes);
            loop.recover().forEach(intent -> Objects.requireNonNull(operators.get(intent.operator()))
                    .find(List.of(intent)).forEach(finding -> signals.add(new Signal.FoundOut(finding, clock.instant()))));
            store.pendingWishes().forEach(wish -> signals.add(new Signal.Wished(wish)));
            signals.add(new Signal.Rang());   // at once, for what is overdue
        }));
        work();
    }

    /** Another process has the lead from here on, while the store of this one is still open. */
    void takeOver() {
        signals.clear();
        store = database.open();
        goOn();
    }

    /** How any run stands. */
    RunPicture picture(DagRun of) {
        var live = loop.runs().get(of.id());
        return live == null ? loop.questions().last(of.id()) : Pictures.of(live, loop.runs().slots(), clock.instant());
    }

    /** The run as a reader of the database sees it now, who never sees what is not committed. */
    StoredRun stored() {
        return CompletableFuture.supplyAsync(() -> store.look(run.id())).join();
    }

    String storedState(String task) {
        return stored().instances().get(DagGraph.of(dag).number(new TaskId(task))).state().word();
    }

    String stateOf(String task) {
        return Objects.requireNonNull(states().get(task));
    }

    /** Task to state, as the loop has them; as the store has them when the run is over. */
    Map<String, String> states() {
        var graph = DagGraph.of(dag);
        var live = loop.runs().get(run.id());
        var states = new TreeMap<String, String>();
        for (var stored : stored().instances()) {
            var instance = live == null ? stored : live.view().instance(live.view().plan().node(stored));
            var index = stored.mapIndex() < 0 ? "" : "[" + stored.mapIndex() + "]";
            states.put(graph.task(stored.task()) + index, instance.state().word());
        }
        return states;
    }

    String runState() {
        var live = loop.runs().get(run.id());
        return (live == null ? stored().run() : live.view().run()).state().word();
    }

    @Nullable Instant nextDue() {
        return loop.nextDue();
    }

    @Override
    public void committed(DagRun of, List<Change> changes) {
        changes.forEach(change -> {
            if (change instanceof Change.TaskMoved moved) {
                var plan = Objects.requireNonNull(loop.runs().get(of.id())).view().plan();
                committed.add(plan.task(moved.after().task()).id() + " " + moved.after().state().word());
            }
        });
    }

    @Override
    public boolean keepsNotices() {
        return true;
    }

    @Override
    public void announced(Notice notice) {
        announced.add(notice);
    }

    @Override
    public void over(RunPicture last) {
        over.add(last);
    }

    @Override
    public void leadLost() {
        losses++;
    }

    @Override
    public void close() {
        store.close();
        database.close();
    }
}
