package comporta.api;

import comporta.decide.Wish;
import comporta.store.Archive;
import comporta.store.ListedRun;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is done to whole runs, and to DAGs. */
final class RunDeeds {
    private static final Set<String> UNDER_WAY = Set.of("launching", "running", "deferred", "stopping", "unreachable");
    private static final Set<String> TO_COME = Set.of("waiting", "queued", "up_for_retry");
    private static final int LISTED = 100;

    private final DagResource dags;
    private final RunResource runs;
    private final Archive archive;
    private final Deeds deeds;

    RunDeeds(DagResource dags, RunResource runs, Archive archive, Deeds deeds) {
        this.dags = dags;
        this.runs = runs;
        this.archive = archive;
        this.deeds = deeds;
    }

    /** @param force whether what runs is killed without grace, teardowns too */
    record Cancelling(@Nullable String reason, boolean force) {}

    List<Route> routes() {
        return List.of(
                deed(RunResource.RUN + "/cancel", "Cancels a run: what runs is asked to end, teardowns still run").takes(Cancelling.class)
                        .by(this::cancel),
                deed(RunResource.RUN + "/pause", "Pauses a run: nothing new starts, what runs goes on").takes(Reasoned.class)
                        .by(call -> pause(call, Wish.Verb.PAUSE, "Nothing new starts; what runs goes on.")),
                deed(RunResource.RUN + "/resume", "Lets a paused run go on").takes(Reasoned.class)
                        .by(call -> pause(call, Wish.Verb.RESUME, "The run goes on.")),
                deed("/api/v1/dags/{dag}/pause", "Pauses a DAG: no run of it begins").takes(Reasoned.class)
                        .by(call -> pauseDag(call, Wish.Verb.PAUSE_DAG, "No run of it begins until it is resumed.")),
                deed("/api/v1/dags/{dag}/resume", "Lets a paused DAG go on").takes(Reasoned.class)
                        .by(call -> pauseDag(call, Wish.Verb.RESUME_DAG, "It runs by its schedule again.")));
    }

    /** What all deeds have in common. */
    static Route.Builder deed(String path, String summary) {
        return Route.post(path, summary).takes(Dry.RUN).answers(200, Preview.class).answers(202, Done.class).refuses(409);
    }

    private Answer cancel(Call call) {
        var run = runs.find(call);
        var body = call.body(Cancelling.class);
        if (call.isDry()) {
            var stops = names(run, UNDER_WAY);
            var never = names(run, TO_COME);
            return Answer.ok(new Preview(
                    List.of(part("Asked to end", stops), part("Not run", never)), List.of(),
                    stops.stream().limit(LISTED).map(Preview.Stop::new).toList(),
                    run.run().state().isFinal() ? List.of(Text.of("over", "The run is over: there is nothing to cancel.")) : List.of()));
        }
        return deeds.wish(
                call, run.run().id(), body.force() ? Wish.Verb.FORCE : Wish.Verb.CANCEL, List.of(), Map.of(),
                body.reason() == null ? "" : body.reason(), "The run is being cancelled; it ends when everything that runs has ended.");
    }

    private Answer pause(Call call, Wish.Verb verb, String done) {
        var run = runs.find(call);
        if (call.isDry()) {
            return Answer.ok(new Preview(List.of(part(done, names(run, TO_COME))), List.of(), List.of(), List.of()));
        }
        return deeds.wish(call, run.run().id(), verb, call.body(Reasoned.class).words(), done, undo(RunShapes.href(run.run()), verb));
    }

    private Answer pauseDag(Call call, Wish.Verb verb, String done) {
        var shelved = dags.find(call);
        if (call.isDry()) {
            return Answer.ok(new Preview(List.of(new Preview.Part(done, 1, List.of())), List.of(), List.of(), List.of()));
        }
        var dag = shelved.dag().id();
        return deeds.wish(call, dag, verb, call.body(Reasoned.class).words(), done, undo(ApiHandler.PREFIX + "/dags/" + dag, verb));
    }

    /** What is paused can be resumed, and the other way round. */
    private static Action undo(String href, Wish.Verb verb) {
        var resumes = verb == Wish.Verb.PAUSE || verb == Wish.Verb.PAUSE_DAG;
        return new Action(
                resumes ? "resume" : "pause", resumes ? "Resume" : "Pause", "POST", href + (resumes ? "/resume" : "/pause"), true,
                false, false);
    }

    private List<String> names(ListedRun run, Set<String> states) {
        return archive.tasks(run.run().id(), states, "", -1, -1, 10_000).stream()
                .map(each -> Instance.segment(each.task().value(), each.instance().mapIndex())).toList();
    }

    static Preview.Part part(String text, List<String> tasks) {
        return new Preview.Part(text, tasks.size(), tasks.stream().limit(LISTED).toList());
    }
}
