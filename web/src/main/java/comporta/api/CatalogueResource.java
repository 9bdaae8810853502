package comporta.api;

import comporta.catalogue.DagCatalogue;
import comporta.catalogue.NotLeading;
import comporta.catalogue.PushRefused;
import comporta.dag.PlainData;
import comporta.dagfile.DagDifference;
import comporta.dagfile.DagProblem;
import comporta.store.Role;
import comporta.store.StoreFailed;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is done to the DAGs themselves: other versions, files that are pushed. */
final class CatalogueResource {
    private static final int MOST_TOLD = 100;

    private final DagResource dags;
    private final DagShelf shelf;
    private final Deeds deeds;
    private final Trail trail;
    private final InstantSource clock;

    CatalogueResource(DagResource dags, DagShelf shelf, Deeds deeds, Trail trail, InstantSource clock) {
        this.dags = dags;
        this.shelf = shelf;
        this.deeds = deeds;
        this.trail = trail;
        this.clock = clock;
    }

    /**
     * In what two versions differ.
     *
     * @param changed keys that say something else, by task
     * @param keys of the DAG itself that do
     */
    record DifferenceShape(int from, int to, List<String> added, List<String> removed, Map<String, Object> changed, List<String> keys) {}

    /**
     * Which version new runs are to use.
     *
     * @param to its number; null: with {@code undo} what the file says
     */
    record RollingBack(@Nullable Integer to, boolean undo, @Nullable String reason) {}

    /** Texts of files by their paths below the dags folder. */
    record Pushing(@AnyLength Map<String, String> files) {}

    /** What came of them. */
    record PushShape(List<PushedDag> dags, List<DagDetail.FileProblem> warnings) {}

    /** @param version null: it was only checked, or a scheduler has yet to take it up */
    record PushedDag(String path, String dag, @Nullable Integer version, boolean changed) {}

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/dags/{dag}/difference", "In what two versions of a DAG differ")
                        .takes(Parameter.integer("from", "The older; else the one before the other", 1, Integer.MAX_VALUE),
                                Parameter.integer("to", "The newer; else the one that new runs use", 1, Integer.MAX_VALUE))
                        .answers(DifferenceShape.class).refuses(409).by(this::difference),
                RunDeeds.deed("/api/v1/dags/{dag}/rollback", "Lets new runs use an older version, until the file changes or it is undone")
                        .needs(Role.AUTHOR).takes(RollingBack.class).refuses(503).by(this::rollBack),
                Route.post("/api/v1/dags/push", "Puts YAML files into the dags folder, all or none").needs(Role.AUTHOR)
                        .reach(Route.Reach.ALL)
                        .takes(Dry.RUN).takes(Pushing.class).answers(PushShape.class).refuses(409).by(this::push));
    }

    private DagCatalogue catalogue() {
        return shelf.catalogue().orElseThrow(() -> Refusal.conflict("this server has no dags folder"));
    }

    private Answer difference(Call call) {
        var shelved = dags.find(call);
        var to = (int) call.integer("to", shelved.version());
        var from = (int) call.integer("from", Math.max(1, to - 1));
        var difference = differing(call, from, to);
        var changed = new LinkedHashMap<String, Object>(difference.changed());
        return Answer.ok(new DifferenceShape(from, to, difference.added(), difference.removed(), changed, difference.keys()));
    }

    private DagDifference differing(Call call, int from, int to) {
        return catalogue().difference(call.dag(), from, to).orElseThrow(() -> new Refusal(
                Refusal.Kind.NOT_FOUND, "DAG \"" + call.dag() + "\" does not have both version " + from + " and version " + to));
    }

    private Answer rollBack(Call call) {
        var shelved = dags.find(call);
        var body = call.body(RollingBack.class);
        var to = body.to();
        if (body.undo() == (to != null)) {
            throw Refusal.unfit("/to", "and undo exclude each other, and one of them must be there");
        }
        if (to != null && call.isDry()) {
            var difference = differing(call, shelved.version(), to);
            var tasks = new ArrayList<>(difference.added());
            tasks.addAll(difference.removed());
            tasks.addAll(difference.changed().keySet());
            return Answer.ok(new Preview(
                    List.of(new Preview.Part("let new runs use version " + to + " instead of " + shelved.version(), tasks.size(),
                            tasks)), List.of(),
                    List.of(), List.of()));
        }
        if (call.isDry()) {
            return Answer.ok(Deeds.preview("let new runs use what the file says"));
        }
        var deed = Deeds.deed(call, clock.instant(), body.reason());
        if (to == null) {
            return leading(() -> catalogue().undo(call.dag(), deed))
                    ? Answer.of(202, deeds.done(call, "undo_rollback", "New runs use what the file says.", null))
                    : refused("new runs of \"" + call.dag() + "\" use what the file says: there is nothing to undo");
        }
        try {
            leading(() -> catalogue().rollBack(call.dag(), to, deed));
        } catch (StoreFailed e) {
            throw new Refusal(Refusal.Kind.NOT_FOUND, String.valueOf(e.getMessage()));
        }
        return Answer.of(202, deeds.done(call, "rollback", "New runs use version " + to + " until the file changes.", null));
    }

    private static Answer refused(String why) {
        throw Refusal.conflict(why);
    }

    private static <T> T leading(Supplier<T> deed) {
        try {
            return deed.get();
        } catch (NotLeading e) {
            throw new Refusal(Refusal.Kind.UNAVAILABLE, "another scheduler has the lead, and does this: ask that one");
        }
    }

    private Answer push(Call call) {
        var files = new LinkedHashMap<String, byte[]>();
        call.body(Pushing.class).files().forEach((path, text) -> files.put(path, text.getBytes(StandardCharsets.UTF_8)));
        try {
            var outcome = catalogue().push(files, call.isDry());
            if (!call.isDry()) {
                trail.add(call, "push", "dags", null, PlainData.toJson(List.copyOf(files.keySet())));
            }
            return Answer.ok(new PushShape(
                    outcome.dags().stream().map(each -> new PushedDag(each.path(), each.dag(), each.version(), each.changed())).toList(),
                    outcome.warnings().stream().map(DagResource::shape).toList()));
        } catch (PushRefused e) {
            throw Refusal.unfit(e.problems().isEmpty()
                    ? List.of(new Problem.Mistake("/files", String.valueOf(e.getMessage())))
                    : e.problems().stream().filter(each -> each.severity() == DagProblem.Severity.ERROR).limit(MOST_TOLD)
                            .map(each -> new Problem.Mistake("/files/" + each.file(), each.toString())).toList());
        }
    }
}
