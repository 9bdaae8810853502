package comporta.api;

import comporta.dag.DagId;
import comporta.store.Archive;
import comporta.store.ListedRun;
import comporta.store.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /dags/{dag}/runs}: looking at them. */
final class RunResource {
    static final String RUN = "/api/v1/dags/{dag}/runs/{run}";
    private static final int MOST = 500;

    private final DagResource dags;
    private final Archive archive;
    private final RunShapes shapes;

    RunResource(DagResource dags, Archive archive, RunShapes shapes) {
        this.dags = dags;
        this.archive = archive;
        this.shapes = shapes;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/runs", "Runs of all DAGs, the newest first")
                        .takes(states(), Parameter.limit(MOST), Parameter.cursor())
                        .answers(new PageOf(RunShape.class)).by(call -> list(call, null)),
                Route.get("/api/v1/dags/{dag}/runs", "Runs of a DAG, the newest first")
                        .takes(states(), Parameter.limit(MOST), Parameter.cursor())
                        .answers(new PageOf(RunShape.class)).by(call -> list(call, known(call))),
                Route.get(RUN, "A run").answers(RunShape.class).by(call -> Answer.ok(shapes.of(find(call), call.caller()))),
                Route.get(RUN + "/params",
                        "What the tasks of a run can be run again with: its params, with the values that it has; none that are secret")
                        .answers(new PageOf(ParamShape.class))
                        .by(call -> Answer.ok(new Route.Page<>(shapes.asked(find(call).run()), null))),
                Route.get(RUN + "/events", "What happened in a run, in order")
                        .takes(Parameter.limit(1000), Parameter.cursor())
                        .answers(new PageOf(EventShape.class)).by(this::events));
    }

    private static Parameter states() {
        return Parameter.words("state", "Only those in one of these states", States.RUNS);
    }

    /** The run that a path names. */
    ListedRun find(Call call) {
        var key = call.variable("run");
        return archive.run(call.dag(), key).orElseThrow(() -> {
            var dag = known(call);
            return Refusal.notFound("run of DAG " + dag, key,
                    archive.runs(dag, Set.of(), Long.MAX_VALUE, MOST).stream().map(each -> each.run().key()).toList());
        });
    }

    /** The run of that name. */
    ListedRun find(DagId dag, String key) {
        return archive.run(dag, key).orElseThrow(() -> Refusal.notFound("run of DAG " + dag, key, List.of()));
    }

    /** A DAG whose file is long gone still has its runs. */
    private DagId known(Call call) {
        var dag = call.dag();
        return archive.runs(dag, Set.of(), Long.MAX_VALUE, 1).isEmpty() ? dags.find(call).dag().id() : dag;
    }

    private Answer list(Call call, @Nullable DagId dag) {
        var limit = call.limit(50);
        var before = Cursors.read(call, Long.MAX_VALUE)[0];
        var states = States.runs(call.words("state"));
        List<ListedRun> found = new ArrayList<>();
        List<ListedRun> some;
        do {   // runs that the caller may not see leave room for more
            some = archive.runs(dag, states, before, limit + 1);
            some.stream().filter(each -> call.may(Role.VIEWER, each.run().dag())).forEach(found::add);
            before = some.isEmpty() ? 0 : some.getLast().run().id();
        } while (found.size() <= limit && some.size() > limit);
        var page = found.subList(0, Math.min(limit, found.size()));
        return Answer.ok(new Route.Page<>(
                shapes.of(page, call.caller()), found.size() > limit ? Cursors.of(page.getLast().run().id()) : null));
    }

    /**
     * Something that happened.
     *
     * @param kind what it happened to
     * @param data what it is now
     */
    record EventShape(
            long seq,
            Instant at,
            @Words({"run", "task", "launch", "lease"}) String kind,
            @Nullable String taskId,
            @Nullable Integer mapIndex,
            Map<String, Object> data) {}

    private Answer events(Call call) {
        var run = find(call);
        var limit = call.limit(200);
        var names = shapes.taskIds(run.run());
        var rows = archive.history(run.run().id(), Cursors.read(call, 0)[0], limit);
        return Answer.ok(new Route.Page<>(
                rows.stream().map(row -> new EventShape(
                        row.id(), row.at(), Json.word(row.kind()),
                        row.task() < 0 || row.task() >= names.size() ? null : names.get(row.task()),
                        row.mapIndex() < 0 ? null : row.mapIndex(), row.body())).toList(),
                rows.size() < limit ? null : Cursors.of(rows.getLast().id())));
    }
}
