package comporta.loop;

import comporta.dag.Dag;
import comporta.dag.DagGraph;
import comporta.dag.DagId;
import comporta.dag.TaskId;
import comporta.decide.Capacity;
import comporta.decide.Census;
import comporta.decide.Decider;
import comporta.decide.Deciding;
import comporta.decide.Movement;
import comporta.decide.Preview;
import comporta.decide.SlotsAsked;
import comporta.decide.Surroundings;
import comporta.decide.Why;
import comporta.decide.Wish;
import comporta.operator.LaunchIntent;
import comporta.operator.Leasing;
import comporta.operator.Operator;
import comporta.run.DagRun;
import comporta.secret.Vault;
import comporta.store.NewRun;
import comporta.store.Origin;
import comporta.store.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The works of an {@link Engine} without its thread: whoever holds it turns it, always from the same thread. It never waits; what it is
 * told is queued until the next {@link #turn}. The virtual clock drives the whole engine through this door.
 */
public final class Clockwork {
    /** A group beyond this only adds latency (measured). */
    static final int LARGEST_GROUP = 100;
    private static final int CROWD = 4;

    private final Queue<Signal> signals;
    private final Store store;
    private final Map<String, Operator> operators;
    private final InstantSource clock;
    private final Dispatcher dispatcher;
    private final Loop loop;
    /** Wishes that a sweep has found, as long as they are pending. */
    private final Set<Long> swept = new HashSet<>();

    /**
     * Works that stand still until they are turned.
     *
     * @param operators by the word of the DAG file
     * @param tokens where secrets of launches come from
     * @param errands where commands are carried out after their commit
     */
    public Clockwork(
            Store store,
            Map<String, Operator> operators,
            EngineSettings settings,
            InstantSource clock,
            RandomGenerator tokens,
            Observer observer,
            Executor errands) {
        this(store, operators, settings, null, clock, tokens, observer, errands, new ConcurrentLinkedQueue<>(), Decider::taken);
    }

    /**
     * Works that serve schedules: runs wait for their turn until {@link #dags} has told what there is.
     *
     * @param tokens where secrets of launches, and ids of runs, come from
     */
    public Clockwork(
            Store store,
            Map<String, Operator> operators,
            EngineSettings settings,
            SchedulerSettings scheduler,
            InstantSource clock,
            RandomGenerator tokens,
            Observer observer,
            Executor errands) {
        this(store, operators, settings, scheduler, clock, tokens, observer, errands, new ConcurrentLinkedQueue<>(), Decider::taken);
    }

    /**
     * Works whose parts are chosen.
     *
     * @param scheduler null: no schedules are served, and each run begins at once
     * @param signals where everybody may leave them
     */
    Clockwork(
            Store store,
            Map<String, Operator> operators,
            EngineSettings settings,
            @Nullable SchedulerSettings scheduler,
            InstantSource clock,
            RandomGenerator tokens,
            Observer observer,
            Executor errands,
            Queue<Signal> signals,
            Deciding deciding) {
        this.signals = signals;
        this.store = store;
        this.operators = Map.copyOf(operators);
        this.clock = clock;
        this.dispatcher = new Dispatcher(this.operators, clock, signals::add, errands, store.lead());
        this.loop = new Loop(store, settings, new Preparer(this.operators, tokens), dispatcher::carryOut, clock, observer, deciding, live ->
                new Scheduling(
                        store, settings, scheduler == null ? SchedulerSettings.of(Vault.EMPTY) : scheduler, scheduler != null, tokens,
                        observer, live));
    }

    /** Listens to the operators, and goes on in the next turn with every run of the store that is not over. */
    public void start() {
        operators.values().stream().distinct().forEach(operator -> {
            operator.watch(news -> signals.add(new Signal.Told(news)));
            if (operator instanceof Leasing leasing) {
                leasing.watchMachines(news -> signals.add(new Signal.Machine(news)));
            }
        });
        signals.add(new Signal.Errand(this::recover));
    }

    private void recover() {
        var byOperator = new LinkedHashMap<String, List<LaunchIntent>>();
        loop.recover().forEach(intent -> byOperator.computeIfAbsent(intent.operator(), _ -> new ArrayList<>()).add(intent));
        byOperator.values().forEach(dispatcher::findLater);
        loop.grantAll(store.pendingWishes());
    }

    /**
     * Stores a new run and takes it up; its first step is the next turn's.
     *
     * @param dagFile where the file lies; its text is {@code source}
     * @param run made from the number of the DAG version that the text is pinned as
     * @param leftOut tasks that are not part of the run
     */
    public DagRun begin(Dag dag, Path dagFile, String source, Function<Long, NewRun> run, Set<TaskId> leftOut) {
        var version = store.pin(dag.id(), dagFile.toAbsolutePath().toString(), source, clock.instant());
        var graph = DagGraph.of(dag);
        var instances = FreshRuns.instances(graph, leftOut);
        var created = store.create(run.apply(version.id()), instances, FreshRuns.ids(graph));
        loop.begin(dag, dagFile, created, instances);
        return created;
    }

    /** What is in the folder now: these are served, each by its timetable, and the others no longer. */
    public void dags(Collection<ScheduledDag> dags) {
        loop.scheduling().dags(dags, clock.instant());
        ring();
    }

    /** What a backfill with the details of such a wish would do; nothing is written. */
    public BackfillPreview preview(DagId dag, Map<String, Object> details) {
        return loop.scheduling().preview(dag, details, clock.instant());
    }

    /** When the next tick is to be served; null: none is. */
    @Nullable Instant nextTick() {
        return loop.scheduling().nextTick();
    }

    /** Puts a wish on record and gives its number; it is granted or refused in the next turn. The same key again is the same wish. */
    public long wish(Wish wish, String idempotencyKey) {
        return wish(wish, Origin.COMMAND_LINE, idempotencyKey);
    }

    /** The same of a wish that came by another way. */
    public long wish(Wish wish, Origin origin, String idempotencyKey) {
        var id = store.post(wish, origin, idempotencyKey, clock.instant());
        signals.add(new Signal.Wished(wish.numbered(id)));
        return id;
    }

    /** Looks for wishes that others have put into the inbox: each is granted or refused in the next turn. From any thread. */
    public synchronized void sweep() {
        var pending = store.pendingWishes();
        swept.retainAll(pending.stream().map(Wish::id).toList());
        pending.stream().filter(wish -> swept.add(wish.id())).forEach(wish -> signals.add(new Signal.Wished(wish)));
    }

    /** How many there are of what is live. */
    public Census census() {
        return Census.of(loop.runs().views(), loop.scheduling().waiting());
    }

    /** The present picture of a run; empty when it is over and holds nothing any more. */
    public List<RunPicture> picture(long run) {
        var live = loop.runs().get(run);
        return live == null ? List.of() : List.of(loop.questions().now(live));
    }

    /** A live run as a forecast looks at it; empty when it is over and holds nothing any more. */
    public List<Scene> scene(long run) {
        var live = loop.runs().get(run);
        return live == null ? List.of() : List.of(new Scene(
                loop.questions().now(live), SlotsAsked.of(live.view()), live.view().limits()));
    }

    /** A running task straggles: see {@link Engine#speculate}. */
    public boolean speculate(long run, int task, int mapIndex) {
        return loop.speculate(run, task, mapIndex);
    }

    /** The picture of a run that is over, as the store has it. */
    public RunPicture last(long run) {
        return loop.questions().last(run);
    }

    /** From the next turn on pools have these sizes, and are paused or not; what runs goes on. */
    public void resize(Capacity sizes) {
        signals.add(new Signal.Errand(() -> loop.runs().resize(sizes)));
    }

    /** Templates of tries that are prepared from the next turn on read these; tries under way keep what they have. */
    public void surround(Surroundings by) {
        signals.add(new Signal.Errand(() -> loop.runs().surround(by)));
    }

    /** Why the tasks of a run stand where they stand, live or over: see {@link Engine#why}. */
    public List<Why> why(long run, @Nullable String task) {
        return loop.questions().why(run, task);
    }

    /** What a wish to move a run would mean: see {@link Engine#movement}. */
    public Optional<Movement> movement(Wish wish) {
        return loop.questions().movement(wish);
    }

    /** What a wish would do to its run now, of which nothing is kept; empty: there is no such run. */
    public Optional<Preview> preview(Wish wish) {
        return loop.questions().preview(wish);
    }

    /** Lets clocks that have run out by now be looked at in the next turn. */
    public void ring() {
        signals.add(new Signal.Rang());
    }

    /** Answers what was signalled so far with one committed step, and gives its commands to the errands; false: nothing was signalled. */
    public boolean turn() {
        var group = new ArrayList<Signal>();
        for (var signal = signals.poll(); signal != null; signal = group.size() < LARGEST_GROUP ? signals.poll() : null) {
            group.add(signal);
        }
        turn(group);
        return !group.isEmpty();
    }

    void turn(List<Signal> group) {
        loop.turn(group);
    }

    /** Whether so much runs that more news is likely to come at once. */
    boolean isCrowded() {
        return loop.runs().slots().takers() >= CROWD;
    }

    /** Whether a step waits to share the next commit. */
    public boolean holdsBack() {
        return loop.holdsBack();
    }

    /** Commits what was held back. */
    public void flush() {
        loop.flush();
    }

    /** The earliest instant at which {@link #ring} may mean something; null: none. */
    public @Nullable Instant nextDue() {
        return loop.nextDue();
    }
}
