package comporta.api;

import comporta.web.DagPictures;
import comporta.web.Picture;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** {@code /dags/{dag}/graph}: a DAG version with a place for everything. States are not in it, so that it never changes. */
final class GraphResource {
    private static final int KEPT = 100;
    /** From so many tasks on groups are closed where nobody says which. */
    private static final int MANY = 1_500;

    private final DagResource dags;
    private final DagShelf shelf;
    private final PinnedDags pinned;
    private final ExecutorService layout;
    private final Map<Wanted, CompletableFuture<Answer>> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Wanted, CompletableFuture<Answer>> eldest) {
            return size() > KEPT;
        }
    };

    GraphResource(DagResource dags, DagShelf shelf, PinnedDags pinned) {
        this.dags = dags;
        this.shelf = shelf;
        this.pinned = pinned;
        layout = Slowly.oneAtATime("layout");
    }

    private record Wanted(long version, Set<String> closed) {}

    /**
     * A DAG version as a picture; lengths are pixels.
     *
     * @param folded groups that are drawn as one box
     */
    record Graph(int version, double width, double height, List<String> folded, List<NodeShape> nodes, List<EdgeShape> edges) {}

    /** A task, a group, or something of another DAG. */
    record NodeShape(
            String id, @Words({"task", "group", "map", "outside"}) String kind, String label, @Nullable String operator, double x,
            double y, double w,
            double h, @Nullable String parent, @Nullable Integer folded) {}

    /** @param points pairs of x and y */
    record EdgeShape(String from, String to, List<List<Double>> points, @Words({"data", "teardown", "cross_dag"}) String kind) {}

    List<Route> routes() {
        return List.of(Route.get("/api/v1/dags/{dag}/graph", "A DAG version with a place for everything; it has no states in it")
                .takes(Parameter.integer("version", "Of this version; else of the newest", 1, Integer.MAX_VALUE),
                        Parameter.text("fold", "Groups to be drawn as one box, with commas between; empty: none. "
                                + "Left out: all, when there are very many tasks"))
                .answers(Graph.class).by(this::show));
    }

    private Answer show(Call call) {
        var shelved = dags.find(call);
        var asked = (int) call.integer("version", shelved.version());
        var version = asked == shelved.version()
                ? shelved.versionId()
                : shelf.versions(shelved.dag().id()).stream().filter(each -> each.number() == asked).findFirst().map(DagShelf.Version::id)
                        .orElseThrow(() ->
                                new Refusal(Refusal.Kind.NOT_FOUND, "DAG \"" + shelved.dag().id() + "\" has no version " + asked));
        var dag = pinned.of(version).orElseThrow(() -> Refusal.conflict("version " + asked + " can no longer be read by this program"));
        var groups = dag.groups().keySet().stream().map(Object::toString).toList();
        var closed = new TreeSet<>(call.text("fold").isPresent()
                ? call.words("fold")
                : dag.tasks().size() > MANY
                ? groups
                : List.<String>of());
        closed.retainAll(groups);
        CompletableFuture<Answer> graph;
        synchronized (known) {
            graph = known.computeIfAbsent(new Wanted(version, Set.copyOf(closed)), _ -> CompletableFuture.supplyAsync(
                    () -> Answer.text(Answer.JSON,
                            Json.write(shape(asked, List.copyOf(closed), DagPictures.placed(dag, closed)))), layout));
        }
        return Deeds.waited(graph);
    }

    static Graph shape(int version, List<String> closed, Picture picture) {
        return new Graph(
                version, picture.width(), picture.height(), closed,
                picture.nodes().stream().map(each -> new NodeShape(
                        each.id(), Json.word(each.kind()), each.label(), each.operator(), each.x(), each.y(), each.width(), each.height(),
                        each.parent(), each.folded())).toList(),
                picture.edges().stream().map(each -> new EdgeShape(
                        each.from(), each.to(), each.points().stream().map(point -> List.of(point.x(), point.y())).toList(),
                        Json.word(each.kind())))
                        .toList());
    }
}
