package comporta.api;

import comporta.dag.Dag;
import comporta.dag.GroupId;
import comporta.store.Archive;
import comporta.store.ListedRun;
import comporta.store.Survey;
import comporta.store.TaskMark;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code …/grid}: a letter for each task in each run. */
final class GridResource {
    private static final int MOST = 100;
    private static final int NO_TRIES_TO_TELL = 1;

    private final DagResource dags;
    private final RunResource runs;
    private final Archive archive;
    private final Survey survey;

    GridResource(DagResource dags, RunResource runs, Archive archive, Survey survey) {
        this.dags = dags;
        this.runs = runs;
        this.archive = archive;
        this.survey = survey;
    }

    /**
     * Runs of a DAG side by side.
     *
     * @param tasks those of the present version, in its order; the letters of a run stand in the same order
     */
    record Grid(List<GridTask> tasks, List<Column> runs, String order, @Nullable String next) {}

    /**
     * A task, or all of an expanded one.
     *
     * @param depth how many groups are around it
     */
    record GridTask(String taskId, String label, @Nullable String group, int depth, boolean mapped) {}

    /**
     * A run.
     *
     * @param version number of its DAG version
     * @param cells {@code w q l r s f k u c x d y o n}: waiting, queued, launching, running, success, failed, skipped, upstream_failed,
     *     cancelled, removed, deferred, up_for_retry, stopping, unreachable; a dot: not in that version
     * @param tries of tasks that had more than one, by place
     */
    record Column(
            String runId, String runType, Instant logicalDate, String state, @Nullable Instant startedAt, @Nullable Duration durationS, int version,
            String cells, Map<String, Object> tries, String etag) {}

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/dags/{dag}/grid", "A letter for each task in each of the last runs, the newest run first")
                        .takes(Parameter.integer("runs", "How many runs", 1, MOST), Parameter.text("before", "Where to go on: `next` of the page before"))
                        .answers(Grid.class).by(this::show),
                Route.get(RunResource.RUN + "/column", "One run of the grid").answers(Column.class).by(this::column));
    }

    private Answer show(Call call) {
        var shelved = dags.find(call);
        var count = (int) call.integer("runs", 30);
        var found = archive.runs(shelved.dag().id(), Set.of(), Cursors.read(call, "before", Long.MAX_VALUE)[0], count + 1);
        var page = found.subList(0, Math.min(count, found.size()));
        var dag = shelved.dag();
        return Answer.ok(new Grid(
                dag.tasks().values().stream().map(each -> new GridTask(
                        each.id().value(), each.id().value(), each.group() == null ? null : each.group().value(), depth(dag, each.group()),
                        each.expand() != null)).toList(),
                columns(dag, page), "of version " + shelved.version(), found.size() > count ? Cursors.of(page.getLast().run().id()) : null));
    }

    private Answer column(Call call) {
        return Answer.ok(columns(dags.find(call).dag(), List.of(runs.find(call))).getFirst());
    }

    private static int depth(Dag dag, @Nullable GroupId group) {
        int depth = 0;
        for (var at = group; at != null; depth++) {
            var around = dag.groups().get(at);
            at = around == null ? null : around.parent();
        }
        return depth;
    }

    private List<Column> columns(Dag dag, List<ListedRun> page) {
        var marks = new HashMap<Long, Map<String, List<TaskMark>>>();
        survey.marks(page.stream().map(each -> each.run().id()).toList()).forEach(mark -> marks
                .computeIfAbsent(mark.run(), _ -> new HashMap<>()).computeIfAbsent(mark.task().value(), _ -> new ArrayList<>()).add(mark));
        var names = dag.tasks().keySet().stream().map(Object::toString).toList();
        return page.stream().map(each -> column(each, names, marks.getOrDefault(each.run().id(), Map.of()))).toList();
    }

    private static Column column(ListedRun listed, List<String> names, Map<String, List<TaskMark>> marks) {
        var cells = new StringBuilder(names.size());
        Map<String, Object> tries = new LinkedHashMap<>();
        for (var name : names) {
            var of = marks.getOrDefault(name, List.of());
            var most = of.stream().mapToInt(TaskMark::tries).max().orElse(0);
            if (most > NO_TRIES_TO_TELL) {
                tries.put(Integer.toString(cells.length()), most);
            }
            cells.append(of.isEmpty() ? '.' : Worst.letter(Worst.of(of.stream().map(TaskMark::state).toList())));
        }
        var run = listed.run();
        return new Column(
                run.key(), Json.word(run.type()), run.logicalDate(), run.state().word(), run.startedAt(),
                run.startedAt() == null || run.endedAt() == null ? null : Duration.between(run.startedAt(), run.endedAt()), listed.dagVersion(),
                cells.toString(), tries, Long.toString(listed.seen()));
    }
}
