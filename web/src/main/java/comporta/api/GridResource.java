package comporta.api;

import comporta.dag.Dag;
import comporta.dag.GroupId;
import comporta.decide.TimeLimit;
import comporta.store.Archive;
import comporta.store.ListedRun;
import comporta.store.Survey;
import comporta.store.TaskMark;
import java.time.Duration;
import java.time.Instant;
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
    /** Columns of runs of which nothing has been heard since. */
    private static final int KEPT = 600;

    private final DagResource dags;
    private final RunResource runs;
    private final Archive archive;
    private final Survey survey;
    private final Recent<Key, Column> known = new Recent<>(KEPT);

    GridResource(DagResource dags, RunResource runs, Archive archive, Survey survey) {
        this.dags = dags;
        this.runs = runs;
        this.archive = archive;
        this.survey = survey;
    }

    /**
     * A run as it was when the history row {@code seen} was its last.
     *
     * @param shown the DAG version in whose order its letters stand
     */
    private record Key(long run, long seen, long shown) {}

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
     * @param deadlineS seconds from its start to the first deadline of the whole run; null: it has not started, or has none
     * @param tries of tasks that had more than one, by place
     */
    record Column(
            String runId, String runType, Instant logicalDate, String state, @Nullable Instant startedAt, @Nullable Duration durationS,
            @Nullable Duration deadlineS, int version, String cells, Map<String, Object> tries, String etag) {}

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/dags/{dag}/grid", "A letter for each task in each of the last runs, the newest run first")
                        .takes(Parameter.integer("runs", "How many runs", 1, MOST),
                                Parameter.text("before", "Where to go on: `next` of the page before"))
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
                columns(shelved, page), "of version " + shelved.version(),
                found.size() > count ? Cursors.of(page.getLast().run().id()) : null));
    }

    private Answer column(Call call) {
        return Answer.ok(columns(dags.find(call), List.of(runs.find(call))).getFirst());
    }

    private static int depth(Dag dag, @Nullable GroupId group) {
        int depth = 0;
        for (var at = group; at != null; depth++) {
            var around = dag.groups().get(at);
            at = around == null ? null : around.parent();
        }
        return depth;
    }

    /** What is known of a run that nothing was heard of since is not read again. */
    private List<Column> columns(DagShelf.Shelved shelved, List<ListedRun> page) {
        var places = new HashMap<String, Integer>();
        shelved.dag().tasks().keySet().forEach(task -> places.put(task.value(), places.size()));
        Map<Key, Column> columns = new LinkedHashMap<>();
        Map<Long, Cells> unknown = new HashMap<>();
        for (var listed : page) {
            var key = new Key(listed.run().id(), listed.seen(), shelved.versionId());
            var column = known.get(key);
            if (column == null) {
                unknown.put(key.run(), new Cells(places.size()));
            } else {
                columns.put(key, column);
            }
        }
        var limits = archive.deadlines(unknown.keySet());
        for (var mark : survey.marks(unknown.keySet())) {
            var place = places.get(mark.task().value());
            var cells = unknown.get(mark.run());
            if (place != null && cells != null) {
                cells.add(place, mark);
            }
        }
        return page.stream().map(listed -> columns.computeIfAbsent(new Key(listed.run().id(), listed.seen(), shelved.versionId()), key -> {
            var column = column(
                    listed, limits.getOrDefault(key.run(), List.of()), unknown.getOrDefault(key.run(), new Cells(places.size())));
            known.put(key, column);
            return column;
        })).toList();
    }

    private static Column column(ListedRun listed, List<TimeLimit> limits, Cells cells) {
        var run = listed.run();
        var due = limits.stream().filter(limit -> limit.task() == TimeLimit.RUN).map(TimeLimit::dueAt).min(Instant::compareTo).orElse(null);
        return new Column(
                run.key(), Json.word(run.type()), run.logicalDate(), run.state().word(), run.startedAt(),
                run.startedAt() == null || run.endedAt() == null ? null : Duration.between(run.startedAt(), run.endedAt()),
                run.startedAt() == null || due == null ? null : Duration.between(run.startedAt(), due), listed.dagVersion(),
                cells.letters(), cells.tries(), Long.toString(listed.seen()));
    }

    /** How the tasks of a run stand, by their places in the order that is shown; of an expanded one the worst instance speaks. */
    private static final class Cells {
        private final @Nullable String[] states;
        private final int[] tries;

        Cells(int tasks) {
            states = new String[tasks];
            tries = new int[tasks];
        }

        void add(int place, TaskMark mark) {
            var before = states[place];
            states[place] = before == null ? mark.state() : Worst.of(before, mark.state());
            tries[place] = Math.max(tries[place], mark.tries());
        }

        String letters() {
            var letters = new StringBuilder(states.length);
            for (var state : states) {
                letters.append(state == null ? '.' : Worst.letter(state));
            }
            return letters.toString();
        }

        Map<String, Object> tries() {
            Map<String, Object> told = new LinkedHashMap<>();
            for (int place = 0; place < tries.length; place++) {
                if (tries[place] > NO_TRIES_TO_TELL) {
                    told.put(Integer.toString(place), tries[place]);
                }
            }
            return told;
        }
    }
}
