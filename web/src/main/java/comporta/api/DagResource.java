package comporta.api;

import comporta.access.Caller;
import comporta.dag.Dag;
import comporta.dag.DagId;
import comporta.dag.Dependency;
import comporta.dagfile.DagProblem;
import comporta.store.Archive;
import comporta.store.Role;
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
    private static final int MOST = 500;

    private final DagShelf shelf;
    private final Archive archive;
    private final LatestRuns latest;
    private final Supplier<Readiness> readiness;

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
                Route.get("/api/v1/dags/{dag}/versions", "The versions of a DAG, the newest first").answers(new PageOf(VersionShape.class))
                        .by(this::versions),
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
            throw new Refusal(Refusal.Kind.UNAVAILABLE, String.join(", ", readiness.get().waitsFor()) + ". Ask again",
                    Map.of("Retry-After", "1"));
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
            all = all.stream().filter(each -> isAmong(states, last.get(each.dag().id()))).toList();
        }
        var from = (int) Math.min(all.size(), Math.max(0, Cursors.read(call, 0)[0]));
        var until = Math.min(all.size(), from + call.limit(50));
        var shown = all.subList(from, until);
        var pasts = latest.of(ids(shown));
        var items = shown.stream().map(each -> shape(each, Objects.requireNonNull(pasts.get(each.dag().id())), call.caller())).toList();
        return Answer.ok(new DagPage(items, all.size(), until < all.size() ? Cursors.of(until) : null));
    }

    private static boolean contains(Dag dag, String q) {
        return (dag.id() + " " + dag.description() + " " + dag.owner()).toLowerCase(Locale.ROOT).contains(q);
    }

    private static List<DagId> ids(List<DagShelf.Shelved> dags) {
        return dags.stream().map(each -> each.dag().id()).toList();
    }

    private static boolean isAmong(List<String> states, @Nullable DagPast past) {
        return past != null && past.newest() != null && states.contains(past.newest().word());
    }

    private Answer show(Call call) {
        var shelved = find(call);
        var dag = shelved.dag();
        var timeout = dag.runTimeout();
        return Answer.ok(new DagDetail(
                shape(shelved, Objects.requireNonNull(latest.of(List.of(dag.id())).get(dag.id())), call.caller()), dag.doc(),
                shelved.path(),
                dag.params().values().stream().map(ParamShape::of).toList(),
                dag.tasks().values().stream().map(each -> new DagDetail.TaskOutline(
                        each.id().value(), each.operator(), each.description(), each.group() == null ? null : each.group().value(),
                        each.dependsOn().stream().map(DagResource::words).toList(), each.expand() != null)).toList(),
                dag.maxActiveRuns(), dag.maxActiveTasks(), timeout,
                shelved.problems().stream().map(DagResource::shape).toList()));
    }

    static DagDetail.FileProblem shape(DagProblem problem) {
        return new DagDetail.FileProblem(
                problem.file(), problem.line(), problem.column(), Json.word(problem.severity()), problem.id(), problem.what(),
                problem.fix());
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
                        .map(each ->
                                new VersionShape(each.number(), each.path(), each.pinnedAt(), each.id() == shelved.versionId())).toList(),
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

    private static DagShape shape(DagShelf.Shelved shelved, DagPast past, Caller caller) {
        var dag = shelved.dag();
        var next = shelved.nextTick();
        return new DagShape(
                dag.id().value(), dag.description(), dag.owner(), dag.tags(), shelved.paused(), Json.word(shelved.file()),
                shelved.version(),
                ScheduleText.of(dag.schedule()),
                next == null
                        ? null
                        : new DagShape.NextTick(next, shelved.tickNotes().stream().map(note -> Text.of("tick_note", note)).toList()),
                past.last(), past.usual(), past.successRate(), past.deadlineRate(), shelved.problems().size(), actions(shelved, caller));
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
