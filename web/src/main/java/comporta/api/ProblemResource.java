package comporta.api;

import comporta.access.Desk;
import comporta.dag.DagId;
import comporta.dag.Ids;
import comporta.store.Problems;
import comporta.store.Role;
import comporta.store.StoredProblem;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /problems}: what is wrong, and who knows of it. */
final class ProblemResource {
    private final Problems problems;
    private final Desk desk;
    private final InstantSource clock;

    ProblemResource(Problems problems, Desk desk, InstantSource clock) {
        this.problems = problems;
        this.desk = desk;
        this.clock = clock;
    }

    /**
     * Something that is wrong.
     *
     * @param count how often it was raised
     * @param overAt null: it is open
     */
    record ProblemShape(
            long id,
            @Words({"dag_file", "missed_tick", "open_lease", "backend_unreachable", "forecast_off", "clock", "store"}) String kind,
            String text, @Nullable Where where, @Nullable String fix, Instant firstAt, Instant lastAt, int count,
            @Nullable Subject subject, @Nullable Acknowledged acknowledged, @Nullable Instant overAt, List<Action> actions) {}

    /** A place in a file. */
    record Where(String file, int line, int column) {}

    /** What it concerns. */
    record Subject(String kind, String id) {}

    /** Who knows of it. */
    record Acknowledged(String by, Instant at, String note) {}

    /** Words of who knows of it. */
    record Acknowledging(@Nullable String note) {}

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/problems", "What is wrong: the open ones, the oldest first; with open=false all, the latest first")
                        .takes(Parameter.truth("open", "Only those that are not over"), Parameter.limit(500), Parameter.cursor())
                        .answers(new PageOf(ProblemShape.class)).by(this::list),
                Route.post("/api/v1/problems/{problem}/acknowledge", "Notes that somebody knows of a problem")
                        .takes(Dry.RUN).takes(Acknowledging.class).answers(Dry.or(ProblemShape.class)).refuses(409).by(this::acknowledge));
    }

    private Answer list(Call call) {
        if (!call.text("open").map(Boolean::parseBoolean).orElse(true)) {
            var limit = call.limit(100);
            var found = problems.before(Cursors.read(call, Long.MAX_VALUE)[0], limit);
            return Answer.ok(new Route.Page<>(shapes(call, found), found.size() < limit ? null : Cursors.of(found.getLast().id())));
        }
        return Answer.ok(new Route.Page<>(open(call), null));
    }

    /** Those that are not over, of which the caller may hear. */
    List<ProblemShape> open(Call call) {
        return shapes(call, problems.open());
    }

    private static List<ProblemShape> shapes(Call call, List<StoredProblem> found) {
        return found.stream().filter(each -> mayBeSeen(call, each)).map(each -> shape(call, each)).toList();
    }

    /** What concerns one DAG is for those who see it. */
    private static boolean mayBeSeen(Call call, StoredProblem stored) {
        var subject = stored.problem().subject();
        return subject == null || !subject.kind().equals("dag") || !Ids.isId(subject.id())
                || call.may(Role.VIEWER, new DagId(subject.id()));
    }

    private static ProblemShape shape(Call call, StoredProblem stored) {
        var problem = stored.problem();
        var where = problem.where();
        var subject = problem.subject();
        var known = stored.acknowledged();
        return new ProblemShape(
                stored.id(), Json.word(problem.kind()), problem.text(),
                where == null ? null : new Where(where.file(), where.line(), where.column()),
                problem.fix(), stored.firstAt(), stored.lastAt(), stored.count(),
                subject == null ? null : new Subject(subject.kind(), subject.id()),
                known == null ? null : new Acknowledged(known.by(), known.at(), known.note()), stored.overAt(),
                known == null && stored.overAt() == null && call.caller().may(Role.OPERATOR, null)
                        ? List.of(new Action("acknowledge", "I know", "POST", "/api/v1/problems/" + stored.id() + "/acknowledge", true,
                                false, false))
                        : List.of());
    }

    private Answer acknowledge(Call call) {
        var id = number(call.variable("problem"));
        var stored = problems.find(id).orElseThrow(() -> Refusal.notFound("problem", call.variable("problem"), List.of()));
        if (call.isDry()) {
            return Answer.ok(Deeds.preview("Notes that " + call.caller().name() + " knows of it"));
        }
        var note = call.body(Acknowledging.class).note();
        if (!Deeds.waited(desk.call(() -> problems.acknowledge(id, call.caller().name(), note == null ? "" : note, clock.instant())))) {
            throw Refusal.conflict("the problem is over");
        }
        return Answer.ok(shape(call, problems.find(id).orElse(stored)));
    }

    private static long number(String text) {
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
    }
}
