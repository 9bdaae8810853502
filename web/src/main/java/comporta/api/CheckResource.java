package comporta.api;

import comporta.dag.Dag;
import comporta.dagfile.Checking;
import comporta.dagfile.DagDifference;
import comporta.dagfile.DagFiles;
import comporta.store.Role;
import comporta.timetable.Timetable;
import comporta.web.DagPictures;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** {@code /dagfiles/check}: what a DAG file would be, before it is put anywhere. */
final class CheckResource {
    private static final int TICKS = 10;
    /** Beyond so many tasks groups are closed in the picture, and no night is played: both take long. */
    private static final int MANY = 1_500;

    private final DagShelf shelf;
    private final ZoneId zone;
    private final InstantSource clock;
    private final ExecutorService work = Slowly.oneAtATime("check");

    CheckResource(DagShelf shelf, ZoneId zone, InstantSource clock) {
        this.shelf = shelf;
        this.zone = zone;
        this.clock = clock;
    }

    /**
     * A DAG file as it is being written.
     *
     * @param path as it would be called; only YAML is read
     */
    record Written(String path, @AnyLength String text) {}

    /**
     * What it would be.
     *
     * @param problems errors and warnings in order of place
     * @param dag null: it has errors
     */
    record Checked(List<DagDetail.FileProblem> problems, @Nullable WouldBe dag) {}

    /**
     * A DAG that is right.
     *
     * @param night one night of it on the virtual clock; null: it has too many tasks for that
     * @param difference to the version that runs use now; null: there is none
     */
    record WouldBe(
            String dagId, int tasks, Text schedule, String zone, List<HistoryResource.TickShape> next, GraphResource.Graph graph,
            @Nullable PlayedNight night,
            CatalogueResource.@Nullable DifferenceShape difference) {}

    List<Route> routes() {
        return List.of(Route.post("/api/v1/dagfiles/check",
                "Checks the text of a YAML file, of which nothing is kept: its problems, its graph, its next ticks, a night of it")
                .needs(Role.AUTHOR).reach(Route.Reach.ALL).takes(Written.class).answers(Checked.class).by(this::check));
    }

    private Answer check(Call call) {
        var written = call.body(Written.class);
        if (!written.path().matches(".*\\.ya?ml")) {
            throw Refusal.unfit("/path", "must end in .yaml: nothing else that comes over HTTP is read");
        }
        var reading = DagFiles.read(written.path(), written.text().getBytes(StandardCharsets.UTF_8), Checking.LENIENT);
        var dag = reading.dag();
        var problems = reading.problems().stream().map(DagResource::shape).toList();
        return Answer.ok(new Checked(problems, dag == null ? null : seen(dag, written.text())));
    }

    /** However long that takes: nobody waits for it but who asks. */
    private WouldBe seen(Dag dag, String text) {
        try {
            return CompletableFuture.supplyAsync(() -> wouldBe(dag, text), work).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private WouldBe wouldBe(Dag dag, String text) {
        var isLarge = dag.tasks().size() > MANY;
        var closed = isLarge ? Set.copyOf(dag.groups().keySet().stream().map(Object::toString).toList()) : Set.<String>of();
        var timetable = timetable(dag);
        var local = timetable == null ? zone : timetable.zone();
        return new WouldBe(
                dag.id().value(), dag.tasks().size(), ScheduleText.of(dag.schedule()), local.getId(),
                timetable == null ? List.of() : HistoryResource.next(timetable, clock.instant(), TICKS, local),
                GraphResource.shape(0, List.copyOf(closed), DagPictures.placed(dag, closed)),
                isLarge ? null : PlayedNight.of(dag, text, timetable, local, clock.instant()),
                difference(dag, text));
    }

    /** Null: its calendar is not here, or it has no ticks of its own. */
    private @Nullable Timetable timetable(Dag dag) {
        if (dag.schedule().calendar() != null || dag.schedule().partition() != null) {
            return shelf.find(dag.id()).map(DagShelf.Shelved::timetable).filter(_ -> same(dag)).orElse(null);
        }
        return Timetable.of(dag.id(), dag.schedule(), zone, null);
    }

    private boolean same(Dag dag) {
        return shelf.find(dag.id()).filter(each -> each.dag().schedule().equals(dag.schedule())).isPresent();
    }

    private CatalogueResource.@Nullable DifferenceShape difference(Dag dag, String text) {
        return shelf.find(dag.id()).filter(each -> each.path().matches(".*\\.ya?ml")).map(each -> {
            var difference = DagDifference.between(each.source(), text);
            return new CatalogueResource.DifferenceShape(
                    each.version(), 0, difference.added(), difference.removed(), Map.copyOf(difference.changed()), difference.keys());
        }).orElse(null);
    }
}
