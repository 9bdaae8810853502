package comporta.api;

import comporta.dag.DagId;
import comporta.decide.TimeLimit;
import comporta.loop.RunPicture;
import comporta.run.RunState;
import comporta.store.Archive;
import comporta.store.DueDeadline;
import comporta.store.ListedRun;
import comporta.store.Role;
import comporta.store.RunSpan;
import comporta.store.Survey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code /deadlines}: what is due in a night. */
final class DeadlineResource {
    private static final int MOST = 500;
    private static final int NIGHTS = 60;
    private static final int LIVE = 20;
    private static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

    /** A run may be due so long after it begins: it is looked for that far before a night that has not come yet. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private final DagShelf shelf;
    private final Archive archive;
    private final Survey survey;
    private final RunShapes shapes;
    private final Outlooks outlooks;
    private final PinnedDags pinned;
    private final Usuals usuals;
    private final ZoneId zone;
    private final InstantSource clock;

    DeadlineResource(
            DagShelf shelf, Archive archive, Survey survey, RunShapes shapes, Outlooks outlooks, PinnedDags pinned, Usuals usuals, ZoneId zone,
            InstantSource clock) {
        this.shelf = shelf;
        this.archive = archive;
        this.survey = survey;
        this.shapes = shapes;
        this.outlooks = outlooks;
        this.pinned = pinned;
        this.usuals = usuals;
        this.zone = zone;
        this.clock = clock;
    }

    /**
     * What is due in a night: those that are likeliest to be late first.
     *
     * @param date of the evening
     */
    record Tonight(String date, Instant from, Instant to, List<DueShape> items) {}

    /**
     * A deadline with whose it is.
     *
     * @param runId null: its run has not begun
     * @param beginsAt of a run that has not begun: when it will; null: it has
     * @param latestStarts when tasks must start at the latest, of those that have not
     * @param upstream the same for tasks of other DAGs that its tasks wait for, near and far
     * @param history how it went on earlier dates, the latest first
     */
    record DueShape(
            @Spread DeadlineShape deadline, String dagId, @Nullable String runId, @Nullable Instant beginsAt, String owner,
            List<LatestStart> latestStarts, List<UpstreamStart> upstream, List<Kept> history) {}

    /** A task of another DAG that must start. */
    record UpstreamStart(String dagId, String runId, String taskId, Instant at) {}

    /** A task that must start. */
    record LatestStart(String taskId, Instant at) {}

    /**
     * A date.
     *
     * @param marginS seconds between the end and the deadline, negative when it was late; null: it never ended
     */
    record Kept(Instant date, boolean met, @Nullable Double marginS) {}

    List<Route> routes() {
        return List.of(Route.get("/api/v1/deadlines", "What is due in a night, with the likeliest to be late first")
                .takes(Night.PARAMETER).answers(Tonight.class).by(this::list));
    }

    private Answer list(Call call) {
        var night = Night.of(call, "night", clock.instant(), zone);
        var due = survey.deadlines(night.from(), night.to(), MOST).stream().filter(each -> call.may(Role.VIEWER, each.dag())).toList();
        var items = new ArrayList<DueShape>();
        Map<DagId, Map<String, List<Kept>>> histories = new HashMap<>();
        Map<DagId, List<RunPicture>> pictures = new HashMap<>();
        var before = new UpstreamStarts(dag -> pictures.computeIfAbsent(dag, this::live));
        new LinkedHashSet<>(due.stream().map(DueDeadline::run).toList()).forEach(run -> archive.run(run).ifPresent(listed -> {
            var history = histories.computeIfAbsent(listed.run().dag(), this::history);
            items.addAll(of(call, listed, due.stream().filter(each -> each.run() == run).map(DueDeadline::limit).toList(), history, before));
        }));
        shelf.all().stream().filter(each -> call.may(Role.VIEWER, each.dag().id())).forEach(each -> items.addAll(coming(each, night, histories)));
        items.sort(Comparator
                .comparing((DueShape each) -> each.deadline().pLate(), Comparator.nullsLast(Comparator.<Double>reverseOrder()))
                .thenComparing(each -> each.deadline().slackS(), Comparator.nullsLast(Comparator.<Double>naturalOrder()))
                .thenComparing(each -> each.deadline().dueAt()));
        return Answer.ok(new Tonight(night.date().toString(), night.from(), night.to(), items));
    }

    private List<DueShape> of(Call call, ListedRun listed, List<TimeLimit> limits, Map<String, List<Kept>> history, UpstreamStarts before) {
        var run = listed.run();
        var picture = run.state().isFinal() ? Optional.<RunPicture>empty() : outlooks.of(run.id());
        var all = archive.deadlines(List.of(run.id())).getOrDefault(run.id(), List.of());
        var ahead = picture.map(each -> Ahead.of(each, Map.of(), Outlooks.due(all))).orElse(null);
        var owner = pinned.of(run).map(dag -> dag.owner()).orElse("");
        var shown = shapes.deadlines(run, limits, ahead);
        var items = new ArrayList<DueShape>();
        for (int i = 0; i < shown.size(); i++) {
            var of = shown.get(i);
            var limit = limits.get(i);
            // what is before a task has its latest starts by the deadline of that task alone, however soon the run is due
            var own = limit.task() == TimeLimit.RUN || picture.isEmpty()
                    ? ahead
                    : Ahead.reckoned(picture.get(), Outlooks.due(List.of(limit)));
            items.add(new DueShape(
                    of, run.dag().value(), run.key(), null, owner, own == null || picture.isEmpty() ? List.of() : starts(picture.get(), own),
                    own == null || picture.isEmpty() ? List.of() : upstream(call, picture.get(), own, before),
                    history.getOrDefault(of.id(), List.of()).stream().filter(kept -> kept.date().isBefore(run.logicalDate())).toList()));
        }
        return items;
    }

    /** What is due of runs that have not begun: how likely these are to be late is known from those before them. */
    private List<DueShape> coming(DagShelf.Shelved shelved, Night night, Map<DagId, Map<String, List<Kept>>> histories) {
        var dag = shelved.dag();
        if (dag.deadlines().isEmpty()) {
            return List.of();
        }
        var now = clock.instant();
        var from = night.from().minus(LONGEST);
        var expects = new Coming(usuals::runs, zone, clock);
        return shelved.ticks(now.isAfter(from) ? now : from, night.to())
                .flatMap(tick -> expects.of(dag, tick).deadlines().stream().filter(each -> night.has(each.dueAt())).map(each -> new DueShape(
                        each, dag.id().value(), null, tick.startsAt(), dag.owner(), List.of(), List.of(),
                        histories.computeIfAbsent(dag.id(), this::history).getOrDefault(each.id(), List.of()))))
                .limit(NightResource.TO_COME).toList();
    }

    /** Of tasks that have not started. */
    private static List<LatestStart> starts(RunPicture picture, Ahead ahead) {
        var starts = new ArrayList<LatestStart>();
        for (int task = 0; task < ahead.tasks().size(); task++) {
            var drawn = picture.tasks().get(task);
            var at = ahead.tasks().get(task).latestStart();
            if (at != null && drawn.instance().startedAt() == null) {
                starts.add(new LatestStart(drawn.task().id().value(), at));
            }
        }
        starts.sort(Comparator.comparing(LatestStart::at));
        return starts;
    }

    private static List<UpstreamStart> upstream(Call call, RunPicture picture, Ahead ahead, UpstreamStarts before) {
        return before.of(picture, ahead).stream().filter(each -> call.may(Role.VIEWER, each.dag()))
                .map(each -> new UpstreamStart(each.dag().value(), each.run(), each.task(), each.at())).toList();
    }

    private List<RunPicture> live(DagId dag) {
        return archive.runs(dag, Set.of(RunState.QUEUED, RunState.RUNNING, RunState.PAUSED), Long.MAX_VALUE, LIVE).stream()
                .flatMap(each -> outlooks.of(each.run().id()).stream()).toList();
    }

    /** How the deadlines of earlier runs of a DAG went, by their ids. */
    private Map<String, List<Kept>> history(DagId dag) {
        var spans = survey.spans(dag, Instant.EPOCH, NEVER, NIGHTS).stream().collect(Collectors.toMap(RunSpan::id, each -> each, (one, _) -> one, LinkedHashMap::new));
        var limits = archive.deadlines(spans.keySet());
        Map<String, List<Kept>> history = new HashMap<>();
        spans.values().forEach(span -> limits.getOrDefault(span.id(), List.of()).stream()
                .filter(limit -> limit.task() == TimeLimit.RUN && limit.state() != TimeLimit.State.PENDING && limit.state() != TimeLimit.State.OFF)
                .forEach(limit -> history.computeIfAbsent("run." + limit.number(), _ -> new ArrayList<>()).add(new Kept(
                        span.logicalDate(), limit.state() == TimeLimit.State.MET,
                        span.endedAt() == null ? null : Json.seconds(Duration.between(span.endedAt(), limit.dueAt()))))));
        return history;
    }
}
