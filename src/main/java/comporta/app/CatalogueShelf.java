package comporta.app;

import comporta.api.DagShelf;
import comporta.catalogue.CataloguedDag;
import comporta.catalogue.DagCatalogue;
import comporta.dag.DagId;
import comporta.store.Standing;
import comporta.store.Store;
import comporta.timetable.Tick;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The DAGs of the catalogue, as the API shows them. */
final class CatalogueShelf implements DagShelf {
    private static final int MOST_VERSIONS = 1_000;

    private final DagCatalogue catalogue;
    private final Store store;
    private final InstantSource clock;

    CatalogueShelf(DagCatalogue catalogue, Store store, InstantSource clock) {
        this.catalogue = catalogue;
        this.store = store;
        this.clock = clock;
    }

    @Override
    public List<Shelved> all() {
        var standings = standings();
        return catalogue.all().stream().map(dag -> shelved(dag, standings.get(dag.dag().id()))).toList();
    }

    @Override
    public Optional<Shelved> find(DagId dag) {
        return catalogue.find(dag).map(found -> shelved(found, standings().get(dag)));
    }

    @Override
    public OptionalInt version(DagId dag) {
        var found = catalogue.find(dag);
        return found.isEmpty() ? OptionalInt.empty() : OptionalInt.of(found.get().onRecord().active().number());
    }

    private Map<DagId, Standing> standings() {
        return store.ticks().standings().stream().collect(Collectors.toMap(Standing::dag, Function.identity()));
    }

    private Shelved shelved(CataloguedDag found, @Nullable Standing standing) {
        var paused = standing != null && standing.paused();
        var timetable = found.timetable();
        var next = paused || timetable == null || !found.isScheduled() ? Optional.<Tick>empty() : timetable.next(clock.instant());
        var record = found.onRecord();
        return new Shelved(
                found.dag(), record.active().id(), record.active().number(), found.file().toString(), found.source(), paused,
                switch (record.file()) {
                    case OK -> FileState.OK;
                    case BROKEN -> FileState.BROKEN;
                    case GONE -> FileState.GONE;
                },
                found.problems(), next.map(Tick::startsAt).orElse(null),
                next.map(tick -> tick.note().text()).filter(note -> !note.isEmpty()).stream().toList(),
                found.isScheduled() ? timetable : null);
    }

    @Override
    public Optional<DagCatalogue> catalogue() {
        return Optional.of(catalogue);
    }

    @Override
    public List<Version> versions(DagId dag) {
        return catalogue.versions(dag, Integer.MAX_VALUE, MOST_VERSIONS).stream()
                .map(each -> new Version(each.version().id(), each.version().number(), each.path(), each.pinnedAt()))
                .toList();
    }
}
