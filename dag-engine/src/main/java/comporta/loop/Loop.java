package comporta.loop;

import comporta.dag.Dag;
import comporta.decide.Admission;
import comporta.decide.Change;
import comporta.decide.Command;
import comporta.decide.Deciding;
import comporta.decide.Decision;
import comporta.decide.Event;
import comporta.decide.Notice;
import comporta.decide.Notices;
import comporta.decide.Wish;
import comporta.operator.Exit;
import comporta.operator.Finding;
import comporta.operator.LaunchId;
import comporta.operator.LaunchIntent;
import comporta.operator.Lease;
import comporta.operator.News;
import comporta.operator.Submission;
import comporta.run.DagRun;
import comporta.run.Launch;
import comporta.run.RunState;
import comporta.run.TaskInstance;
import comporta.secret.Vault;
import comporta.store.CommitRefused;
import comporta.store.LeadLost;
import comporta.store.Store;
import comporta.store.StoreAway;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One turn after the other: signals are decided upon, all that follows is committed at once, and only then commands
 * are carried out. Whatever was signalled while the last commit ran shares the next one. For one thread, which is
 * also the only one that writes to the store.
 */
final class Loop {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

    private static final Duration TO_ANSWER = Duration.ofSeconds(10);

    private final Store store;
    private final Preparer preparer;
    private final Consumer<Command> dispatcher;
    private final InstantSource clock;
    private final Observer observer;
    private final Deciding deciding;
    private final LiveRuns runs;
    private final Prospects prospects;
    private final Questions questions;
    /** Runs that were over and are held for a wish: unless it reopens them, nobody hears of their end again. */
    private final Set<Long> reopened = new HashSet<>();
    private final Step step = new Step();
    private final Neighbours neighbours;
    /** Another scheduler has all runs: nothing is decided here any more. */
    private boolean leadLost;
    private boolean storeAway;
    private final Scheduling scheduling;
    private final GivenUp givenUp;
    private final MachineLog machines;

    Loop(
            Store store,
            EngineSettings settings,
            Preparer preparer,
            Consumer<Command> dispatcher,
            InstantSource clock,
            Observer observer,
            Deciding deciding) {
        this(store, settings, preparer, dispatcher, clock, observer, deciding, live -> new Scheduling(
                store, settings, SchedulerSettings.of(Vault.EMPTY), false, new SplittableRandom(0), observer, live));
    }

    /** @param scheduling what makes runs */
    Loop(
            Store store,
            EngineSettings settings,
            Preparer preparer,
            Consumer<Command> dispatcher,
            InstantSource clock,
            Observer observer,
            Deciding deciding,
            Function<Scheduling.Live, Scheduling> scheduling) {
        this.store = store;
        this.preparer = preparer;
        this.dispatcher = dispatcher;
        this.clock = clock;
        this.observer = observer;
        this.deciding = deciding;
        this.neighbours = new Neighbours(store.others(), settings.surroundings().zone());
        this.runs = new LiveRuns(settings, preparer);
        this.prospects = new Prospects(store.survey(), runs::underWay);
        this.questions = new Questions(store, runs, clock);
        this.givenUp = new GivenUp(store.orphans(), dispatcher);
        this.machines = new MachineLog(store.machines()::moved);
        this.scheduling = scheduling.apply(runs::views);
    }

    /** Answers signals with one step. What can wait for the next commit is held back until then, or until {@link #flush}. */
    void turn(List<Signal> signals) {
        signals.forEach(this::answer);
        writeOfMachines();
        decideAndCommit(signals, scheduling.isRestless());
        // Only what is committed makes room for a run: one that has just failed may go on by itself, and keeps its place.
        while (scheduling.isRestless() && !storeAway && !leadLost) {
            answer(new Signal.Stirred());
            decideAndCommit(List.of(), false);
        }
    }

    private void decideAndCommit(List<Signal> signals, boolean atOnce) {
        learn();
        admit(clock.instant());
        if (step.isUrgent() || (atOnce && !step.isEmpty())) {
            commit(signals);
            tellOthers();
        }
    }

    /** What was committed may be what other runs wait for. */
    private void tellOthers() {
        while (learn()) {
            admit(clock.instant());
            if (!step.isUrgent()) {
                return;
            }
            commit(List.of());
        }
    }

    /** Tells runs how others stand that they wait for. Returns whether there was anything to tell. */
    private boolean learn() {
        if (leadLost || storeAway) {
            return false;
        }
        try {
            var news = neighbours.news(runs.views());
            news.forEach((id, told) -> {
                var run = runs.get(id);
                if (run != null) {
                    decide(run, run.view().learn(told), clock.instant());
                }
            });
            return !news.isEmpty();
        } catch (StoreAway e) {
            storeIsAway(e);
            return false;
        }
    }

    /** Whether something waits for the next commit. */
    boolean holdsBack() {
        return !step.isEmpty() || !machines.isEmpty();
    }

    /** Commits what was held back. */
    void flush() {
        writeOfMachines();
        if (!step.isEmpty()) {
            commit(List.of());
            tellOthers();
        }
    }

    private void writeOfMachines() {
        if (machines.isEmpty()) {
            return;
        }
        try {
            machines.write();
            storeIsAway(null);
        } catch (LeadLost e) {
            dropAll(e);
        } catch (StoreAway e) {
            storeIsAway(e);
        }
    }

    /**
     * Commits and carries out the step. A run that was refused is loaded again, and has its signals answered on what the store says now.
     */
    private void commit(List<Signal> signals) {
        var refused = committed();
        if (refused.isEmpty()) {
            return;
        }
        refused.forEach(this::reload);
        signals.stream().filter(signal -> concerns(signal, refused)).forEach(this::answer);
        admit(clock.instant());
        committed().forEach(run -> {
            LOG.warn("run {} was refused twice; it goes on with what the store has", run);
            reload(run);
        });
    }

    /** Commits what it can of the step, tells it, and gives the runs that were refused; of those nothing is left in the step. */
    private Set<Long> committed() {
        var refused = new LinkedHashSet<Long>();
        var notices = notices();
        while (!step.isEmpty()) {
            try {
                store.commit(step.changes(), observer.keepsNotices() ? notices : Map.of());
                storeIsAway(null);
                break;
            } catch (CommitRefused e) {
                LOG.warn("a commit was refused: {}", e.getMessage());
                refused.add(e.run());
                step.leaveOut(e.run());
                notices.remove(e.run());
            } catch (LeadLost e) {
                dropAll(e);
                return Set.of();
            } catch (StoreAway e) {
                storeIsAway(e);
                return refused;
            }
        }
        var commands = step.commands();
        var told = step.byRun();
        step.clear();
        commands.forEach(dispatcher);
        told.forEach((id, changes) -> {
            givenUp.committed(changes);
            var run = runs.get(id);
            if (run != null) {
                observer.committed(run.view().run(), changes);
                neighbours.committed(run.view(), changes);
                scheduling.committed(run.view().run(), changes);
                notices.getOrDefault(id, List.of()).forEach(observer::announced);
                forgetWhenOver(run);
            }
        });
        return refused;
    }

    /** What the step gives rise to, by run; the views have its changes already. */
    private Map<Long, List<Notice>> notices() {
        var notices = new LinkedHashMap<Long, List<Notice>>();
        step.byRun().forEach((id, changes) -> {
            var run = runs.get(id);
            var told = run == null ? List.<Notice>of() : Notices.of(run.view(), changes);
            if (!told.isEmpty()) {
                notices.put(id, told);
            }
        });
        return notices;
    }

    /** Said once; the step is held back until the database is there again, and its commands with it. */
    private void storeIsAway(@Nullable StoreAway why) {
        if (why != null && !storeAway) {
            LOG.warn("{}; nothing new begins until it is there again", why.getMessage());
        } else if (why == null && storeAway) {
            LOG.warn("the database is there again");
        }
        storeAway = why != null;
    }

    /** What is under way goes on; who has the lead asks for it. */
    private void dropAll(LeadLost why) {
        LOG.warn("{}; {} runs are in other hands", why.getMessage(), runs.all().size());
        leadLost = true;
        step.clear();
        List.copyOf(runs.all()).forEach(run -> {
            store.drop(run.view().run().id());
            runs.letGo(run);
        });
        reopened.clear();
        givenUp.clear();
        machines.clear();
        observer.leadLost();
    }

    private boolean concerns(Signal signal, Set<Long> refused) {
        return switch (signal) {
            case Signal.Errand _, Signal.Stirred _, Signal.Machine _ -> false;
            case Signal.Rang _ -> true;
            case Signal.Told told -> isOf(told.news().launch(), refused);
            case Signal.Answered answered -> isOf(answered.launch(), refused);
            case Signal.FoundOut found -> isOf(found.finding().launch(), refused);
            case Signal.Released released -> refused.contains(released.run());
            case Signal.Wished wished -> refused.contains(wished.wish().run());
        };
    }

    private boolean isOf(LaunchId launch, Set<Long> refused) {
        var run = runs.of(launch);
        return run != null && refused.contains(run.view().run().id());
    }

    private void forgetWhenOver(LiveRun run) {
        var view = run.view();
        var wasOver = reopened.remove(view.run().id());
        if (view.run().state().isFinal() && view.leases().stream().allMatch(lease -> lease.state() == Lease.State.CLOSED)) {
            store.drop(view.run().id());
            if (!wasOver) {
                observer.over(questions.now(run));
            }
            runs.letGo(run);
        }
    }

    /** One signal that cannot be answered must not take the others of its turn with it. */
    private void answer(Signal signal) {
        try {
            if (!leadLost || signal instanceof Signal.Errand) {
                handle(signal, clock.instant());
            }
        } catch (LeadLost e) {
            dropAll(e);
        } catch (RuntimeException e) {
            LOG.error("{} could not be answered", signal, e);
        }
    }

    private void handle(Signal signal, Instant now) {
        switch (signal) {
            case Signal.Errand errand -> errand.deed().run();
            case Signal.Told told -> hear(Fitting.news(told.news()), now);
            case Signal.Answered answered -> answer(answered, now);
            case Signal.FoundOut found -> found(Fitting.finding(found.finding()), found.asked(), now);
            case Signal.Released released -> {
                var run = runs.get(released.run());
                if (run != null) {
                    decide(run, new Event.Released(released.lease()), now);
                }
            }
            case Signal.Machine machine -> machines.heard(machine.news());
            case Signal.Rang _ -> {
                List.copyOf(runs.all()).forEach(run -> {
                    var due = run.view().nextDue();
                    if (due != null && !due.isAfter(now)) {
                        decide(run, run.view().takeDue(now), now);
                    }
                });
                scheduling.serve(now);
            }
            case Signal.Wished wished -> grant(wished.wish(), now);
            case Signal.Stirred _ -> {
                scheduling.attend(now);
                scheduling.takeWishes().forEach(wish -> grant(wish, now));
                scheduling.next(now).forEach(run -> begin(run, now));
            }
        }
    }

    /** Wishes that were on record before: a run that one of them lets go on keeps its place before others have their turn. */
    void grantAll(List<Wish> wishes) {
        wishes.forEach(wish -> answer(new Signal.Wished(wish)));
    }

    /** The same wish may come twice, and of a run that is over. */
    private void grant(Wish wish, Instant now) {
        if (step.settles(wish.id()) || store.outcome(wish.id()).isPresent()) {
            return;
        }
        if (wish.dag() != null && scheduling.isAtWork()) {
            scheduling.grant(wish, now);
            return;
        }
        var run = runs.get(wish.run());
        if (run == null && store.has(wish.run())) {
            run = runs.restored(store.load(wish.run()));
            hold(run);
            if (run.view().run().state().isFinal()) {
                reopened.add(wish.run());
            }
        }
        if (run == null) {
            step.add(wish.run(), new Decision(
                    List.of(new Change.WishSettled(wish.run(), wish.id(), "refused: there is no such run", now)), List.of()));
        } else if (wish.verb() == Wish.Verb.MOVE) {
            move(run, wish, now);
        } else {
            decide(run, new Event.Wished(wish), now);
        }
    }

    /** The run is written anew, and loaded again: what was decided so far goes first. */
    private void move(LiveRun run, Wish wish, Instant now) {
        if (holdsBack()) {
            commit(List.of());
            if (runs.get(wish.run()) != run) {
                grant(wish, now);
                return;
            }
        }
        String outcome;
        try {
            var movement = Moves.of(store, run.view(), Moves.to(wish), now);
            if (movement.isEmpty()) {
                outcome = "granted: it is of that version";
            } else {
                store.move(movement.get());
                outcome = "granted: " + Moves.inWords(movement.get());
                loadAnew(wish.run());   // what runs goes on running, and nothing was missed
            }
        } catch (Moves.Unfit e) {
            outcome = "refused: " + e.getMessage();
        } catch (CommitRefused e) {
            reload(wish.run());
            outcome = "refused: the run was changed meanwhile; try again";
        } catch (StoreAway e) {
            storeIsAway(e);
            outcome = "refused: the database is away; try again";
        }
        step.add(wish.run(), new Decision(List.of(new Change.WishSettled(wish.run(), wish.id(), outcome, now)), List.of()));
    }

    /**
     * A task straggles: it is started a second time beside itself, where its author and its operator allow it.
     * Returns whether it was asked for.
     */
    boolean speculate(long id, int task, int mapIndex) {
        var run = runs.get(id);
        if (run == null || leadLost || !Boolean.TRUE.equals(run.view().plan().task(task).settings().get("speculative"))) {
            return false;
        }
        int node = run.view().plan().node(task, mapIndex);
        var copy = preparer.copy(run, node);
        copy.ifPresent(intent -> decide(run, new Event.Doubled(node, intent), clock.instant()));
        return copy.isPresent();
    }

    private void hear(News news, Instant now) {
        if (news instanceof News.Ended) {
            givenUp.laidToRest(news.launch());
        }
        var run = runs.of(news.launch());
        if (run != null) {
            var followUp = news instanceof News.Ended ended
                    ? preparer.followUp(run, news.launch(), ended.exit(), now, runs::underWay)
                    : null;
            decide(run, new Event.Heard(news, followUp), now);
        }
    }

    private void answer(Signal.Answered answered, Instant now) {
        var run = runs.of(answered.launch());
        if (run != null) {
            var followUp = answered.submission() instanceof Submission.NotAccepted refused
                    ? preparer.followUp(run, answered.launch(), Exit.failure(refused.cause(), null, refused.why()), now, runs::underWay)
                    : null;
            decide(run, new Event.Answered(answered.launch(), answered.submission(), followUp), now);
        }
    }

    private void found(Finding finding, Instant asked, Instant now) {
        var run = runs.of(finding.launch());
        if (run != null) {
            var exit = switch (finding) {
                case Finding.AlreadyEnded ended -> ended.end().exit();
                case Finding.NeverStarted _ when run.view().isLost(finding.launch()) -> Launch.NEVER_STARTED;
                case Finding.NeverStarted _, Finding.Alive _, Finding.OutOfSight _ -> null;
            };
            var followUp = exit == null ? null : preparer.followUp(run, finding.launch(), exit, now, runs::underWay);
            decide(run, new Event.Found(finding, asked, followUp), now);
        }
    }

    private void decide(LiveRun run, Event event, Instant now) {
        step.add(run.view().run().id(), deciding.taken(run.view(), event, now));
    }

    private void admit(Instant now) {
        var admission = new Admission(runs.views(), now);
        for (var pick = admission.next(); pick != null; pick = admission.next()) {
            var run = runs.get(pick.view().run().id());
            if (run == null) {
                throw new IllegalStateException("run " + pick.view().run().key() + " is not ours");
            }
            decide(run, new Event.Prepared(pick.task(), preparer.prepare(run, pick.task(), prospects.of(run, pick.task(), now))), now);
        }
    }

    /** Takes a run that was just created under its wings. */
    void begin(Dag dag, Path dagFile, DagRun run, List<TaskInstance> instances) {
        take(runs.fresh(dag, dagFile, run, instances));
    }

    private void hold(LiveRun run) {
        runs.hold(run);
        neighbours.taken(run.view());
    }

    private void take(LiveRun run) {
        hold(run);
        decide(run, new Event.Begun(), clock.instant());
    }

    /** It waited for its turn, which has come. */
    private void begin(DagRun run, Instant now) {
        try {
            var held = runs.get(run.id());
            take(held == null ? runs.restored(store.load(run.id())) : held);
        } catch (StoreAway e) {
            scheduling.putBack(run, now);
        } catch (RuntimeException e) {
            giveUp(run, e);
        }
    }

    /** Loads every run that is not over, and gives the launches that may be alive, to be asked for outside. */
    List<LaunchIntent> recover() {
        var open = new ArrayList<LaunchIntent>();
        givenUp.recover();
        scheduling.recover();
        for (var run : store.live()) {
            if (run.state() == RunState.QUEUED && scheduling.isAtWork()) {
                scheduling.waits(run);
                continue;
            }
            try {
                var restored = runs.restored(store.load(run.id()));
                hold(restored, clock.instant());
                take(restored);
                restored.view().openLaunches().stream().map(Launch::intent).forEach(open::add);
            } catch (RuntimeException e) {
                giveUp(run, e);
            }
        }
        return open;
    }

    /** What is asked for outside may have ended before its deadline: the answer is waited for a while. */
    private static void hold(LiveRun restored, Instant now) {
        if (!restored.view().openLaunches().isEmpty()) {
            restored.view().holdLimits(now.plus(TO_ANSWER));
        }
    }

    /** The others are gone on with. */
    private void giveUp(DagRun run, RuntimeException why) {
        if (!(why instanceof UnreadableRun)) {
            LOG.error("run {} of DAG {} cannot be gone on with", run.key(), run.dag(), why);
        }
        observer.givenUp(run, String.valueOf(why.getMessage()));
    }

    private void reload(long run) {
        // What was held back, and what was heard of it meanwhile, is told once more.
        loadAnew(run)
                .ifPresent(fresh -> fresh.view().openLaunches().forEach(launch -> dispatcher.accept(new Command.Find(launch.intent()))));
    }

    private Optional<LiveRun> loadAnew(long run) {
        var stale = runs.get(run);
        if (stale == null) {
            return Optional.empty();
        }
        var stored = store.load(run);   // first: should the database be away, the run is held on to, and refused again later
        runs.letGo(stale);
        LiveRun fresh;
        try {
            fresh = runs.restored(stored);
        } catch (RuntimeException e) {
            giveUp(stale.view().run(), e);
            return Optional.empty();
        }
        hold(fresh, clock.instant());
        take(fresh);
        return Optional.of(fresh);
    }

    /** The earliest instant at which a clock of any run may run out; null: none. */
    @Nullable Instant nextDue() {
        var earliest = runs.nextDue();
        var scheduled = scheduling.isRestless() && !storeAway ? clock.instant() : scheduling.nextDue();
        return leadLost || scheduled == null || (earliest != null && earliest.isBefore(scheduled)) ? earliest : scheduled;
    }

    Scheduling scheduling() {
        return scheduling;
    }

    LiveRuns runs() {
        return runs;
    }

    Questions questions() {
        return questions;
    }
}
