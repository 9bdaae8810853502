package comporta.api;

import comporta.access.Caller;
import comporta.dag.Dag;
import comporta.dag.DagId;
import comporta.dag.Dependency;
import comporta.dagfile.DagProblem;
import comporta.run.RunState;
import comporta.store.Archive;
import comporta.store.Role;
import comporta.store.RunSpan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code /dags}. */
final class DagResource {
    private static final int SHOWN = 14;
    private static final int MOST = 500;
    private static final int REMEMBERED = 10_000;

    private final DagShelf shelf;
    private final Archive archive;
    private final LatestRuns latest;
    private final Supplier<Readiness> readiness;
    private final Recent<DagId, Past> pasts = new Recent<>(REMEMBERED);

    DagResource(DagShelf shelf, Archive archive, LatestRuns latest, Supplier<Readiness> readiness) {
        this.shelf = shelf;
        this.archive = archive;
        this.latest = latest;
        this.readiness = readiness;
    }

    /** DAGs, with how many there are in all. */
    record DagPage(List<DagShape> items, int total, @Nullable String next) {}

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/dags", "DAGs by id")
                        .takes(Parameter.text("q", "Only those whose id, description or owner contains this"),
                                Parameter.text("tag", "Only those with this tag"),
                                Parameter.words("state", "Only those whose last run is in one of these states", States.RUNS),
                                Parameter.words("file", "Only those whose file is so", List.of("ok", "broken", "gone")),
                                Parameter.truth("paused", "Only those that are paused, or only those that are not"),
                                Parameter.limit(MOST), Parameter.cursor())
                        .answers(DagPage.class).by(this::list),
                Route.get("/api/v1/dags/{dag}", "A DAG").answers(DagDetail.class).by(this::show),
                Route.get("/api/v1/dags/{dag}/versions", "The versions of a DAG, the newest first").answers(new PageOf(VersionShape.class)).by(this::versions),
                Route.get("/api/v1/dags/{dag}/source", "The text of a DAG's file")
                        .takes(Parameter.integer("version", "Of this version; else of the newest", 1, Integer.MAX_VALUE))
                        .answers(SourceShape.class).by(this::source));
    }

    /** The DAG that a path names. */
    DagShelf.Shelved find(Call call) {
        return shelf.find(call.dag()).orElseThrow(() -> unknown(call.dag(), call.caller()));
    }

    private Refusal unknown(DagId dag, Caller caller) {
        checkKnown();
        return Refusal.notFound("DAG", dag.value(), shelf.all().stream()
                .map(each -> each.dag().id()).filter(each -> caller.may(Role.VIEWER, each)).map(DagId::value).toList());
    }

    /** A server that has just begun knows less than there is: nobody is told that a DAG does not exist. */
    private void checkKnown() {
        if (!readiness.get().isReady()) {
            throw new Refusal(Refusal.Kind.UNAVAILABLE, String.join(", ", readiness.get().waitsFor()) + ". Ask again", Map.of("Retry-After", "1"));
        }
    }

    private Answer list(Call call) {
        checkKnown();
        var q = call.text("q").orElse("").toLowerCase(Locale.ROOT);
        var tag = call.text("tag");
        var file = call.words("file");
        var paused = call.text("paused").map(Boolean::parseBoolean);
        var states = call.words("state");
        var all = shelf.all().stream()
                .filter(each -> call.may(Role.VIEWER, each.dag().id()))
                .filter(each -> tag.isEmpty() || each.dag().tags().contains(tag.get()))
                .filter(each -> file.isEmpty() || file.contains(Json.word(each.file())))
                .filter(each -> paused.isEmpty() || paused.get() == each.paused())
                .filter(each -> contains(each.dag(), q))
                .sorted(Comparator.comparing(each -> each.dag().id()))
                .toList();
        if (!states.isEmpty()) {
            var last = latest.of(ids(all));
            all = all.stream().filter(each -> has(last.get(each.dag().id()), states)).toList();
        }
        var from = (int) Math.min(all.size(), Math.max(0, Cursors.read(call, 0)[0]));
        var until = Math.min(all.size(), from + call.limit(50));
        var shown = all.subList(from, until);
        var runs = latest.of(ids(shown));
        var items = shown.stream().map(each -> shape(each, runs.getOrDefault(each.dag().id(), List.of()), call.caller())).toList();
        return Answer.ok(new DagPage(items, all.size(), until < all.size() ? Cursors.of(until) : null));
    }

    private static boolean contains(Dag dag, String q) {
        return (dag.id() + " " + dag.description() + " " + dag.owner()).toLowerCase(Locale.ROOT).contains(q);
    }

    private static List<DagId> ids(List<DagShelf.Shelved> dags) {
        return dags.stream().map(each -> each.dag().id()).toList();
    }

    private static boolean has(@Nullable List<RunSpan> runs, List<String> states) {
        return runs != null && !runs.isEmpty() && states.contains(runs.getFirst().state().word());
    }

    private Answer show(Call call) {
        var shelved = find(call);
        var dag = shelved.dag();
        var timeout = dag.runTimeout();
        return Answer.ok(new DagDetail(
                shape(shelved, latest.of(List.of(dag.id())).getOrDefault(dag.id(), List.of()), call.caller()), dag.doc(), shelved.path(),
                dag.params().values().stream().map(ParamShape::of).toList(),
                dag.tasks().values().stream().map(each -> new DagDetail.TaskOutline(
                        each.id().value(), each.operator(), each.description(), each.group() == null ? null : each.group().value(),
                        each.dependsOn().stream().map(DagResource::words).toList(), each.expand() != null)).toList(),
                dag.maxActiveRuns(), dag.maxActiveTasks(), timeout,
                shelved.problems().stream().map(DagResource::shape).toList()));
    }

    static DagDetail.FileProblem shape(DagProblem problem) {
        return new DagDetail.FileProblem(
                problem.file(), problem.line(), problem.column(), Json.word(problem.severity()), problem.id(), problem.what(), problem.fix());
    }

    private static String words(Dependency dependency) {
        return switch (dependency) {
            case Dependency.OnTask on -> on.task().value();
            case Dependency.OnGroup on -> on.group().value();
            case Dependency.OnDag on -> on.dag() + (on.task() == null ? "" : "/" + on.task());
        };
    }

    private Answer versions(Call call) {
        var shelved = find(call);
        return Answer.ok(new Route.Page<>(
                shelf.versions(shelved.dag().id()).stream()
                        .map(each -> new VersionShape(each.number(), each.path(), each.pinnedAt(), each.id() == shelved.versionId())).toList(),
                null));
    }

    private Answer source(Call call) {
        var shelved = find(call);
        var asked = (int) call.integer("version", shelved.version());
        if (asked == shelved.version()) {
            return Answer.ok(new SourceShape(shelved.dag().id().value(), asked, shelved.path(), shelved.source()));
        }
        var version = shelf.versions(shelved.dag().id()).stream().filter(each -> each.number() == asked).findFirst()
                .orElseThrow(() -> new Refusal(Refusal.Kind.NOT_FOUND, "DAG \"" + shelved.dag().id() + "\" has no version " + asked));
        var pinned = archive.source(version.id());
        return Answer.ok(new SourceShape(shelved.dag().id().value(), asked, pinned.path(), pinned.source()));
    }

    private DagShape shape(DagShelf.Shelved shelved, List<RunSpan> runs, Caller caller) {
        var dag = shelved.dag();
        var past = past(dag.id(), runs);
        var next = shelved.nextTick();
        return new DagShape(
                dag.id().value(), dag.description(), dag.owner(), dag.tags(), shelved.paused(), Json.word(shelved.file()), shelved.version(),
                ScheduleText.of(dag.schedule()),
                next == null ? null : new DagShape.NextTick(next, shelved.tickNotes().stream().map(note -> Text.of("tick_note", note)).toList()),
                past.last(), past.usual(), past.successRate(), null, shelved.problems().size(), actions(shelved, caller));
    }

    /** What the same runs told before they tell again. */
    private Past past(DagId dag, List<RunSpan> runs) {
        var known = pasts.get(dag);
        if (known == null || !known.runs().equals(runs)) {
            known = Past.of(runs);
            pasts.put(dag, known);
        }
        return known;
    }

    /** What the latest runs of a DAG tell of it. */
    private record Past(List<RunSpan> runs, List<DagShape.LastRun> last, DagShape.@Nullable Usual usual, @Nullable Double successRate) {
        static Past of(List<RunSpan> runs) {
            var ended = runs.stream().filter(each -> each.state().isFinal()).toList();
            var good = ended.stream().filter(each -> each.state() == RunState.SUCCESS).toList();
            var took = good.stream().filter(each -> each.startedAt() != null && each.endedAt() != null)
                    .map(each -> Json.seconds(Duration.between(each.startedAt(), each.endedAt()))).sorted().toList();
            return new Past(
                    runs,
                    runs.stream().limit(SHOWN).map(each -> new DagShape.LastRun(
                            each.key(), each.state().word(), each.startedAt(),
                            each.startedAt() == null || each.endedAt() == null ? null : Duration.between(each.startedAt(), each.endedAt()))).toList(),
                    took.isEmpty() ? null : new DagShape.Usual(quantile(took, 0.5), quantile(took, 0.9), took.size()),
                    ended.isEmpty() ? null : (double) good.size() / ended.size());
        }
    }

    /** The smallest of what came to pass that so large a share did not pass. */
    private static double quantile(List<Double> sorted, double share) {
        return Objects.requireNonNull(sorted.get((int) Math.ceil(share * sorted.size()) - 1));
    }

    private static List<Action> actions(DagShelf.Shelved shelved, Caller caller) {
        var dag = shelved.dag().id();
        var href = "/api/v1/dags/" + dag;
        List<Action> actions = new ArrayList<>();
        if (caller.may(Role.OPERATOR, dag)) {
            actions.add(new Action("trigger", "Run now", "POST", href + "/runs", true, false, true));
            actions.add(shelved.paused()
                    ? new Action("resume", "Resume", "POST", href + "/resume", true, false, false)
                    : new Action("pause", "Pause", "POST", href + "/pause", true, false, false));
        }
        return actions;
    }
}
