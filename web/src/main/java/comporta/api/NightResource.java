package comporta.api;

import comporta.dag.Dag;
import comporta.dag.DagId;
import comporta.decide.TimeLimit;
import comporta.run.RunState;
import comporta.store.Archive;
import comporta.store.KeptForecast;
import comporta.store.ListedRun;
import comporta.store.ListedTask;
import comporta.store.Role;
import comporta.store.SettledTick;
import comporta.store.Survey;
import comporta.timetable.Tick;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code /night}. */
final class NightResource {
    private static final int MOST_RUNS = 500;
    private static final int SHOWN = 200;
    private static final int MOST_LIVE = 200;
    private static final int MOST_TICKS = 200;
    /** Of a DAG that is due more often no more are told. */
    static final int TO_COME = 12;
    private static final int WAITS = 50;
    /** Runs of which it is asked why their tasks wait. */
    private static final int ASKED = 12;
    private static final int FAILED = 20;
    private static final int MOST_TASKS = 20_000;
    private static final int MOVES = 8;
    private static final Duration BEFORE_IT_IS_DUE = Duration.ofHours(1);

    private final DagShelf shelf;
    private final Archive archive;
    private final Survey survey;
    private final RunShapes shapes;
    private final WhyResource whys;
    private final ProblemResource problems;
    private final LeaseResource leases;
    private final NightMachines machines;
    private final PinnedDags pinned;
    private final Usuals usuals;
    private final ZoneId zone;
    private final InstantSource clock;

    NightResource(
            DagShelf shelf, Archive archive, Survey survey, RunShapes shapes, WhyResource whys, ProblemResource problems, LeaseResource leases,
            NightMachines machines, PinnedDags pinned, Usuals usuals, ZoneId zone, InstantSource clock) {
        this.shelf = shelf;
        this.archive = archive;
        this.survey = survey;
        this.shapes = shapes;
        this.whys = whys;
        this.problems = problems;
        this.leases = leases;
        this.machines = machines;
        this.pinned = pinned;
        this.usuals = usuals;
        this.zone = zone;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(Route.get("/api/v1/night", "All runs between two noons in the order of risk, and what needs a person")
                .takes(Parameter.date("date", "The night that begins at noon of this date; else the present one"), Parameter.limit(MOST_RUNS))
                .answers(NightShape.class).by(call -> Answer.ok(new Making(call).night())));
    }

    /** A tick that has made no run yet. */
    private record ToCome(Dag dag, Tick tick) {}

    /** Puts one answer together. */
    private final class Making {
        private final Call call;
        private final Instant now = clock.instant();
        private final Night night;
        private final Map<DagId, DagShelf.Shelved> dags = new LinkedHashMap<>();
        private final Needs needs = new Needs();
        private final List<RunShape> runs;
        /** What was forecast of runs that are over, by DAG/RUN. */
        private final Map<String, NightShape.Then> then = new HashMap<>();
        private final boolean isCut;

        Making(Call call) {
            this.call = call;
            night = Night.of(call, "date", now, zone);
            shelf.all().stream().filter(each -> call.may(Role.VIEWER, each.dag().id())).forEach(each -> dags.put(each.dag().id(), each));
            var limit = call.limit(SHOWN);
            var made = survey.made(night.from(), night.to(), limit + 1);
            isCut = made.size() > limit;
            Map<Long, ListedRun> found = new TreeMap<>();
            if (night.has(now)) {
                archive.runs(null, Set.of(RunState.QUEUED, RunState.RUNNING, RunState.PAUSED), Long.MAX_VALUE, MOST_LIVE)
                        .forEach(each -> found.put(each.run().id(), each));
            }
            made.stream().limit(limit).forEach(each -> found.put(each.run().id(), each));
            foretold(found);
            runs = shapes.of(found.values().stream().filter(each -> call.may(Role.VIEWER, each.run().dag())).toList(), call.caller());
        }

        /** The last forecast that was made an hour or more before a run was due; else the first. */
        private void foretold(Map<Long, ListedRun> found) {
            var over = found.values().stream().filter(each -> each.run().state().isFinal()).map(each -> each.run().id()).toList();
            var kept = survey.forecasts(over).stream().collect(Collectors.groupingBy(KeptForecast::run));
            archive.deadlines(kept.keySet()).forEach((run, limits) -> limits.stream().filter(limit -> limit.task() == TimeLimit.RUN)
                    .map(limit -> limit.dueAt().minus(BEFORE_IT_IS_DUE)).min(Instant::compareTo).ifPresent(until -> {
                        var last = last(Objects.requireNonNull(kept.get(run)), until);
                        var of = Objects.requireNonNull(found.get(run)).run();
                        then.put(of.dag() + "/" + of.key(), new NightShape.Then(last.madeAt(), last.p50(), last.p90()));
                    }));
        }

        private static KeptForecast last(List<KeptForecast> kept, Instant until) {
            var all = kept.stream().sorted(Comparator.comparing(KeptForecast::madeAt)).toList();
            return all.stream().filter(each -> !each.madeAt().isAfter(until)).reduce((_, later) -> later).orElse(all.getFirst());
        }

        NightShape night() {
            var waits = waits();
            needs(waits);
            Map<String, Instant> needy = new HashMap<>();
            needs.all().stream().filter(each -> each.subject().kind().equals("run"))
                    .forEach(each -> needy.putIfAbsent(each.subject().id(), Objects.requireNonNullElse(each.latestSafeStart(), Instant.MAX)));
            var rows = new NightRows(now, needy);
            runs.forEach(run -> rows.add(run, owner(new DagId(run.dagId())), then.get(run.dagId() + "/" + run.runId())));
            for (var state : List.of(SettledTick.State.MISSED, SettledTick.State.SKIPPED)) {
                ticks(state).forEach(tick -> rows.add(tick, owner(tick.dag()), tasks(tick.dag())));
            }
            var coming = toCome();
            var shown = coming.stream().limit(call.limit(SHOWN)).toList();
            var expects = new Coming(usuals::runs, zone, clock);
            shown.forEach(each -> rows.add(each.dag(), each.tick(), expects.of(each.dag(), each.tick())));
            var later = coming.size() - shown.size();
            var ranked = rows.ranked();
            var verdict = new NightVerdict(runs, ranked);
            var held = (night.has(now) ? survey.openLeases() : survey.leases(night.from(), night.to(), MOST_RUNS)).stream()
                    .filter(each -> call.may(Role.VIEWER, each.dag())).map(each -> leases.shape(each, call)).toList();
            return new NightShape(
                    night.date().toString(), night.from(), night.to(), zone.getId(), counts(ranked, needy.size(), later),
                    verdict.sentence(needy.size(), ranked.size(), !now.isBefore(night.to())), verdict.holding(), tightest(), needs.all(), ranked,
                    isCut ? (int) ended() : 0, later, waits, held, moves(), problems.open(call),
                    machines.of(night, now, dag -> call.may(Role.VIEWER, dag)), null);
        }

        /** The latest changes of CPUs. */
        private List<ElasticityResource.MoveShape> moves() {
            return survey.shares(night.from(), night.to(), MOST_RUNS).stream()
                    .filter(each -> call.may(Role.VIEWER, each.dag()) && ElasticityResource.isMove(each)).limit(MOVES).map(ElasticityResource::move).toList();
        }

        /** Those that were left out are older than those that are there; how many is counted up to the most that is ever shown. */
        private long ended() {
            return survey.made(night.from(), night.to(), MOST_RUNS * 4).stream().filter(each -> call.may(Role.VIEWER, each.run().dag())).count() - runs.size();
        }

        private String owner(DagId dag) {
            var shelved = dags.get(dag);
            return shelved == null ? "" : shelved.dag().owner();
        }

        private int tasks(DagId dag) {
            var shelved = dags.get(dag);
            return shelved == null ? 0 : shelved.dag().tasks().size();
        }

        private List<SettledTick> ticks(SettledTick.State state) {
            return survey.ticks(state, night.from(), night.to(), MOST_TICKS).stream().filter(each -> call.may(Role.VIEWER, each.dag())).toList();
        }

        /** What the timetables still have for the night, the soonest first. */
        private List<ToCome> toCome() {
            var from = now.isAfter(night.from()) ? now : night.from();
            var coming = new ArrayList<ToCome>();
            dags.values().forEach(shelved -> shelved.ticks(from, night.to()).limit(TO_COME).forEach(tick -> coming.add(new ToCome(shelved.dag(), tick))));
            coming.sort(Comparator.comparing(each -> each.tick().startsAt()));
            return coming;
        }

        /** First of all why the tasks of those runs wait that are due the soonest. */
        private List<NightShape.Wait> waits() {
            var waits = new ArrayList<NightShape.Wait>();
            runs.stream().filter(run -> run.endedAt() == null)
                    .sorted(Comparator.comparing(run -> run.deadlines().stream().map(DeadlineShape::dueAt).min(Instant::compareTo).orElse(Instant.MAX)))
                    .limit(ASKED)
                    .forEach(run -> archive.run(new DagId(run.dagId()), run.runId()).ifPresent(listed -> whys.asked(listed, null).stream()
                            .filter(why -> !why.reasons().isEmpty()).limit(WAITS)
                            .forEach(why -> waits.add(new NightShape.Wait(
                                    run.dagId(), run.runId(), why.task(), why.state(), WhyResource.shape(why.reasons().getFirst(), call.caller()))))));
            return waits.stream().limit(WAITS).toList();
        }

        private void needs(List<NightShape.Wait> waits) {
            runs.stream().filter(run -> run.state().equals("failed")).limit(FAILED).forEach(run -> needs.failed(run, failed(run), clearBefore(run)));
            for (var run : runs) {
                run.deadlines().stream().filter(each -> Set.of("at_risk", "late").contains(each.status())).forEach(each -> needs.deadline(run, each));
            }
            ticks(SettledTick.State.MISSED).forEach(needs::missed);
            if (night.has(now)) {   // they are held now, whenever they were opened
                survey.openLeases().stream().filter(each -> each.isOver() && call.may(Role.VIEWER, each.dag())).forEach(each -> needs.lease(each, LeaseResource.actions(each, call)));
            }
            waits.forEach(needs::wait);
        }

        /** When what failed, and what could not run for it, has to begin again to still make the deadline of the run; null: it has none, or it is too late. */
        private @Nullable Instant clearBefore(RunShape run) {
            var due = run.deadlines().stream().filter(each -> each.scope().equals("run") && each.dueAt().isAfter(now)).map(DeadlineShape::dueAt).min(Instant::compareTo);
            var listed = due.isEmpty() ? Optional.<ListedRun>empty() : archive.run(new DagId(run.dagId()), run.runId());
            return listed.flatMap(each -> pinned.of(each.run()).flatMap(dag -> {
                var again = archive.tasks(each.run().id(), List.of("failed", "upstream_failed"), "", -1, -1, MOST_TASKS).stream()
                        .map(ListedTask::task).collect(Collectors.toSet());
                return usuals.longest(dag, again::contains);
            })).map(due.orElse(now)::minus).filter(at -> at.isAfter(now)).orElse(null);
        }

        private List<ListedTask> failed(RunShape run) {
            return archive.run(new DagId(run.dagId()), run.runId())
                    .map(listed -> archive.tasks(listed.run().id(), List.of("failed"), "", -1, -1, 3)).orElse(List.of());
        }

        /** @param later to come, and not among the rows */
        private NightShape.Counts counts(List<NightShape.NightRun> rows, int needy, int later) {
            var states = new HashMap<String, Integer>();
            rows.forEach(row -> states.merge(row.state(), 1, Integer::sum));
            return new NightShape.Counts(
                    rows.size() + later, needy, states.getOrDefault("running", 0) + states.getOrDefault("paused", 0) + states.getOrDefault("queued", 0),
                    states.getOrDefault("to_come", 0) + later,
                    states.getOrDefault("success", 0) + states.getOrDefault("failed", 0) + states.getOrDefault("cancelled", 0));
        }

        private NightShape.@Nullable Tightest tightest() {
            return runs.stream()
                    .flatMap(run -> run.deadlines().stream().filter(NightRows::isOpen)
                            .map(each -> new NightShape.Tightest(run.dagId(), run.runId(), each)))
                    .min(Comparator
                            .comparing((NightShape.Tightest each) -> each.deadline().slackS(), Comparator.nullsLast(Comparator.<Double>naturalOrder()))
                            .thenComparing(each -> each.deadline().dueAt()))
                    .orElse(null);
        }
    }
}
