package comporta.api;

import comporta.access.Caller;
import comporta.dag.Dag;
import comporta.decide.Why;
import comporta.loop.RunPicture;
import comporta.run.TaskInstance;
import comporta.store.Archive;
import comporta.store.ListedRun;
import comporta.store.ListedTask;
import comporta.store.Survey;
import comporta.store.TrySpan;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code …/timeline}. */
final class TimelineResource {
    /** More tasks than anybody looks at; beyond it nobody is asked why each of them waits. */
    private static final int EXPLAINED = 500;
    private static final int MOST = 50_000;

    private final RunResource runs;
    private final Archive archive;
    private final Survey survey;
    private final RunShapes shapes;
    private final PinnedDags pinned;
    private final Outlooks outlooks;
    private final WhyResource whys;
    private final InstantSource clock;

    TimelineResource(
            RunResource runs, Archive archive, Survey survey, RunShapes shapes, PinnedDags pinned, Outlooks outlooks, WhyResource whys,
            InstantSource clock) {
        this.runs = runs;
        this.archive = archive;
        this.survey = survey;
        this.shapes = shapes;
        this.pinned = pinned;
        this.outlooks = outlooks;
        this.whys = whys;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(Route.get(RunResource.RUN + "/timeline", "A run as bars: what each task waited for and did, and what is ahead of it")
                .takes(Parameter.words("fold", "auto leaves out what lies in groups at rest when there are more than 200 rows",
                        List.of("auto", "none")))
                .answers(Timeline.class).by(this::show));
    }

    private Answer show(Call call) {
        var run = runs.find(call);
        var dag = pinned.of(run.run());
        var tasks = archive.tasks(run.run().id(), List.of(), "", -1, -1, MOST);
        var picture = run.run().state().isFinal() ? Optional.<RunPicture>empty() : outlooks.of(run.run().id());
        var limits = archive.deadlines(List.of(run.run().id())).getOrDefault(run.run().id(), List.of());
        var ahead = picture.map(each -> Ahead.of(each, Map.of(), Outlooks.due(limits))).orElse(null);
        var now = clock.instant();
        var tries = survey.tries(run.run().id()).stream().collect(Collectors.groupingBy(each -> List.of(each.task(), each.mapIndex())));
        var rows = new Rows(
                dag.orElse(null), tasks, tries, ahead, picture.orElse(null), reasons(run, tasks.size(), call.caller()),
                shapes.deadlines(run.run(), limits, ahead), now, run.seen()).of(call.text("fold").orElse("auto").equals("auto"));
        var ended = run.run().endedAt();
        var likely = ahead == null ? null : ahead.end();
        return Answer.ok(new Timeline(
                shapes.of(run, call.caller()), run.run().queuedAt(),
                ended != null ? ended : likely != null && likely.isAfter(now) ? likely : now, rows,
                path(dag.orElse(null), tasks, picture.orElse(null), ahead)));
    }

    /** The first reason of each task that waits, by what people call it. */
    private Map<String, WhyResource.ReasonShape> reasons(ListedRun run, int tasks, Caller caller) {
        if (run.run().state().isFinal() || tasks > EXPLAINED) {
            return Map.of();
        }
        return whys.asked(run, null).stream().filter(each -> !each.reasons().isEmpty())
                .collect(Collectors.toMap(Why::task, each -> WhyResource.shape(each.reasons().getFirst(), caller), (one, _) -> one));
    }

    private static List<Timeline.Step> path(
            @Nullable Dag dag, List<ListedTask> tasks, @Nullable RunPicture picture, @Nullable Ahead ahead) {
        if (picture != null && ahead != null) {
            return Way.ahead(picture, ahead);
        }
        return dag == null
                ? List.of()
                : Way.behind(dag, tasks.stream().map(ListedTask::instance).filter(each -> each.mapIndex() < 0)
                        .collect(Collectors.toMap(TaskInstance::task, each -> each)));
    }

    /** The tries of a task instance. */
    static List<TrySpan> tries(Map<List<Integer>, List<TrySpan>> all, int task, int mapIndex) {
        return all.getOrDefault(List.of(task, mapIndex), List.of());
    }
}
